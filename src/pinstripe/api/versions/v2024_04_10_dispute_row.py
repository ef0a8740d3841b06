"""A dispute named its first balance transaction beside the list of them, which nobody describes.

source: recorded: gumroad 2023-10-16, airbytehq 2022-11-15 (shown); that the version decides: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2024-04-10"
DESCRIPTION: Final = "A dispute shows no `balance_transaction`."
RESOURCES: Final = ("dispute",)
SOURCE: Final = "sdk; recorded: antiwork+gumroad 2023-10-16; airbytehq 2022-11-15"
PROPS: Final = {"dispute": Patch(older={"balance_transaction": {"t": "str", "null": True}})}


def answer(body: Body, context: Context) -> Body:
    """The first one, by its id."""
    rows = body.get("balance_transactions") or []
    body["balance_transaction"] = rows[0]["id"] if rows else None
    return body
