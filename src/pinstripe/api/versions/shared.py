"""Pure helpers of the changes: old shapes that several of them need, and rebuilding of parameters.

Owns: the plan of a price, the old form of taxes, renaming inside parameters. Does not own: any change.
Money: amounts are read, never computed but for taking taxes off a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

Body = dict[str, Any]
P = TypeVar("P", bound=dict[str, Any])
CENT_DECIMALS = Decimal("1e-12")  # decimal amounts have at most twelve places


LISTED = 10


def inline_list(found: list[Body], url: str) -> Body:
    """A list inside an object: the first ten, and how many there are. source: recorded: antiwork+gumroad"""
    return {
        "object": "list",
        "data": found[:LISTED],
        "has_more": len(found) > LISTED,
        "total_count": len(found),
        "url": url,
    }


def inline_shape(kind: str) -> Body:
    """The shape of such a list."""
    return {
        "t": "hash",
        "props": {
            "object": {"t": "str", "req": True, "enum": ["list"]},
            "data": {"t": "list", "req": True, "items": {"ref": kind}},
            "has_more": {"t": "bool", "req": True},
            "total_count": {"t": "int"},
            "url": {"t": "str", "req": True},
        },
    }


def id_of(value: Any) -> str | None:
    """The id, whether it stands bare or expanded."""
    return value["id"] if isinstance(value, dict) else value


def plan_of(price: Body) -> Body:
    """The plan that a recurring price is to callers who still think in plans.

    gives: a plan in the newest shape; `aggregate_usage` is added on the way to older versions
    source: recorded: pay-rails+pay (the plan beside each price)
    """
    recurring = price["recurring"]
    plan = {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price.get("unit_amount"),
        "amount_decimal": price.get("unit_amount_decimal"),
        "billing_scheme": price["billing_scheme"],
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": price["livemode"],
        "metadata": price["metadata"],
        "meter": recurring.get("meter"),
        "nickname": price.get("nickname"),
        "product": price["product"],
        "tiers_mode": price.get("tiers_mode"),
        "transform_usage": price.get("transform_quantity"),
        "trial_period_days": recurring.get("trial_period_days"),
        "usage_type": recurring["usage_type"],
    }
    if "tiers" in price:
        plan["tiers"] = price["tiers"]
    return plan


def tax_amounts(taxes: list[Body] | None) -> list[Body]:
    """Taxes as older versions list them: the rate bare, the behaviour as a yes or no. source: sdk"""
    return [
        {
            "amount": tax["amount"],
            "inclusive": tax["tax_behavior"] == "inclusive",
            "tax_rate": (tax["tax_rate_details"] or {}).get("tax_rate"),
            "taxability_reason": reason_of(tax["taxability_reason"]),
            "taxable_amount": tax["taxable_amount"],
        }
        for tax in taxes or ()
    ]


def reason_of(reason: str) -> str | None:
    """A reason that is not available was shown as none."""
    return None if reason == "not_available" else reason


def inclusive_tax(taxes: list[Body] | None) -> int:
    """The part of an amount that is tax already."""
    return sum(tax["amount"] for tax in taxes or () if tax["tax_behavior"] == "inclusive")


def unit_amount_without(amount: int, quantity: int | None, unit_decimal: str | None, tax: int) -> str | None:
    """The unit price without tax, as a decimal string; the stated one where no tax is inside it."""
    if tax == 0 and unit_decimal is not None:
        return unit_decimal
    if not quantity:
        return None
    unit = (Decimal(amount) / Decimal(quantity)).quantize(CENT_DECIMALS, ROUND_HALF_UP)
    text = f"{unit:f}"
    return text.rstrip("0").rstrip(".")


def like(params: P, values: Mapping[str, Any]) -> P:
    """New parameters of the same kind as those given, which stay as they are."""
    return type(params)(values)


def without(params: P, *names: str) -> P:
    """The same parameters but for some names."""
    return like(params, {key: value for key, value in params.items() if key not in names})


def inside(params: P, path: str, change: Callable[[Any], Any]) -> P:
    """The same parameters with a change made at a dotted path; a list on the way is changed item by item.

    A path that the caller did not send changes nothing.
    """
    name, _, rest = path.partition(".")
    value = params.get(name)
    if not value:
        return params

    def made(part: Any) -> Any:
        return inside(part, rest, change) if rest else change(part)

    changed = [made(part) for part in value] if isinstance(value, list) else made(value)
    return like(params, {**params, name: changed})


def renamed(params: P, older: str, newer: str) -> P:
    """The same parameters with one name replaced; where both were sent, the newer one stands."""
    if older not in params:
        return params
    return like(without(params, older), {newer: params[older], **without(params, older)})
