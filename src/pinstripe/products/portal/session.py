"""The portal session record: for a while a customer sees what they pay for, and changes what they may.

Owns: the record, how long it is good. Does not own: the endpoint (sessions.py), flows (flow.py), the page
(page.py). Money: none. Source: spec; recorded: pay-rails; how long it is good from memory.
Private facts: key (in its address), turn (how many answers were taken), seen (when it was looked at last),
done (its flow is through).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

KIND = "portal"
"""The word of its page."""
UNOPENED_SECONDS, OPEN_SECONDS = 5 * 60, 60 * 60
"""How long it waits to be opened, and how long it is good after somebody looked. source: inferred"""

SESSION = Resource(
    "billing_portal.session",
    prefix="bps",
    path="/v1/billing_portal/sessions",
    events="billing_portal.session",
    absent="after_expiration",
)


def address(work: Work, key: str, token: str) -> str:
    """Where the customer goes."""
    return work.public(sheets.open_path(KIND, key, work.account, token))


def place(session: Record) -> str:
    """The same address on this server, wherever it was reached."""
    parts = urlsplit(session.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_good(work: Work, session: Record) -> bool:
    """May it still be used? source: inferred"""
    seen = session.private["seen"]
    since, lasts = (session.private["made"], UNOPENED_SECONDS) if seen is None else (seen, OPEN_SECONDS)
    return work.world_now <= since + lasts
