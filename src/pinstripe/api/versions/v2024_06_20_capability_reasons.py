"""A capability paused for inactivity was told to older callers as rejected for another reason.

source: docs: API changelog 2024-06-20
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.context import Body, Context

DATE: Final = "2024-06-20"
DESCRIPTION: Final = "A capability's disabled_reason tells inactivity apart from other rejections."
RESOURCES: Final = ("capability",)
SOURCE: Final = "docs: API changelog 2024-06-20"
OLDER_REASON: Final = {"paused.inactivity": "rejected.other"}


def answer(body: Body, context: Context) -> Body:
    """Name the reason with the word that there was for it."""
    for name in ("requirements", "future_requirements"):
        if body.get(name):
            body[name] = told(body[name])
    return body


def told(requirements: dict[str, Any]) -> dict[str, Any]:
    """The same requirements with the older reason."""
    reason = requirements.get("disabled_reason")
    return {**requirements, "disabled_reason": OLDER_REASON.get(str(reason), reason)}
