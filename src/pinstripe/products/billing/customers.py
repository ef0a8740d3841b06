"""Customers: who is billed, their defaults and their own invoice numbers.

Owns: the customer object. Does not own: payment methods (payments), the customer balance's transactions.
Money: `balance` mirrors the ledger account customer_balance. Source: spec; recorded: field sets, deletion.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

CUSTOMER = Resource(
    "customer",
    prefix="cus",
    ids="short",
    generated="retrieve list",
    events="customer",
    index=("email", "test_clock"),
    deleted="stub",
    defaults={
        "balance": 0,
        "delinquent": False,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
    },
    absent="business_name cash_balance customer_account individual_name invoice_credit_balance sources "
    "subscriptions tax tax_ids",
)

MISSING = (
    "cash_balance tax tax_id_data source coupon promotion_code payment_method validate "
    "tax.validate_location balance test_clock"
)


@operation("POST /v1/customers", CUSTOMER, missing=MISSING)
def create(work: Work, params: Params) -> Record:
    """Someone we bill: kept with an invoice prefix of their own. source: recorded: stripe_world phase 11"""
    fields = stored(CUSTOMER, params)
    fields.setdefault("invoice_prefix", work.mint.upper(8))
    return work.create(CUSTOMER, **fields)


@operation("POST /v1/customers/{customer}", CUSTOMER, subject="customer", missing=MISSING)
def update(work: Work, customer: Record, params: Params) -> Record:
    """New facts about a customer; nested ones merge. source: spec"""
    return work.change(customer, **updates(customer, params))


@operation("DELETE /v1/customers/{customer}", CUSTOMER, subject="customer")
def delete(work: Work, customer: Record, params: Params) -> dict[str, object]:
    """The customer leaves lists and can't be used again. source: recorded: stripe_world 02"""
    work.delete(customer)
    return deleted(customer)


__all__ = ["CUSTOMER", "errors"]
