"""A server that is wrong on purpose: it answers at once and commits a little later.

Run by the crash test to prove that the test would notice.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from pinstripe.cli.main import main
from pinstripe.store.sqlite import SQLiteStore

DELAY_SECONDS = 0.25

commit = SQLiteStore.commit


def late(self: SQLiteStore, batches: Any) -> None:
    """Promise now, keep it later."""
    asyncio.get_running_loop().call_later(DELAY_SECONDS, commit, self, batches)


SQLiteStore.commit = late  # type: ignore[method-assign]
main(sys.argv[1:])
