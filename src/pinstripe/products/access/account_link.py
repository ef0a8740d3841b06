"""The account link record, and the like: what leads somebody to an account.

Owns: their shapes, how long they are good, that a link is good once. Does not own: the endpoints
(account_links.py), the form behind a link (admission.py). Money: none. Source: spec; recorded: gumroad.
A link stands under the account that it leads to; nobody is shown its id. Private facts: `refresh_url`,
`return_url`, `type`, `collect` and `future` (which requirements are asked), `visit` (who opened it first).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel import sheets
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

ACCOUNT_LINK = Resource("account_link", prefix="alink", path="/v1/account_links", livemode=False)
V2_ACCOUNT_LINK = Resource("v2.core.account_link", path="/v2/core/account_links")
LOGIN_LINK = Resource("login_link", path="/v1/accounts/{account}/login_links", livemode=False)
ACCOUNT_SESSION = Resource("account_session", path="/v1/account_sessions")

KIND = "onboarding"
EXPRESS = page(
    "express",
    "acct",
    title="Express Dashboard",
    means="Here the owner of an account would see its payments and payouts.",
    instead=("GET /v1/accounts/{id}",),
)

LINK_SECONDS = 300
"""How long a link is good. source: recorded: gumroad"""
V2_LINK_SECONDS = 600
"""How long a link of the second version is good. source: docs: API reference (Create an account link)"""
SESSION_SECONDS = 1800
"""How long a session is good. source: docs: Connect account sessions (about 30 minutes)"""
LETTERS = 24


def made(own_work: Work, seconds: int = LINK_SECONDS, **private: Any) -> Record:
    """A link to the account acted for. params: seconds, how long it is good; private, what it is for and
    where it leads back
    """
    key = f"{ACCOUNT_LINK.prefix}_{own_work.mint.letters(LETTERS)}"
    return own_work.create(
        ACCOUNT_LINK,
        id=key,
        created=own_work.world_now,
        expires_at=own_work.world_now + seconds,
        url=own_work.public(sheets.path(KIND, key, own_work.account)),
        private=private,
    )
