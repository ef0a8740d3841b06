"""The financing summary record: how an account stands with what it was advanced.

Owns: the record, which an account has once it was offered something. Does not own: the endpoint
(financing_summaries.py), what changes it (grant.py, repayment.py). Money: none of its own.
Source: docs: Capital; recorded: API reference samples of Capital.
Private facts: `fee_paid`, the part of what was paid back that is fee.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work

NAME: Final = "capital.financing_summary"
HOLDER: Final = "financing_summary"
"""The id of an account's record, which no caller ever sees."""

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from  to
    ("create", "done",  ANY,  "none"),
    ("offer",  "done",  ANY,  "delivered"),
    ("take",   "done",  ANY,  "accepted"),
    ("end",    "done",  ANY,  "none"),
)
# fmt: on

FINANCING_SUMMARY = Resource(
    "capital.financing_summary",
    path="/v1/capital/financing_summary",
    lifecycle=LIFECYCLE,
    source="docs: Capital",
)

INTERVAL_DAYS: Final = 60
"""How often a part has to be paid back. source: docs: Capital"""
INTERVALS: Final = 9
"""In so many intervals the whole is paid back at the latest. source: inferred"""
WITHOUT_MINIMUM: Final = frozenset(("cash_advance",))
"""Kinds of financing that are paid back from charges alone. source: inferred"""


def of(work: Work) -> Record | None:
    """The account's summary, None for one that was never offered anything."""
    return work.peek(HOLDER, NAME)


def held(work: Work) -> Record:
    """The account's summary, made when it is offered something for the first time."""
    record = of(work)
    if record is None:
        record = work.create(FINANCING_SUMMARY, "done", id=HOLDER, **nothing())
        record.clock = ""
    return record


def nothing() -> dict[str, Any]:
    """What a summary says beside its status of an account that has and is offered nothing."""
    return {"details": None, "financing_offer": None}


def show(work: Work, offer: Record | None) -> None:
    """What the account has, or is offered. params: offer, one that was not paid out"""
    record = held(work)
    if record.details is not None:
        return  # what is paid back counts, whatever else is offered
    if offer is None:
        work.advance(record, "end", "done", **nothing())
    else:
        verb = "take" if offer.status == "accepted" else "offer"
        work.advance(record, verb, "done", details=None, financing_offer=offer.id)


def is_active(record: Record | None) -> bool:
    """Is there something to pay back?"""
    return record is not None and record.details is not None
