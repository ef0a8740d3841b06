"""The credit reversal record: what a financial account received is sent back.

Owns: the record and its rows. Does not own: the credit (received_credit.py), which says whether it can be.
Money: set aside when it is made, sent when it is posted; to another financial account at that moment.
Times: it is posted a second later.
Source: spec; docs: Moving money with Treasury; states of the transaction, and when it is posted, inferred.
"""

from __future__ import annotations

from typing import Final

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury import outbound, received_credit, refusals
from pinstripe.products.treasury import transaction as transactions

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome       from          to            event
    ("create", "processing", ANY,          "processing", "treasury.credit_reversal.created"),
    ("post",   "done",       "processing", "posted",     "treasury.credit_reversal.posted"),
)
# fmt: on

CREDIT_REVERSAL = Resource(
    "treasury.credit_reversal",
    prefix="credrev",
    generated="retrieve",
    noun="credit_reversal",
    param="credit_reversal",
    lifecycle=LIFECYCLE,
    index=("financial_account", "status", "received_credit"),
    defaults={"status_transitions": {"posted_at": None}},
    source="spec; docs: Moving money with Treasury",
)

SECONDS: Final = 1
"""Until a reversal is through, in tests. source: inferred (as the banks' word)"""


def reverse(work: Work, credit: Record, metadata: dict[str, str | None]) -> Record:
    """A credit is sent back whole. refuses: not_reversible, closed, insufficient"""
    shown = {**credit.body, **received_credit.by_date(credit.body, credit.private, work.now)}
    if credit.status == "failed":
        raise refusals.not_reversible("received_credit", "it failed", "received_credit")
    why = shown["reversal_details"]["restricted_reason"]
    if why is not None:
        raise refusals.not_reversible("received_credit", why, "received_credit")
    account = work.load(credit.financial_account, "treasury.financial_account")
    if account.status == "closed":
        raise refusals.closed(account, "send money back", "received_credit")
    financial_accounts.spend(account, credit.amount, credit.currency)
    key = work.new_id(CREDIT_REVERSAL)
    sent = work.load(credit.transaction, "treasury.transaction")
    words = sent.description.replace("Received credit", "Credit reversal")
    flow = transactions.Flow(key, "credit_reversal", account.id, words)
    transaction = transactions.hold(work, flow, credit.amount, "credit_reversal")
    record = work.create(
        CREDIT_REVERSAL,
        "processing",
        id=key,
        amount=credit.amount,
        currency=credit.currency,
        financial_account=account.id,
        hosted_regulatory_receipt_url=transactions.receipt(work, key),
        metadata=merged_metadata(None, metadata),
        network=credit.network,
        received_credit=credit.id,
        transaction=transaction.id,
    )
    received_credit.reversed_by(work, credit, key)
    work.schedule("post", record, work.now + SECONDS)
    return record


@job(CREDIT_REVERSAL, "post")
def post(work: Work, record: Record) -> None:
    """It is sent; a financial account of the platform has it back at once. source: inferred"""
    transaction = work.load(record.transaction, "treasury.transaction")
    transactions.send(work, transaction, "credit_reversal_posting", record.network)
    work.advance(record, "post", "done", status_transitions={"posted_at": work.now})
    credit = work.load(record.received_credit, "treasury.received_credit")
    if record.network == "stripe":
        owner_work = work.acting_for(credit.private["sender"])
        payment = owner_work.load(credit.linked_flows["source_flow"], "treasury.outbound_payment")
        outbound.give_back(owner_work, payment, "declined")
