"""The cash balance transaction record: money that came to a customer's cash balance, or was taken from it.

Owns: the record. Does not own: the endpoints (customer_cash_balance_transactions.py), when money comes and
goes (cash_balance.py). Money: a transfer comes from the network; a payment's own posting takes it again.
Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import CASH_BALANCE
from pinstripe.ledger.posting import Move
from pinstripe.products.customers import postings
from pinstripe.products.methods.kinds.customer_balance import TRANSFERS

CREATED = "customer_cash_balance_transaction.created"
# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome      from to   event    posting
    ("create", "funded",    ANY, "=", CREATED, postings.FUND),
    ("create", "applied",   ANY, "=", CREATED),
    ("create", "unapplied", ANY, "=", CREATED),
    ("create", "returned",  ANY, "=", CREATED),
)
# fmt: on

CUSTOMER_CASH_BALANCE_TRANSACTION = Resource(
    "customer_cash_balance_transaction",
    prefix="ccsbtxn",
    path="/v1/customers/{customer}/cash_balance_transactions",
    noun="customer cash balance transaction",
    param="transaction",
    status="",
    lifecycle=LIFECYCLE,
    index=("customer",),
    absent="customer_account",
)

SENDERS = {
    "us_bank_transfer": {"network": "ach", "sender_name": "TEST"},
    "eu_bank_transfer": {"bic": "TESTDEFF", "iban_last4": "3000", "sender_name": "TEST"},
    "gb_bank_transfer": {"account_number_last4": "6789", "sender_name": "TEST", "sort_code": "108800"},
    "jp_bank_transfer": {"sender_bank": "TEST", "sender_branch": "TEST", "sender_name": "TEST"},
}
"""What is shown of whoever sent a transfer, by its kind. source: spec (fields); values inferred"""


def funded(work: Work, customer: Record, amount: int, currency: str, reference: str | None) -> Record:
    """A transfer that came in."""
    kind = TRANSFERS[currency]
    transfer: dict[str, Any] = {
        "reference": reference or stable(10, work.world.seed, customer.id).upper(),
        "type": kind,
    }
    if kind in SENDERS:
        transfer[kind] = SENDERS[kind]
    ending = work.balance(CASH_BALANCE.format(customer=customer.id), currency) + amount
    return work.create(
        CUSTOMER_CASH_BALANCE_TRANSACTION,
        "funded",
        moves=Move(amount, currency, {"network": "wire"}),
        currency=currency,
        customer=customer.id,
        ending_balance=ending,
        funded={"bank_transfer": transfer},
        net_amount=amount,
        type="funded",
    )


def applied(work: Work, customer: Record, intent: Record, amount: int, ending: int) -> Record:
    """What is for a payment, the whole of it or a part; its charge posts it."""
    return work.create(
        CUSTOMER_CASH_BALANCE_TRANSACTION,
        "applied",
        applied_to_payment={"payment_intent": intent.id},
        currency=intent.currency,
        customer=customer.id,
        ending_balance=ending,
        net_amount=-amount,
        type="applied_to_payment",
    )


def unapplied(work: Work, customer: Record, intent: Record, amount: int, ending: int) -> Record:
    """What was for a payment that is not made after all. source: spec"""
    return work.create(
        CUSTOMER_CASH_BALANCE_TRANSACTION,
        "unapplied",
        currency=intent.currency,
        customer=customer.id,
        ending_balance=ending,
        net_amount=amount,
        type="unapplied_from_payment",
        unapplied_from_payment={"payment_intent": intent.id},
    )


def returned(work: Work, refund: Record, *, kept: bool) -> Record:
    """What is on its way back to the customer, or stays after all; the refund posts it. source: docs: bank
    transfers
    """
    return work.create(
        CUSTOMER_CASH_BALANCE_TRANSACTION,
        "returned",
        currency=refund.currency,
        customer=refund.customer,
        ending_balance=work.balance(CASH_BALANCE.format(customer=refund.customer), refund.currency),
        net_amount=refund.amount if kept else -refund.amount,
        type="return_canceled" if kept else "return_initiated",
    )
