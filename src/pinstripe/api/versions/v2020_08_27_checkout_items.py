"""What a Checkout Session sells stood on it, and plans to subscribe to were named among what is said of the
subscription.

Own facts: a session's private `items`, its line items as they are shown.
source: sdk; recorded: codecov (2017-05-25), antiwork+gumroad (no such list since 2020-08-27); lines of single
payments: inferred
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import plan_of
from pinstripe.api.versions.view import Patch

DATE: Final = "2020-08-27"
DESCRIPTION: Final = (
    "A checkout session's `display_items` are line items, and so are the plans it subscribes to."
)
RESOURCES: Final = ("checkout.session",)
SOURCE: Final = "sdk; recorded: codecov"
CREATE: Final = "POST /v1/checkout/sessions"
OPERATIONS: Final = (CREATE,)
NAME: Final = {"t": "str", "max": 5000}
ITEM: Final = {
    "t": "hash",
    "props": {
        "plan": {**NAME, "req": True},
        "quantity": {"t": "int"},
        "tax_rates": {"t": "list", "items": NAME},
    },
}
CUSTOM: Final = {
    "t": "hash",
    "props": {
        "description": {**NAME, "null": True},
        "images": {"t": "list", "null": True, "items": NAME},
        "name": NAME,
    },
}
PARAMS: Final = {
    CREATE: Patch(
        older={
            "subscription_data.items": {"t": "list", "items": ITEM},
            "subscription_data.payment_behavior": {"t": "str", "enum": ["allow_incomplete"]},
        }
    )
}
PROPS: Final = {
    "checkout.session": Patch(
        older={
            "display_items": {
                "t": "list",
                "null": True,
                "items": {
                    "t": "hash",
                    "props": {
                        "amount": {"t": "int", "null": True},
                        "currency": {"t": "str"},
                        "custom": CUSTOM,
                        "plan": {"ref": "plan"},
                        "quantity": {"t": "int"},
                        "type": {"t": "str", "enum": ["custom", "plan"]},
                    },
                },
            }
        }
    )
}


def answer(body: Body, context: Context) -> Body:
    """List what is sold."""
    body["display_items"] = [shown(item) for item in context.private_of(body).get("items") or ()]
    return body


def shown(item: Body) -> Body:
    """One line, as a plan or as goods."""
    price = item["price"]
    line: Body = {
        "amount": item["amount_subtotal"],
        "currency": item["currency"],
        "quantity": item["quantity"],
    }
    if price.get("recurring"):
        return {**line, "plan": plan_of(price), "type": "plan"}
    return {
        **line,
        "custom": {"description": None, "images": None, "name": item["description"]},
        "type": "custom",
    }


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Read the plans as lines; that the first payment may be incomplete is how Checkout works."""
    hash_of = type(params)
    data = params.get("subscription_data") or {}
    kept = {name: value for name, value in data.items() if name not in ("items", "payment_behavior")}
    if kept == data:
        return params
    changed = hash_of({**params, "subscription_data": hash_of(kept)})
    if data.get("items"):
        lines = [
            hash_of({"price" if name == "plan" else name: one[name] for name in one}) for one in data["items"]
        ]
        changed["line_items"] = [*(params.get("line_items") or ()), *lines]
        changed.setdefault("mode", "subscription")
    return changed
