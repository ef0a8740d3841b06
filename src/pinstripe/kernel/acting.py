"""One unit of work that acts for several accounts of a world: a handle for each, all writing the same queues.

Owns: these handles, and taking them up again after a pause. Does not own: what is written (work.py).
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work


def handle_for(work: Work, account: str) -> Work:
    """The handle for another account; the world's clock is its time until it adopts a test clock."""
    if not work.twins:
        work.twins[work.account] = work
    twin = work.twins.get(account)
    if twin is None:
        twin = work.twins[account] = copy.copy(work)
        twin.account, twin._merchant = account, None
        twin.clock, twin._now = "", work.world_now
    return twin


def follow(work: Work) -> None:
    """A work has a new transaction: the handles for other accounts go on in it, too."""
    for account, twin in work.twins.items():
        if twin is not work:
            clock = twin.clock
            vars(twin).update(vars(work), account=account, clock="", _now=work.world_now, _merchant=None)
            if clock:
                twin.on_clock(clock)
