"""A link that collects facts of an account covers whatever the account is configured for.

Own facts: a link's private `configurations`, those that an older request named.
source: sdk (16.1.0 beside 15.6.2)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.view import Patch

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = "An account link of the second namespace names no configurations."
RESOURCES: Final = ("v2.core.account_link",)
SOURCE: Final = "sdk"
ALONE: Final = True
USES: Final = ("account_onboarding", "account_update")
NAMED: Final = Patch(
    older={
        f"use_case.{use}.configurations": {
            "t": "list",
            "req": True,
            "items": {"t": "str", "enum": ["customer", "merchant", "recipient"]},
        }
        for use in USES
    }
)
PARAMS: Final = {"POST /v2/core/account_links": NAMED}
PROPS: Final = {"v2.core.account_link": NAMED}


def answer(body: Body, context: Context) -> Body:
    """Name the configurations that the request named: the answer repeats them, or the link kept them."""
    named = context.private_of(body).get("configurations", [])
    use = dict(body["use_case"])
    for name in USES:
        if use.get(name):
            use[name] = {"configurations": named, **use[name]}
    return {**body, "use_case": use}
