"""The outbound payment record: somebody else is paid out of a financial account.

Owns: the record and its rows. Does not own: what it has in common with its kin (outbound.py), the endpoints.
Money: set aside, sent, released or given back by its transactions' entries.
Source: spec; docs: Moving money with Treasury (states); order of events inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import outbound, refusals

BASE = "treasury.outbound_payment"
LEFT = "processing posted returned"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome       from          to            event
    ("create", "processing", ANY,          "processing", f"{BASE}.created"),
    ("post",   "done",       "processing", "posted",     f"{BASE}.posted"),
    ("fail",   "done",       "processing", "failed",     f"{BASE}.failed"),
    ("cancel", "done",       "processing", "canceled",   f"{BASE}.canceled"),
    ("return", "done",       "posted",     "returned",   f"{BASE}.returned"),
    ("delay",  "done",       "posted",     "=",          f"{BASE}.expected_arrival_date_updated"),
    ("track",  "done",       LEFT,         "=",          f"{BASE}.tracking_details_updated"),
)
# fmt: on

OUTBOUND_PAYMENT = Resource(
    "treasury.outbound_payment",
    prefix="obp",
    generated="retrieve",
    noun="outbound_payment",
    param="id",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    index=("financial_account", "status", "customer"),
    defaults={"status_transitions": dict.fromkeys(("canceled_at", "failed_at", "posted_at", "returned_at"))},
    source="spec; docs: Moving money with Treasury",
)


@job(OUTBOUND_PAYMENT, "settle")
def settle(work: Work, record: Record, **said: Any) -> None:
    """The bank's word is known. source: docs: Treasury test values"""
    outbound.settle(work, record, **said)


@job(OUTBOUND_PAYMENT, "submit")
def submit(work: Work, record: Record) -> None:
    """Its network's cut-off has come. source: docs: Treasury money movement timelines"""
    outbound.submit(work, record)


@job(OUTBOUND_PAYMENT, "return")
def bounce(work: Work, record: Record, *, code: str) -> None:
    """What was sent comes back. source: docs: Treasury test values"""
    outbound.give_back(work, record, code)
