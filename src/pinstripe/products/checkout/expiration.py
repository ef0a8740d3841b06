"""Expiration: a session that nobody finished ends, and may be taken up again by a copy.

Owns: the end of an open session, what is let go with it, recovery. Does not own: the endpoint (sessions.py),
the copy (hosted_page.py). Money: none; intents that wait are canceled. Source: spec; docs: Checkout.
Times: the end is on the session's clock; an ended one can be recovered for 30 days.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import session as sessions
from pinstripe.products.checkout.session import CHECKOUT_SESSION
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import setup
from pinstripe.products.payments.payment_intent import OPEN
from pinstripe.products.payments.setup_intent import OPEN as SETUP_OPEN
from pinstripe.products.subscriptions import cancellation

RECOVERY_SECONDS = 30 * DAY
"""source: docs: Checkout"""


def plan(work: Work, session: Record) -> None:
    """It ends by itself."""
    work.schedule("expire", session, session.expires_at)


def offered(given: Mapping[str, Any]) -> dict[str, Any]:
    """Whether it may be taken up again once it ended. source: spec"""
    return {
        "allow_promotion_codes": bool(given.get("allow_promotion_codes")),
        "enabled": bool(given["enabled"]),
        "expires_at": None,
        "url": None,
    }


@job(CHECKOUT_SESSION, "expire")
def lapse(work: Work, session: Record) -> None:
    """The time is over. source: docs: Checkout"""
    if session.status == "open":
        end(work, session)


def end(work: Work, session: Record) -> Record:
    """Nobody buys with it any more. source: spec; what becomes of its intents: docs: Checkout, reasons
    inferred"""
    work.unschedule("expire", session)
    if session.payment_intent:
        intent = work.load(session.payment_intent, "payment_intent")
        if intent.status in OPEN.split():
            attempts.cancel_intent(work, intent, "automatic")
    if session.setup_intent:
        intent = work.load(session.setup_intent, "setup_intent")
        if intent.status in SETUP_OPEN.split():
            setup.cancel(work, intent, "abandoned")
    pending = session.private.get("pending")
    if pending:
        subscription = work.load(pending, "subscription")
        if subscription.status == "incomplete":
            cancellation.end(work, subscription, "cancellation_requested")
    return work.advance(session, "expire", "done", url=None, client_secret=None, **recovery(work, session))


def recovery(work: Work, session: Record) -> dict[str, Any]:
    """Where an ended session can be taken up again. source: spec"""
    known = (session.after_expiration or {}).get("recovery")
    if not known or not known["enabled"]:
        return {}
    ends = {"expires_at": work.now + RECOVERY_SECONDS, "url": sessions.address_of(work, session.id)}
    return {"after_expiration": {"recovery": {**known, **ends}}}
