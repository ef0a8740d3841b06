"""A line says in its parent what it bills and in its pricing at what price; older callers read the line.

source: docs: API changelog 2025-03-31.basil; sdk; recorded: pay-rails+pay
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import like, plan_of, without

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "An invoice line has a parent and a pricing in place of price, plan and type."
RESOURCES: Final = ("line_item",)
SOURCE: Final = "docs: API changelog 2025-03-31.basil; recorded: pay-rails+pay"
OPERATIONS: Final = ("POST /v1/invoices/{invoice}/lines/{line_item_id}",)


def answer(body: Body, context: Context) -> Body:
    """Put the whole price and plan back on the line, and what it came from beside them."""
    parent = body.get("parent") or {}
    origin = parent.get("subscription_item_details") or parent.get("invoice_item_details") or {}
    body["price"] = priced(body.get("pricing"), context)
    body["plan"] = plan_for(body["price"], context)
    body["invoice_item"] = origin.get("invoice_item")
    body["subscription"] = body.get("subscription") or origin.get("subscription")
    body["subscription_item"] = origin.get("subscription_item")
    body["proration"] = origin.get("proration", False)
    body["proration_details"] = origin.get("proration_details") or {"credited_items": None}
    # A proration of a subscription comes as an invoice item, and was called so.
    body["type"] = "subscription" if origin and body["invoice_item"] is None else "invoiceitem"
    return body


def priced(pricing: dict[str, Any] | None, context: Context) -> Body | None:
    """The price that the pricing names."""
    details = (pricing or {}).get("price_details") or {}
    return context.embedded("price", details.get("price"))


def plan_for(price: Body | None, context: Context) -> Body | None:
    """The plan beside a recurring price; a price billed once has none."""
    return plan_of(price) if price and price.get("recurring") else None


def request(params: dict[str, Any]) -> dict[str, Any]:
    """A price is named inside the pricing."""
    return under_pricing(params)


def under_pricing(params: dict[str, Any]) -> dict[str, Any]:
    """Move a bare price into the pricing; shared with invoice items."""
    if params.get("price") is None:
        return without(params, "price")
    rest = without(params, "price")
    return like(params, {**rest, "pricing": like(params, {"price": params["price"]})})
