"""Which records are clocks: their room says how their time is read and how they move.

Owns: the declaration. Does not own: the records, the moving (scheduler.py). Money: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of clock, by the names of its parts."""

    type: str
    time: str
    """The field that shows the clock's time."""
    moving: str
    """The status while what is due on the way still runs; `work.after_commit("advance", clock)` begins it."""
    target: str
    """The private fact that says where it moves to."""
    arrive: str
    """The verb that ends the move, with the outcomes "done" and "failed"."""


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Records of this type are clocks."""
    assert kind.type not in KINDS, f"{kind.type} is declared twice"
    KINDS[kind.type] = kind
    return kind


def is_moving(clock: Record) -> bool:
    """Has it been told to move, and not arrived yet? Clocks show their state as `status`."""
    return bool(clock.body["status"] == KINDS[clock.type].moving)


def time_of(clock: Any) -> int:
    """The moment at which a clock's record stands."""
    moment: int = clock.body[KINDS[clock.type].time]
    return moment
