"""The endpoint of credit balance transactions.

Owns: list. Does not own: the record (credit_balance_transaction.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.credits.credit_balance_transaction import CREDIT_BALANCE_TRANSACTION


@operation("GET /v1/billing/credit_balance_transactions", CREDIT_BALANCE_TRANSACTION)
def list_transactions(work: Work, params: Params) -> Page:
    """What became of a customer's credits, of one grant or all, newest first.
    refuses: no customer, an unknown one, an unknown grant. source: spec"""
    if params.get("customer") is None:
        raise errors.must_provide(["customer", "customer_account"])
    referred(work, params, customer="customer", credit_grant="billing.credit_grant")
    filters = params.pick("customer", "credit_grant")
    return show_records(
        work, CREDIT_BALANCE_TRANSACTION, params, CREDIT_BALANCE_TRANSACTION.path, filters, None
    )
