"""A customer no longer carries sources, subscriptions and tax ids; those who want them expand them.

From here on, and until 2024-04-10, charges have `amount_updates`.
source: docs: API upgrades 2020-08-27; recorded: liberapay 2019-08-14
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inline_list

DATE: Final = "2020-08-27"
DESCRIPTION: Final = "Sources, subscriptions and tax ids of a customer are shown only when expanded."
RESOURCES: Final = ("customer", "charge")
SOURCE: Final = "docs: API upgrades 2020-08-27"
KINDS: Final = {"sources": "card", "subscriptions": "subscription", "tax_ids": "tax_id"}


def answer(body: Body, context: Context) -> Body:
    """Carry what the customer has along, newest first."""
    if body["object"] == "charge":
        body.pop("amount_updates", None)
        return body
    for name, kind in KINDS.items():
        found = context.listed(kind, customer=body["id"])
        body[name] = inline_list(found, f"/v1/customers/{body['id']}/{name}")
    return body
