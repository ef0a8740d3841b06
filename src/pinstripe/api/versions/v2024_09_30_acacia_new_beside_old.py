"""What basil put in the place of older fields stands beside them from acacia on; before, the old stand alone.

source: sdk; recorded: pay-rails+pay, bikeindex+bike_index (acacia); invoice items, callers before: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-09-30.acacia"
DESCRIPTION: Final = (
    "Invoices, their lines and items of subscriptions show what basil added, beside the older fields."
)
SOURCE: Final = "sdk; recorded: pay-rails+pay, bikeindex+bike_index; the release that began it: inferred"
ADDED: Final = {
    "invoice": ("amount_overpaid", "parent", "total_taxes"),
    "invoiceitem": ("parent", "pricing"),
    "line_item": ("parent", "pricing", "taxes"),
    "subscription_item": ("current_period_end", "current_period_start"),
}
RESOURCES: Final = tuple(ADDED)
PROPS: Final = {kind: Patch(newer=names) for kind, names in ADDED.items()}


def answer(body: Body, context: Context) -> Body:
    """Leave out what was added later."""
    for name in ADDED[body["object"]]:
        body.pop(name, None)
    return body
