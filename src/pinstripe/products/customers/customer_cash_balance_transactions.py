"""The endpoints of a customer's cash balance transactions.

Owns: list, retrieve. Does not own: the record (customer_cash_balance_transaction.py). Money: none. Source:
spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.customers.customer_cash_balance_transaction import CUSTOMER_CASH_BALANCE_TRANSACTION

PATH = CUSTOMER_CASH_BALANCE_TRANSACTION.path


@operation(f"GET {PATH}", CUSTOMER_CASH_BALANCE_TRANSACTION, subject="customer", of=CUSTOMER, verb="cash")
def list_transactions(work: Work, customer: Record, params: Params) -> Page:
    """A customer's, newest first. source: spec"""
    url = f"/v1/customers/{customer.id}/cash_balance_transactions"
    filters = {"customer": customer.id}
    return list_records(work, CUSTOMER_CASH_BALANCE_TRANSACTION, params, url, filters, None)


@operation(
    f"GET {PATH}/{{transaction}}",
    CUSTOMER_CASH_BALANCE_TRANSACTION,
    subject="customer",
    of=CUSTOMER,
    verb="cash",
)
def retrieve(work: Work, customer: Record, params: Params, transaction: str) -> Record:
    """One of them. refuses: resource_missing. source: spec"""
    found = work.subject("customer_cash_balance_transaction", transaction)
    if found.customer != customer.id:
        raise errors.no_such(CUSTOMER_CASH_BALANCE_TRANSACTION.noun, transaction, "transaction")
    return found
