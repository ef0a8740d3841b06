"""Told: what follows once everybody who hears of an event has acknowledged it.

Owns: finding events that nobody is owed any more, calling who asked for that (`@acknowledged`).
Does not own: results of deliveries (parcels.py), what follows (rooms). Money: none.
Source: spec (`webhooks_delivered_at` of an invoice).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pinstripe.events import snapshots
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.hearing import ACKNOWLEDGED
from pinstripe.kernel.work import Work

if TYPE_CHECKING:
    from pinstripe.events.parcels import Parcel
    from pinstripe.kernel.engine import Engine
    from pinstripe.kernel.world import World


async def spread(engine: Engine, world: World, parcels: Iterable[Parcel]) -> None:
    """Results were written; whoever asked is called in a later batch, which sees all that was written."""
    numbers = {parcel.row[4] for parcel in parcels if parcel.delivered and parcel.kind in ACKNOWLEDGED}
    if numbers:
        await engine.enqueue((world, partial(tell, numbers=sorted(numbers))))


def tell(batch: Batch, numbers: Sequence[int]) -> None:
    """Call the hearers of those of these events that no endpoint is still owed."""
    store, world = batch.store, batch.world.world
    owed = snapshots.unacknowledged(store, world, numbers)
    marks = ",".join("?" * len(numbers))
    rows = store.rows(
        f"SELECT seq,account,object,type FROM events WHERE world=? AND seq IN ({marks}) ORDER BY seq",
        (world, *numbers),
    )
    for seq, account, key, kind in rows:
        if seq in owed:
            continue
        work = Work(batch, account)
        record = work.peek(key)
        if record is not None:
            for function in ACKNOWLEDGED[kind]:
                function(work, record)
            work.keep()
