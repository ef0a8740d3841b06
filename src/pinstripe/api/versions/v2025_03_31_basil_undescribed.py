"""A field that is described no longer, though old callers rely on it.

Own facts: a product's private `type`.
source: sdk; recorded: antiwork+gumroad; the release that ended the description: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = "A product's type is described no longer."
RESOURCES: Final = ("product",)
SOURCE: Final = "sdk; recorded: antiwork+gumroad"


def answer(body: Body, context: Context) -> Body:
    """Show what the object still knows."""
    body.setdefault("type", context.private_of(body).get("type", "service"))
    return body
