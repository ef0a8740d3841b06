"""A customer no longer carries sources, subscriptions and tax ids, nor a price its tiers: they are expanded.

From here on, and until 2024-04-10, charges have `amount_updates`.
source: docs: API upgrades 2020-08-27; recorded: liberapay 2019-08-14, dj-stripe (tiers)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inline_list

DATE: Final = "2020-08-27"
DESCRIPTION: Final = "Lists of a customer and tiers of a price are shown only when expanded."
RESOURCES: Final = ("customer", "charge", "price", "plan")
SOURCE: Final = "docs: API upgrades 2020-08-27"
KINDS: Final = {"sources": "card", "subscriptions": "subscription", "tax_ids": "tax_id"}


def answer(body: Body, context: Context) -> Body:
    """Carry along what the customer has (the default source, then the newest), and a price's tiers."""
    kind = body["object"]
    if kind == "charge":
        body.pop("amount_updates", None)
    elif kind in ("price", "plan"):
        body.setdefault("tiers", context.private_of(body).get("tiers"))
    else:
        carry(body, context)
    return body


def carry(body: Body, context: Context) -> None:
    """The customer's lists."""
    for name, kind in KINDS.items():
        found = context.listed(kind, customer=body["id"])
        if name == "sources":
            found = sorted(found, key=lambda one: one["id"] != body["default_source"])
        body[name] = inline_list(found, f"/v1/customers/{body['id']}/{name}")
