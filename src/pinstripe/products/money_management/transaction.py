"""The transaction record of /v2: what one flow does to the balance of a storage account.

Owns: the record and its states. Does not own: flows, entries (transaction_entry.py).
Money: none by itself; `balance_impact` is the sum of its entries.
Source: spec; sdk; which states a flow's transaction has, inferred from those of /v1.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import transaction_entry as entries
from pinstripe.products.money_management.financial_account import PARTS
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome    from      to
    ("create", "pending", ANY,       "pending"),
    ("create", "posted",  ANY,       "posted"),
    ("post",   "done",    "pending", "posted"),
    ("void",   "done",    "pending", "void"),
)
# fmt: on

TRANSACTION = Resource(
    "v2.money_management.transaction",
    prefix="trxn",
    ids="v2",
    path="/v2/money_management/transactions",
    generated="retrieve",
    noun="transaction",
    lifecycle=LIFECYCLE,
    index=("financial_account", "flow=private.flow"),
    source="spec; sdk",
)

FLOWS = (
    "adjustment",
    "currency_conversion",
    "fee_batch",
    "inbound_transfer",
    "outbound_payment",
    "outbound_transfer",
    "received_credit",
    "received_debit",
)


def begin(
    work: Work,
    account: str,
    flow: str,
    category: str,
    value: int,
    currency: str,
    *,
    posted: bool,
    **facts: Any,
) -> Record:
    """A transaction that has moved nothing yet. params: flow, the id of what moves money; value, signed;
    facts: `counterparty`, `description`
    """
    kind = category.removesuffix("_reversal")
    moved = text_of(work.now) if posted else None
    record = work.create(
        TRANSACTION,
        "posted" if posted else "pending",
        amount=amount(value, currency),
        balance_impact={part: amount(0, currency) for part in PARTS},
        category=category,
        created=text_of(work.now),
        financial_account=account,
        flow={**dict.fromkeys(FLOWS), kind: flow, "type": kind},
        regulatory_receipt={"status": "not_applicable", "url": None, "url_expires_at": None},
        status_transitions={"posted_at": moved, "void_at": None},
        private={"flow": flow},
        **facts,
    )
    v2_event.tell(work, "v2.money_management.transaction.created", {}, record)
    return record


def enter(work: Work, record: Record, outcome: str, value: int, network: str = "") -> Record:
    """One more entry."""
    done = entries.enter(work, record, outcome, value, network)
    currency = record.amount["currency"]
    impact = {
        part: amount(old["value"] + done[part], currency) for part, old in record.balance_impact.items()
    }
    return work.amend(record, balance_impact=impact)


def settle(work: Work, record: Record) -> Record:
    """It is final."""
    moved = {"posted_at": text_of(work.now), "void_at": None}
    work.advance(record, "post", "done", status_transitions=moved)
    v2_event.tell(work, "v2.money_management.transaction.updated", {}, record)
    return record


def void(work: Work, record: Record) -> Record:
    """Nothing came of it."""
    blank = amount(0, record.amount["currency"])
    moved = {"posted_at": None, "void_at": text_of(work.now)}
    work.advance(record, "void", "done", amount=blank, status_transitions=moved)
    v2_event.tell(work, "v2.money_management.transaction.updated", {}, record)
    return record
