"""A customer's currency had a second name.

source: recorded: liberapay 2019-08-14, openfoodnetwork 2020-08-27; the release that ended it: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2022-08-01"
DESCRIPTION: Final = "A customer's `default_currency` is shown as `currency` alone."
RESOURCES: Final = ("customer",)
SOURCE: Final = "docs: API upgrades 2022-08-01"
PROPS: Final = {"customer": Patch(older={"default_currency": {"t": "str", "null": True}})}


def answer(body: Body, context: Context) -> Body:
    """Say the currency twice."""
    body["default_currency"] = body.get("currency")
    return body
