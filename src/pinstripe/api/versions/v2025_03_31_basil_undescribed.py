"""Fields that are described no longer, or never were, though old callers see them.

A product has its `type`. An account for which the platform asks has `settings.capital` and, since 2025,
`risk_controls`.
Own facts: a product's private `type`.
source: sdk; recorded: antiwork+gumroad; the release that ended the description: inferred
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2025-03-31.basil"
DESCRIPTION: Final = (
    "A product's type, and what an account says of risk and Capital, are described no longer."
)
RESOURCES: Final = ("account", "product")
SOURCE: Final = "sdk; recorded: antiwork+gumroad"
PAUSES: Final = {"t": "hash", "props": {"pause_requested": {"t": "bool"}}}
CONTROLS: Final = {"t": "hash", "props": {"charges": PAUSES, "payouts": PAUSES}}
PROPS: Final = {
    "account": Patch(older={"settings.capital": {"t": "hash", "props": {}}, "risk_controls": CONTROLS})
}


def answer(body: Body, context: Context) -> Body:
    """Show what the object still knows."""
    if body["object"] == "account":
        return account(body)
    body.setdefault("type", context.private_of(body).get("type", "service"))
    return body


def account(body: Body) -> Body:
    """Nobody paused anything, and there is no loan."""
    if (body.get("controller") or {}).get("requirement_collection") != "application":
        return body
    if "settings" in body:
        body["settings"] = dict(sorted({**body["settings"], "capital": {}}.items()))
    controls: Body = {name: {"pause_requested": False} for name in ("charges", "payouts")}
    body["risk_controls"] = controls
    return body
