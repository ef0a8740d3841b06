"""Managed payments: Stripe sells in the merchant's place, as the merchant of record.

Owns: what cannot be said beside it, what shows it. Does not own: the purchase (purchase.py, enrolment.py).
Money: as without it; taxes that Stripe collects for itself are none of the merchant's, and none are worked
out here. Source: docs: Managed Payments; which products may be sold is not looked at: inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.products.checkout import combination, refusals

ON: dict[str, Any] = {"managed_payments": {"enabled": True}}
ALONE = (
    *("application_fee_amount", "application_fee_percent", "on_behalf_of", "transfer_data"),
    *("shipping_address_collection", "shipping_options"),
)
"""What is Stripe's to say. source: docs: Managed Payments (Connect, taxes, shipping)"""
WITHIN = {
    "payment_intent_data": ("application_fee_amount", "on_behalf_of", "shipping", "transfer_data"),
    "subscription_data": ("application_fee_percent", "default_tax_rates", "on_behalf_of", "transfer_data"),
}
SWITCHES = ("automatic_tax", "tax_id_collection")


def wanted(params: Mapping[str, Any]) -> bool:
    """Does Stripe sell?"""
    return bool((params.get("managed_payments") or {}).get("enabled"))


def refuse(params: Mapping[str, Any], mode: str, ui_mode: str = combination.HOSTED) -> None:
    """What Stripe says itself is not said beside it. refuses: not_managed"""
    if not wanted(params):
        return
    if mode == "setup":
        raise refusals.not_managed("mode")
    if ui_mode not in (combination.HOSTED, combination.EMBEDDED):
        raise refusals.not_managed("ui_mode")
    for param in named(params):
        raise refusals.not_managed(param)


def named(params: Mapping[str, Any]) -> Iterator[str]:
    """The parameters that are said and cannot be."""
    yield from (name for name in ALONE if params.get(name))
    for outer, inner in WITHIN.items():
        data = params.get(outer) or {}
        yield from (f"{outer}[{name}]" for name in inner if data.get(name))
    yield from (f"{name}[enabled]" for name in SWITCHES if (params.get(name) or {}).get("enabled"))
    for number, line in enumerate(params.get("line_items") or ()):
        for name in ("dynamic_tax_rates", "tax_rates"):
            if line.get(name):
                yield f"line_items[{number}][{name}]"


def shown(session: Record) -> dict[str, Any]:
    """What the payment or the subscription of a session says of it. source: spec (managed_payments)"""
    return dict(ON) if wanted(session.body) else {}
