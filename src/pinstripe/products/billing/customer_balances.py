"""The customer balance: what a customer has to the good, or owes, beside its invoices.

Owns: the balance field, its transactions and their endpoints. Does not own: how an invoice uses it
(amounts.py, invoicing.py).
Money: a negative balance is credit, a positive one is owed on the next invoice, as Stripe counts; the books
hold it the other way round, under `customer_balance:<cus>`. Source: docs: Customer credit balance; recorded:
stripe_world 13 and 14.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.billing import postings

PATH = "/v1/customers/{customer}/balance_transactions"

CUSTOMER_BALANCE_TRANSACTION = Resource(
    "customer_balance_transaction",
    prefix="cbtxn",
    path=PATH,
    noun="customer balance transaction",
    param="transaction",
    index=("customer",),
    defaults={"metadata": {}},
    absent="customer_account",
)


def move(work: Work, customer: Record, amount: int, kind: str, currency: str, **facts: Any) -> Record:
    """Change the balance, write down why, and post it. params: amount, above zero where more is owed."""
    ending = customer.balance + amount
    transaction = work.create(
        CUSTOMER_BALANCE_TRANSACTION,
        amount=amount,
        currency=currency,
        customer=customer.id,
        ending_balance=ending,
        type=kind,
        **facts,
    )
    template = postings.CUSTOMER_CREDIT if amount < 0 else postings.CUSTOMER_DEBIT
    work.post(template, transaction, abs(amount))
    known = {} if customer.currency else {"currency": currency}
    work.change(customer, balance=ending, **known)
    return transaction


@operation(f"POST {PATH}", CUSTOMER_BALANCE_TRANSACTION, subject="customer", of="customer")
def create(work: Work, customer: Record, params: Params) -> Record:
    """Give a customer credit, or have it owe more. source: spec; docs: Customer credit balance

    refuses: a currency that nobody is paid in, or another one than the customer's; nothing at all
    """
    currency = params.currency.lower()
    if not currencies.known(currency):
        raise errors.bad_currency(params.currency, currencies.ACCEPTED)
    if customer.currency not in (None, currency):
        raise errors.invalid(
            "You cannot combine currencies on a single customer. This customer has had a subscription, "
            f"coupon, or invoice item with currency {customer.currency}",
            param="currency",
        )
    if params.amount == 0:
        raise errors.invalid("The amount of a customer balance transaction cannot be zero.", param="amount")
    facts = stored(CUSTOMER_BALANCE_TRANSACTION, params, frozenset(("amount", "currency")))
    return move(work, customer, params.amount, "adjustment", currency, **facts)


@operation(
    f"GET {PATH}",
    CUSTOMER_BALANCE_TRANSACTION,
    subject="customer",
    of="customer",
    verb="list",
    missing="invoice",
)
def list_transactions(work: Work, customer: Record, params: Params) -> Page:
    """What changed the balance, newest first. source: spec"""
    url = f"/v1/customers/{customer.id}/balance_transactions"
    filters = {"customer": customer.id}
    return show_records(work, CUSTOMER_BALANCE_TRANSACTION, params, url, filters, None)


@operation(
    f"GET {PATH}/{{transaction}}",
    CUSTOMER_BALANCE_TRANSACTION,
    subject="customer",
    of="customer",
    verb="retrieve_one",
)
def retrieve(work: Work, customer: Record, params: Params, transaction: str) -> Record:
    """One change of the balance. source: spec"""
    return _own(work, customer, transaction)


@operation(
    f"POST {PATH}/{{transaction}}",
    CUSTOMER_BALANCE_TRANSACTION,
    subject="customer",
    of="customer",
    verb="note",
)
def update(work: Work, customer: Record, params: Params, transaction: str) -> Record:
    """Words and notes may change; money does not. source: spec"""
    found = _own(work, customer, transaction)
    return work.change(found, **updates(found, params))


def _own(work: Work, customer: Record, key: str) -> Record:
    found = work.subject("customer_balance_transaction", key)
    if found.customer != customer.id:
        raise errors.no_such(CUSTOMER_BALANCE_TRANSACTION.noun, key, "transaction")
    return found
