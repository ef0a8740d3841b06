"""Quotes in every state."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool


def build(made: Builder) -> None:
    """Drafts to change and to end, and open ones to take."""
    zoe = made.post("/v1/customers", payment_method="pm_card_visa").id
    made.name("customer quoted", zoe)
    line = {"customer": zoe, "line_items": [{"price": made.pool["price monthly"][0], "quantity": 2}]}
    for word in ("to update", "to finalize", "to cancel", "to accept", "to print"):
        key = made.post("/v1/quotes", **line).id
        made.name(f"quote {word}", key)
        if word in ("to accept", "to print"):
            made.post(f"/v1/quotes/{key}/finalize")


def bases(pool: Pool) -> Bases:
    """Calls of quotes that succeed."""
    price, one = pool["price monthly"][0], "/v1/quotes/{quote}"
    final = {"{quote}": pool["quote to print"][0]}
    return {
        "GET /v1/quotes": [{"customer": pool["customer quoted"][0]}],
        "POST /v1/quotes": [{"customer": pool["customer quoted"][0], "line_items": [{"price": price}]}],
        f"GET {one}": [final],
        f"POST {one}": [{"{quote}": pool["quote to update"][0], "description": "An offer"}],
        f"POST {one}/finalize": [{"{quote}": pool["quote to finalize"][0]}],
        f"POST {one}/accept": [{"{quote}": pool["quote to accept"][0]}],
        f"POST {one}/cancel": [{"{quote}": pool["quote to cancel"][0]}],
        f"GET {one}/line_items": [final],
        f"GET {one}/computed_upfront_line_items": [final],
        f"GET {one}/pdf": [final],
    }
