"""What is remembered of a world between batches, because it is asked for often and changes seldom.

Owns: the memory. Does not own: what is remembered (the rooms). Money: none.
Whoever changes what was counted says `forget` in the same work. A commit that fails forgets everything
(kernel/queueing.py); where other processes write to the same store, nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work


def remember(work: Work, name: str, find: Callable[[], Any]) -> Any:
    """What is known under a name of the acting account; found now, if it is not known yet."""
    memory, place = work.world.side, f"{name} {work.account}"
    if place not in memory or work.batch.store.shared:
        memory[place] = find()
    return memory[place]


def forget(work: Work, name: str) -> None:
    """It has changed."""
    work.world.side.pop(f"{name} {work.account}", None)
