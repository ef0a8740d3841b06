"""A card's charge had a list of changes of its amount, which nobody describes and which is always empty.

source: recorded: gumroad 2020-08-27, 2023-10-16, airbytehq 2022-11-15 (shown), liberapay 2019-08-14,
pay-rails 2025-10-29.clover (not shown); that the version decides: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-04-10"
DESCRIPTION: Final = "A charge shows no `amount_updates`."
RESOURCES: Final = ("charge",)
SOURCE: Final = "sdk; recorded: antiwork+gumroad 2020-08-27, 2023-10-16; airbytehq 2022-11-15"
PROPS: Final = {"charge": Patch(older={"amount_updates": {"t": "list", "items": {"t": "any_json"}}})}


def answer(body: Body, context: Context) -> Body:
    """Nothing changed the amount, as far as anybody was told."""
    if (body.get("payment_method_details") or {}).get("type") == "card":
        body["amount_updates"] = []
    return body
