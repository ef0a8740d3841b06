"""The customer balance transaction record: a change of what a customer has to the good, or owes.

Owns: the record and the balance field that it changes. Does not own: the endpoints
(customer_balance_transactions.py), how an invoice uses the balance (room invoices).
Money: a negative balance is credit, a positive one is owed on the next invoice, as Stripe counts; the books
hold it the other way round, under `customer_balance:<cus>`. Source: docs: Customer credit balance; recorded:
stripe_world 13 and 14.
"""

from __future__ import annotations

from typing import Any

from pinstripe.currencies import LARGEST, symbol_amount
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.customers import postings, refusals

PATH = "/v1/customers/{customer}/balance_transactions"
# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from to   event posting
    ("create", "credited", ANY, "=", "", postings.CREDIT),
    ("create", "debited",  ANY, "=", "", postings.DEBIT),
)
# fmt: on

CUSTOMER_BALANCE_TRANSACTION = Resource(
    "customer_balance_transaction",
    prefix="cbtxn",
    path=PATH,
    noun="customer balance transaction",
    param="transaction",
    status="",
    lifecycle=LIFECYCLE,
    index=("customer", "invoice"),
    defaults={"metadata": {}},
    absent="customer_account",
)


def move(work: Work, customer: Record, amount: int, kind: str, currency: str, **facts: Any) -> Record:
    """Change the balance, write down why, and post it. params: amount, above zero where more is owed.

    refuses: balance_too_large
    """
    ending = customer.balance + amount
    if abs(ending) > LARGEST:
        raise refusals.balance_too_large(symbol_amount(LARGEST, currency))
    transaction = work.create(
        CUSTOMER_BALANCE_TRANSACTION,
        "credited" if amount < 0 else "debited",
        moves=Move(abs(amount)),
        amount=amount,
        currency=currency,
        customer=customer.id,
        ending_balance=ending,
        type=kind,
        **facts,
    )
    known = {} if customer.currency else {"currency": currency}
    work.change(customer, balance=ending, **known)
    return transaction
