"""The endpoints of a customer's balance transactions.

Owns: create, retrieve, update, list. Does not own: the record (customer_balance_transaction.py).
Money: through the record. Source: spec; docs: Customer credit balance.
"""

from __future__ import annotations

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import refusals
from pinstripe.products.customers.customer_balance_transaction import CUSTOMER_BALANCE_TRANSACTION, PATH, move


@operation(f"POST {PATH}", CUSTOMER_BALANCE_TRANSACTION, subject="customer", of="customer")
def create(work: Work, customer: Record, params: Params) -> Record:
    """Give a customer credit, or have it owe more. source: spec; docs: Customer credit balance

    refuses: a currency that nobody is paid in, or another one than the customer's; nothing at all
    """
    currency = params.currency.lower()
    if not currencies.known(currency):
        raise errors.bad_currency(params.currency, currencies.ACCEPTED)
    if customer.currency not in (None, currency):
        raise refusals.two_currencies(customer.currency, "currency")
    if params.amount == 0:
        raise refusals.nothing_moves()
    facts = stored(CUSTOMER_BALANCE_TRANSACTION, params, frozenset(("amount", "currency")))
    return move(work, customer, params.amount, "adjustment", currency, **facts)


@operation(f"GET {PATH}", CUSTOMER_BALANCE_TRANSACTION, subject="customer", of="customer", verb="list")
def list_transactions(work: Work, customer: Record, params: Params) -> Page:
    """What changed the balance, or what one invoice changed of it, newest first. refuses: no_such.
    source: spec; inferred (an invoice that nobody knows)
    """
    referred(work, params, invoice="invoice")
    url = f"/v1/customers/{customer.id}/balance_transactions"
    filters = {"customer": customer.id, **params.pick("invoice")}
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
