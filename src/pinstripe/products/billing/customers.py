"""Customers: who is billed, their defaults and their own invoice numbers.

Owns: the customer object. Does not own: payment methods (payments), the customer balance's transactions.
Money: none as yet. Source: spec; recorded: field sets, deletion.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.api.versions.shared import inline_list
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.billing import customer_balances
from pinstripe.products.connect import accounts
from pinstripe.products.payments import legacy, methods, sources

KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "subscriptions": ("subscription", {"live": "true"}),
    "tax_ids": ("tax_id", {}),
}
"""What stands inside a customer: its type, and which of them."""


def inside(name: str) -> Any:
    """A list inside the customer, shown when it is expanded. source: recorded: gumroad-8e80a61d7b"""

    def included(shower: Any, customer: Record) -> dict[str, Any]:
        if name == "sources":
            found = [legacy.as_card(one) for one in sources.newest(shower.work, customer)]
        else:
            kind, which = KINDS[name]
            found = shower.listed(kind, customer=customer.id, **which)
        shown = [shower.older(one) for one in found]
        return inline_list(shown, f"/v1/customers/{customer.id}/{name}")

    return included


def tax_location(shower: Any, customer: Record) -> dict[str, Any]:
    """Where automatic tax takes the customer to be. source: recorded: pay-rails (nowhere); docs: Tax, by
    address inferred
    """
    address = customer.address or (customer.shipping or {}).get("address") or {}
    country, state = address.get("country"), address.get("state")
    known = bool(country) and (country != "US" or bool(address.get("postal_code")))
    whence = "billing_address" if customer.address else "shipping_destination"
    return {
        "automatic_tax": "not_collecting" if known else "unrecognized_location",
        "ip_address": None,
        "location": {"country": country, "source": whence, "state": state} if known else None,
        "provider": "stripe",
    }


def cash_balance(shower: Any, customer: Record) -> dict[str, Any]:
    """What bank transfers left with us: nothing as yet. source: spec"""
    return {
        "object": "cash_balance",
        "available": None,
        "customer": customer.id,
        "customer_account": None,
        "livemode": False,
        "settings": {"reconciliation_mode": "automatic", "using_merchant_default": True},
    }


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
    absent="business_name individual_name",
    includable={
        "cash_balance": cash_balance,
        "invoice_credit_balance": lambda shower, customer: {},
        "sources": inside("sources"),
        "subscriptions": inside("subscriptions"),
        "tax": tax_location,
        "tax_ids": inside("tax_ids"),
    },
)

MISSING = "cash_balance tax tax_id_data coupon promotion_code validate"


@operation("POST /v1/customers", CUSTOMER, missing=MISSING)
def create(work: Work, params: Params) -> Record:
    """Someone we bill: kept with an invoice prefix of their own.

    params: source, card: becomes the default source.
    source: recorded: stripe_world phase 11, gumroad-8e80a61d7b
    """
    clock = params.get("test_clock")
    if clock is not None:
        work.on_clock(work.find("test_helpers.test_clock", clock, "test_clock").id)
    fields = stored(CUSTOMER, params, frozenset(("balance", "payment_method", "test_clock")))
    fields.setdefault("invoice_prefix", work.mint.upper(8))
    settings = fields.pop("invoice_settings", None)
    fields["id"] = key = work.new_id(CUSTOMER)
    card = params.get("source") or params.get("card")
    if card is not None:
        param = "source" if "source" in params else "card"
        fields["default_source"] = sources.add(work, key, card, param).id
    customer = work.create(CUSTOMER, **fields, test_clock=clock)
    equip(work, customer, params, settings)
    set_balance(work, customer, params, "initial")
    return customer


def set_balance(work: Work, customer: Record, params: Params, kind: str) -> None:
    """What the customer has to the good, or owes; the difference is written down, in the account's currency.

    source: spec (the kinds); recorded: stripe_world phase 10 (currency)
    """
    amount = params.get("balance", customer.balance) - customer.balance
    if amount:
        account = accounts.shown(work, work.account)
        own = account["default_currency"] if isinstance(account, dict) else account.default_currency
        customer_balances.move(work, customer, amount, kind, customer.currency or own)


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
    missing=f"{MISSING} bank_account default_alipay_account default_bank_account",
)
def update(work: Work, customer: Record, params: Params) -> Record:
    """New facts about a customer; nested ones merge, a new source takes the default's place. source: spec"""
    settings = params.get("invoice_settings") or {}
    chosen = settings.get("default_payment_method")
    if chosen:
        methods.owned(work, customer, chosen, "invoice_settings[default_payment_method]")
    changes = updates(customer, params, frozenset(("balance", "default_source", "default_card")))
    named = params.get("default_source") or params.get("default_card")
    card = params.get("source") or params.get("card")
    if named:
        changes["default_source"] = sources.owned(work, customer, named, 400, "default_source").id
    if card is not None:
        param = "source" if "source" in params else "card"
        changes["default_source"] = sources.replace_default(work, customer, card, param).id
    work.change(customer, **changes)
    set_balance(work, customer, params, "adjustment")
    return customer


@operation("DELETE /v1/customers/{customer}", CUSTOMER, subject="customer")
def delete(work: Work, customer: Record, params: Params) -> dict[str, Any]:
    """The customer leaves lists and can't be used again. source: recorded: stripe_world 02"""
    remove(work, customer)
    return deleted(customer)


def remove(work: Work, customer: Record) -> None:
    """The customer goes, as by its own delete or with its test clock; its subscriptions end, its sources go.

    source: docs: Cancel subscriptions (deleting the customer); spec
    """
    # Subscriptions are made for customers: the import at the top would be a circle.
    from pinstripe.products.billing import subscriptions

    for subscription in subscriptions.of_customer(work, customer):
        subscriptions.end(work, subscription, "cancellation_requested")
    for source in sources.newest(work, customer):
        work.delete(source)
    work.delete(customer)
