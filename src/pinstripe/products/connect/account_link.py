"""The account link record, and the like: what leads somebody to an account. Nobody keeps any of them.

Owns: their shapes, the pages behind them, how long they are good. Does not own: the endpoints
(account_links.py). Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from pinstripe.kernel.pages import page
from pinstripe.kernel.resource import Resource

ACCOUNT_LINK = Resource("account_link", path="/v1/account_links", livemode=False)
LOGIN_LINK = Resource("login_link", path="/v1/accounts/{account}/login_links", livemode=False)
ACCOUNT_SESSION = Resource("account_session", path="/v1/account_sessions")

ONBOARDING = page(
    "onboarding",
    "acct",
    title="Connect onboarding",
    means="Here the owner of an account would tell Stripe what it asks for.",
    instead=("POST /v1/accounts/{id}", "POST /v1/accounts/{id}/persons"),
)
EXPRESS = page(
    "express",
    "acct",
    title="Express Dashboard",
    means="Here the owner of an account would see its payments and payouts.",
    instead=("GET /v1/accounts/{id}",),
)

LINK_SECONDS = 300
"""How long a link is good. source: recorded: gumroad"""
SESSION_SECONDS = 1800
"""How long a session is good. source: docs: Connect account sessions (about 30 minutes)"""
