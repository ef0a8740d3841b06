"""Bodies of the newest shape, made by hand, for the walks of these tests.

Every nullable property starts as null, as in the product; what a body says is written out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pinstripe.api.shapes import problems
from pinstripe.api.table import NEWEST, Table
from pinstripe.api.versions import Version, answer, table

Body = dict[str, Any]
APRIL = Version("2024-04-10")
ACACIA = Version("2025-02-24.acacia")
BASIL = Version("2025-03-31.basil")
CLOVER = Version("2025-10-29.clover")
DAHLIA = Version("2026-05-27.dahlia")
ENDIVE = Version("2026-10-28.endive")
START, END = 1_700_000_000, 1_702_592_000


@dataclass
class Kept:
    """A record as a store keeps it."""

    body: Body
    private: Body = field(default_factory=dict)


class Shelf:
    """A store of a few records."""

    def __init__(self, *kept: Kept) -> None:
        self.kept = {(one.body["object"], one.body["id"]): one for one in kept}

    def lookup(self, kind: str, key: str) -> Kept | None:
        return self.kept.get((kind, key))

    def listed(self, kind: str, **owner: str) -> list[Body]:
        return [one.body for one in self.kept.values() if owner.items() <= one.body.items()]


def made(schema: str, **said: Any) -> Body:
    """A body of a schema: nulls for what may be null, then what it says."""
    shape = Table.load(NEWEST).object(schema)
    return {**shape.blank(), **({"object": shape.object} if shape.object else {}), **said}


def page(url: str, *data: Body) -> Body:
    return {"object": "list", "data": list(data), "has_more": False, "url": url}


def faults(body: Body, version: Version) -> list[str]:
    """What is wrong with a body in the eyes of a version."""
    facts = table(version)
    return problems(body, {"ref": facts.schema_of(body["object"])}, facts)


MONTHLY = {"interval": "month", "interval_count": 1, "meter": None, "trial_period_days": None}


def walked(body: Body, version: Version, private: Body | None = None, store: Shelf | None = None) -> Body:
    """The body as a version shows it; checked before and after, and for being left alone."""
    assert faults(body, ENDIVE) == []
    copy = repr(body)
    older = answer(body, version, private, store)
    assert repr(body) == copy
    assert faults(older, version) == []
    return older


def price(**said: Any) -> Body:
    recurring = {**MONTHLY, "usage_type": "licensed"}
    plain = {
        "id": "price_1",
        "active": True,
        "billing_scheme": "per_unit",
        "created": START,
        "currency": "usd",
        "livemode": False,
        "metadata": {},
        "product": "prod_1",
        "recurring": recurring,
        "type": "recurring",
        "unit_amount": 2500,
        "unit_amount_decimal": "2500",
    }
    body = made("price", **plain | said)
    # Shown only when asked for.
    for name in ("currency_options", "tiers"):
        if name not in said:
            body.pop(name, None)
    return body


def metered(**said: Any) -> Body:
    return price(recurring={**MONTHLY, "usage_type": "metered"}, **said)


def coupon(**said: Any) -> Body:
    plain = {
        "id": "TEN",
        "created": START,
        "duration": "forever",
        "livemode": False,
        "metadata": {},
        "percent_off": 10,
        "times_redeemed": 1,
        "valid": True,
    }
    body = made("coupon", **plain | said)
    for name in ("applies_to", "currency_options"):
        body.pop(name, None)
    return body


def discount(**said: Any) -> Body:
    plain = {
        "id": "di_1",
        "customer": "cus_1",
        "source": {"type": "coupon", "coupon": "TEN"},
        "start": START,
        "subscription": "sub_1",
    }
    return made("discount", **plain | said)


def customer(**said: Any) -> Body:
    plain = {
        "id": "cus_1",
        "balance": 0,
        "created": START,
        "delinquent": False,
        "email": "jenny@example.com",
        "invoice_prefix": "ABCD1234",
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {"object": "invoice"},
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
    }
    return made("customer", **plain | said)


def item(**said: Any) -> Body:
    plain = {
        "id": "si_1",
        "created": START,
        "current_period_end": END,
        "current_period_start": START,
        "discounts": [],
        "metadata": {},
        "price": price(),
        "quantity": 2,
        "subscription": "sub_1",
        "tax_rates": [],
    }
    return made("subscription_item", **plain | said)


def subscription(*items: Body, **said: Any) -> Body:
    plain = {
        "id": "sub_1",
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": START,
        "billing_mode": {"flexible": None, "type": "classic"},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": START,
        "currency": "usd",
        "customer": "cus_1",
        "discounts": [],
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": page("/v1/subscription_items?subscription=sub_1", *items),
        "latest_invoice": "in_1",
        "livemode": False,
        "metadata": {},
        "start_date": START,
        "status": "active",
    }
    return made("subscription", **plain | said)


def tax(amount: int, behaviour: str) -> Body:
    return {
        "amount": amount,
        "tax_behavior": behaviour,
        "tax_rate_details": {"tax_rate": "txr_1"},
        "taxability_reason": "not_available",
        "taxable_amount": 2500,
        "type": "tax_rate_details",
    }


def line(**said: Any) -> Body:
    plain = {
        "id": "il_1",
        "amount": 5000,
        "currency": "usd",
        "description": "2 × Test (at $25.00 / month)",
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": "in_1",
        "livemode": False,
        "metadata": {},
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": "sub_1",
                "subscription_item": "si_1",
            },
            "type": "subscription_item_details",
        },
        "period": {"start": START, "end": END},
        "pricing": {
            "price_details": {"price": "price_1", "product": "prod_1"},
            "type": "price_details",
            "unit_amount_decimal": "2500",
        },
        "quantity": 2,
        "subscription": "sub_1",
        "subtotal": 5000,
        "taxes": [],
    }
    return made("line_item", **plain | said)


def proration_of(invoice_item: str) -> Body:
    return {
        "invoice_item_details": {
            "invoice_item": invoice_item,
            "proration": True,
            "proration_details": {
                "credited_items": {"invoice": "in_0", "invoice_line_items": ["il_0"]},
            },
            "subscription": "sub_1",
        },
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }


def payments(intent: str) -> Body:
    paid = made(
        "invoice_payment",
        id="inpay_1",
        amount_paid=5000,
        amount_requested=5000,
        created=START,
        currency="usd",
        invoice="in_1",
        is_default=True,
        livemode=False,
        payment={"payment_intent": intent, "type": "payment_intent"},
        status="paid",
        status_transitions={"canceled_at": None, "paid_at": START},
    )
    return page("/v1/invoices/in_1/payments", paid)


def invoice(*lines: Body, **said: Any) -> Body:
    amounts = dict.fromkeys(("amount_due", "amount_paid", "subtotal", "total"), 5000)
    nothing = dict.fromkeys(
        (
            *("amount_overpaid", "amount_paid_off_stripe", "amount_remaining", "amount_shipping"),
            *("post_payment_credit_notes_amount", "pre_payment_credit_notes_amount", "starting_balance"),
        ),
        0,
    )
    plain = {
        "id": "in_1",
        **amounts,
        **nothing,
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": False,
        "automatic_tax": made("automatic_tax", enabled=False),
        "billing_reason": "subscription_create",
        "collection_method": "charge_automatically",
        "created": START,
        "currency": "usd",
        "customer": "cus_1",
        "customer_tax_ids": [],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "lines": page("/v1/invoices/in_1/lines", *lines),
        "livemode": False,
        "metadata": {},
        "parent": {
            "quote_details": None,
            "subscription_details": {"metadata": {"plan": "gold"}, "subscription": "sub_1"},
            "type": "subscription_details",
        },
        "payment_settings": made("invoices_payment_settings"),
        "period_end": START,
        "period_start": START,
        "status": "paid",
        "status_transitions": made("invoices_resource_status_transitions"),
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }
    return made("invoice", **plain | said)


def payment_intent(**said: Any) -> Body:
    plain = {
        "id": "pi_1",
        "amount": 5000,
        "amount_capturable": 0,
        "amount_received": 5000,
        "capture_method": "automatic",
        "client_secret": "pi_1_secret_x",
        "confirmation_method": "automatic",
        "created": START,
        "currency": "usd",
        "latest_charge": "ch_1",
        "livemode": False,
        "metadata": {},
        "payment_method_types": ["card"],
        "status": "succeeded",
    }
    return made("payment_intent", **plain | said)


def charge(**said: Any) -> Body:
    nobody = dict.fromkeys(("address", "email", "name", "phone", "tax_id"))
    plain = {
        "id": "ch_1",
        "amount": 5000,
        "amount_captured": 5000,
        "amount_refunded": 0,
        "billing_details": nobody,
        "captured": True,
        "created": START,
        "currency": "usd",
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "paid": True,
        "payment_intent": "pi_1",
        "refunded": False,
        "status": "succeeded",
    }
    return made("charge", **plain | said)
