"""Customers: who is billed, their defaults and their own invoice numbers.

Owns: the customer object. Does not own: payment methods (payments), the customer balance's transactions.
Money: none as yet. Source: spec; recorded: field sets, deletion.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.payments import methods

CUSTOMER = Resource(
    "customer",
    prefix="cus",
    ids="short",
    generated="retrieve list",
    events="customer",
    index=("email", "test_clock"),
    search="email name phone",
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

MISSING = "cash_balance tax tax_id_data source coupon promotion_code validate balance default_source"


@operation("POST /v1/customers", CUSTOMER, missing=MISSING)
def create(work: Work, params: Params) -> Record:
    """Someone we bill: kept with an invoice prefix of their own. source: recorded: stripe_world phase 11"""
    clock = params.get("test_clock")
    if clock is not None:
        work.on_clock(work.find("test_helpers.test_clock", clock, "test_clock").id)
    fields = stored(CUSTOMER, params, frozenset(("payment_method", "test_clock")))
    fields.setdefault("invoice_prefix", work.mint.upper(8))
    settings = fields.pop("invoice_settings", None)
    customer = work.create(CUSTOMER, **fields, test_clock=clock)
    equip(work, customer, params, settings)
    return customer


def equip(work: Work, customer: Record, params: Params, settings: dict[str, Any] | None) -> None:
    """Attach the method that came along, and make sure that the default is the customer's own.

    A published name in both places is one method. source: recorded: gumroad; the last inferred
    """
    attached = None
    if params.get("payment_method"):
        attached = methods.adopt(work, customer, params.payment_method)
    if settings is None:
        return
    chosen = settings.get("default_payment_method")
    if chosen is not None:
        if attached is not None and chosen in (attached.id, params.payment_method):
            chosen = attached.id
        else:
            chosen = methods.owned(work, customer, chosen, "invoice_settings[default_payment_method]").id
    work.amend(
        customer, invoice_settings={**customer.invoice_settings, **settings, "default_payment_method": chosen}
    )


@operation(
    "POST /v1/customers/{customer}",
    CUSTOMER,
    subject="customer",
    missing=f"{MISSING} bank_account card default_alipay_account default_bank_account default_card",
)
def update(work: Work, customer: Record, params: Params) -> Record:
    """New facts about a customer; nested ones merge. source: spec"""
    settings = params.get("invoice_settings") or {}
    chosen = settings.get("default_payment_method")
    if chosen:
        methods.owned(work, customer, chosen, "invoice_settings[default_payment_method]")
    return work.change(customer, **updates(customer, params))


@operation("DELETE /v1/customers/{customer}", CUSTOMER, subject="customer")
def delete(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """The customer leaves lists and can't be used again. source: recorded: stripe_world 02"""
    remove(work, customer)
    return deleted(customer)


def remove(work: Work, customer: Record) -> None:
    """The customer goes, as by its own delete or with its test clock; its subscriptions end at once.

    source: docs: Cancel subscriptions (deleting the customer)
    """
    # Subscriptions are made for customers: the import at the top would be a circle.
    from pinstripe.products.billing import subscriptions

    for subscription in subscriptions.of_customer(work, customer):
        subscriptions.end(work, subscription, "cancellation_requested")
    work.delete(customer)
