"""A server that is wrong on purpose: it answers at once and commits a little later.

Run by the crash test to prove that the test would notice.
"""

from __future__ import annotations

import sys
import threading

from pinstripe.cli.main import main
from pinstripe.store.sqlite import SQLiteStore

DELAY_SECONDS = 0.25

seal = SQLiteStore.seal


def late(self: SQLiteStore) -> None:
    """Promise now, keep it later."""
    threading.Timer(DELAY_SECONDS, seal, (self,)).start()


SQLiteStore.seal = late  # type: ignore[method-assign]
main(sys.argv[1:])
