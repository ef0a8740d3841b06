"""Which types of records an account has at all: most searches of a call are for types that it never made.

Owns: what is known of that between batches, so that such a search asks nothing of the store. Does not own:
the searches (finding.py), how a batch learns that another process wrote (shared.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pinstripe.store import base

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work
    from pinstripe.kernel.world import World

NAME = "stocked"
MOST = 100_000
"""So many pairs of account and type are remembered; then it begins anew."""

Known = dict[tuple[str, str], bool]


def is_stocked(work: Work, kind: str) -> bool:
    """May the store have a record of this type, for the account acted for? Deleted ones count.

    Where other processes write, only a batch that is committed is told "no": it finds out if that was wrong.
    """
    batch = work.batch
    if batch.store.shared and not batch.commits:
        return True
    known, place = _known(work.world), (work.account, kind)
    found = known.get(place)
    if found is None:
        stored = bool(batch.store.rows(base.ANY, (work.world.world, *place)))
        return known.setdefault(place, stored)
    if not found and batch.store.shared:
        batch.changes.asked.setdefault((base.ANY, (work.world.world, *place)), [])
    return found


def may_have(work: Work, key: str, kind: str) -> bool:
    """Is that record at hand, or may the store have it?"""
    place = (work.account, key)
    return place in work.records or place in work.batch.records or is_stocked(work, kind)


def note(world: World, records: Iterable[Record]) -> None:
    """These records are stored now, or will be."""
    known = _known(world)
    for record in records:
        known[record.account, record.type] = True


def doubt(world: World) -> None:
    """Another process may have stored records of types that there were none of."""
    known = _known(world)
    for place in [place for place, found in known.items() if not found]:
        del known[place]


def _known(world: World) -> Known:
    known: Known = world.side.setdefault(NAME, {})
    if len(known) > MOST:
        known.clear()
    return known
