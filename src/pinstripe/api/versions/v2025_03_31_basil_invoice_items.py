"""An invoice item says in its parent what it belongs to and in its pricing at what price.

source: docs: API changelog 2025-03-31.basil; sdk; recorded: pay-rails+pay
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import like, without
from pinstripe.api.versions.v2025_03_31_basil_invoice_lines import plan_for, priced, under_pricing

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "An invoice item has a parent and a pricing in place of price, plan and subscription."
RESOURCES: Final = ("invoiceitem",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: pay-rails+pay"
OPERATIONS: Final = ("POST /v1/invoiceitems", "POST /v1/invoiceitems/{invoiceitem}")


def answer(body: Body, context: Context) -> Body:
    """Put price, plan and subscription back on the item."""
    details = (body.get("parent") or {}).get("subscription_details") or {}
    pricing = body.get("pricing")
    unit = (pricing or {}).get("unit_amount_decimal")
    body["price"] = priced(pricing, context)
    body["plan"] = plan_for(body["price"], context)
    body["subscription"] = details.get("subscription")
    if details.get("subscription_item") is not None:
        body["subscription_item"] = details["subscription_item"]
    body["unit_amount"] = whole(unit)
    body["unit_amount_decimal"] = unit
    return body


def whole(amount: str | None) -> int | None:
    """A decimal amount as minor units, where it is a whole number of them."""
    if amount is None or Decimal(amount) % 1:
        return None
    return int(Decimal(amount))


def request(params: dict[str, Any]) -> dict[str, Any]:
    """A price is named inside the pricing; a unit amount is a decimal string, unless both are sent: items
    refuse that."""
    lifted = under_pricing(params)
    amount = lifted.get("unit_amount")
    if amount is None:
        return without(lifted, "unit_amount")
    if lifted.get("unit_amount_decimal") is not None:
        return lifted
    return like(params, {"unit_amount_decimal": str(amount), **without(lifted, "unit_amount")})
