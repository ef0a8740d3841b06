"""Thin events on their way: what is told as a record is sent to whoever wants to hear of it.

Owns: putting such a record among the events of a unit of work, asking for those that follow from what the
work did. Does not own: the record (room webhooks), who hears of it (events/outbox.py). Money: none.
Source: docs: Thin events.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pinstripe.kernel.record import Record

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

Teller = Callable[["Work"], None]
TELLERS: list[Teller] = []


def tells(function: Teller) -> Teller:
    """The function tells thin events of what a unit of work did; it is called before the work is kept."""
    assert not TELLERS, f"{TELLERS[0].__module__} tells of works already"
    TELLERS.append(function)
    return function


def tell(work: Work) -> None:
    """All that the work did has happened: tell of it."""
    if work.touched:
        for function in TELLERS:
            function(work)


def send(work: Work, event: Record) -> None:
    """The record is an event of its own type, and goes out when the work is kept."""
    work.events_.append((event.body["type"], event, event.body, None, event.id))
