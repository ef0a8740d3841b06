"""Thin events on their way: what is told as a record is sent to whoever wants to hear of it.

Owns: putting such a record among the events of a unit of work. Does not own: the record (room webhooks), who
hears of it (events/outbox.py). Money: none. Source: docs: Thin events.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work


def send(work: Work, event: Record) -> None:
    """The record is an event of its own type, and goes out when the work is kept."""
    work.events_.append((event.body["type"], event, event.body, None, event.id))
