"""The outbound transfer record: an owner moves money to an account of their own out of a financial account.

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
from pinstripe.products.treasury import payee as payees

BASE = "treasury.outbound_transfer"
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

OUTBOUND_TRANSFER = Resource(
    "treasury.outbound_transfer",
    prefix="obt",
    generated="retrieve",
    noun="outbound_transfer",
    param="outbound_transfer",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    index=("financial_account", "status"),
    defaults={"status_transitions": dict.fromkeys(("canceled_at", "failed_at", "posted_at", "returned_at"))},
    source="spec; docs: Moving money with Treasury",
)


@job(OUTBOUND_TRANSFER, "settle")
def settle(work: Work, record: Record, **said: Any) -> None:
    """The bank's word is known. source: docs: Treasury test values"""
    outbound.settle(work, record, **said)


@job(OUTBOUND_TRANSFER, "submit")
def submit(work: Work, record: Record) -> None:
    """Its network's cut-off has come. source: docs: Treasury money movement timelines"""
    outbound.submit(work, record)


@job(OUTBOUND_TRANSFER, "return")
def bounce(work: Work, record: Record, *, code: str) -> None:
    """What was sent comes back. source: docs: Treasury test values"""
    outbound.give_back(work, record, code)


def forward(work: Work, source: Record, amount: int, where: dict[str, Any]) -> Record:
    """What an account holds goes where its owner said, because the account ends.

    refuses: resource_missing, feature_inactive (of the other account). source: spec (forwarding_settings)
    """
    if where["type"] == "financial_account":
        payee = payees.of_account(work, where["financial_account"], source)
    else:
        payee = payees.own(work, where["payment_method"], "forwarding_settings[payment_method]", "outbound")
    network = "ach" if payee.account is None else "stripe"
    told: dict[str, Any] = {"description": None, "metadata": {}, "statement_descriptor": "transfer"}
    return outbound.make(work, OUTBOUND_TRANSFER, source, amount, payee, network, **told)
