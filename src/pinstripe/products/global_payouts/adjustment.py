"""The adjustment record: Stripe puts the balance of a storage account right.

Owns: the record. Does not own: who says so (the control API stands for Stripe), entries (room
money_management). Money: what it names comes to the account or leaves it, at once. Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import transaction as transactions
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to
    ("create", "done", ANY, "="),
)
# fmt: on

ADJUSTMENT = Resource(
    "v2.money_management.adjustment",
    prefix="adj",
    ids="v2",
    path="/v2/money_management/adjustments",
    generated="retrieve",
    noun="adjustment",
    status="",
    lifecycle=LIFECYCLE,
    source="spec; sdk",
)

FLOWS = ("adjustment", "inbound_transfer", "outbound_payment", "received_credit")
"""What can be put right. source: spec, as far as there is such"""


def make(work: Work, account: Record, value: int, currency: str, description: str, flow: Any) -> Record:
    """Stripe gives something, or takes it. params: value, below zero where it takes; flow, a record"""
    key = work.new_id(ADJUSTMENT)
    facts = {"counterparty": {"name": "Stripe"}, "description": description}
    made = transactions.begin(work, account.id, key, "adjustment", value, currency, posted=True, **facts)
    transactions.enter(work, made, "received" if value > 0 else "taken", abs(value), "stripe")
    adjusted = None
    if flow is not None:
        kind = flow.type.rpartition(".")[2]
        adjusted = {**dict.fromkeys(FLOWS), kind: flow.id, "type": kind}
    record = work.create(
        ADJUSTMENT,
        "done",
        id=key,
        adjusted_flow=adjusted,
        amount=amount(value, currency),
        created=text_of(work.now),
        description=description,
        financial_account=account.id,
    )
    v2_event.tell(work, f"{ADJUSTMENT.object}.created", {}, record)
    return record
