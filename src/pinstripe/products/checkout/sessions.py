"""The endpoints of checkout sessions.

Owns: create, update, expire, the lists. Does not own: the record (session.py), opening one (creation.py), the
end (expiration.py), buying (purchase.py). Money: none. Source: spec; recorded: bikeindex, codecov.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import basket, creation, expiration, form, offer, refusals, shipment
from pinstripe.products.checkout import session as sessions
from pinstripe.products.checkout.recount import recount
from pinstripe.products.checkout.session import CHECKOUT_SESSION

ONE = "/v1/checkout/sessions/{session}"
"""Parameters that are valid and answered with 501."""


@operation(f"{offer.CREATE}", CHECKOUT_SESSION, missing=offer.UNBUILT)
def create(work: Work, params: Params) -> Record:
    """A page on which somebody may buy. source: spec; recorded: bikeindex"""
    return creation.open_session(work, params)


@operation("GET /v1/checkout/sessions", CHECKOUT_SESSION)
def list_sessions(work: Work, params: Params) -> Page:
    """Sessions, newest first. refuses: resource_missing. source: spec"""
    kinds = {"customer": "customer", "payment_intent": "payment_intent", "subscription": "subscription"}
    referred(work, params, **kinds)
    link = params.get("payment_link")
    if link and work.batch.load(work.account, link) is None:
        raise errors.no_such("payment link", link, "payment_link", 400)
    filters = dict(params.pick(*kinds, "payment_link", "status"))
    if params.get("customer_details"):
        filters["email"] = params.customer_details.email
    clock = None if filters.keys() & kinds.keys() else ""
    return show_records(work, CHECKOUT_SESSION, params, "/v1/checkout/sessions", filters, clock)


@operation(f"GET {ONE}/line_items", CHECKOUT_SESSION, subject="session", verb="list_line_items")
def list_line_items(work: Work, session: Record, params: Params) -> Page:
    """What is bought, in the order of the request. source: spec"""
    asked = [path.removeprefix("data.").partition(".")[0] for path in work.expand]
    wanted = [name for name in ("discounts", "taxes") if name in asked]
    items = [sessions.plain(one, wanted) for one in session.private["items"]]
    return page_of(items, params, sessions.items_url(session.id), "item")


@operation(f"POST {ONE}", CHECKOUT_SESSION, subject="session")
def update(work: Work, session: Record, params: Params) -> Record:
    """Notes at any time; while it is open, the basket, the ways of sending, and where it is sent. refuses:
    ended_fields, not_in_mode, and what baskets and rates refuse. source: spec
    """
    others = [name for name in params if name not in ("metadata", "expand")]
    if others and session.status != "open":
        raise refusals.ended_fields(others[0])
    changes: dict[str, Any] = dict(updates(session, Params(params.pick("metadata"))))
    changes |= _collected(session, params)
    _tell_intent(work, session, params)
    fresh: dict[str, Any] = {}
    if params.get("line_items") is not None:
        if session.mode == "setup":
            raise refusals.not_in_mode("line_items", session.mode)
        lines = basket.changed(work, session.private["lines"], params.line_items)
        if not lines:
            raise refusals.empty_basket()
        basket.check(work, lines, session.mode, session.currency)
        fresh["lines"] = lines
    if "shipping_options" in params:
        if session.mode != "payment":
            raise refusals.not_in_mode("shipping_options", session.mode)
        fresh["ways"] = shipment.options(work, params.shipping_options, session.currency)
    if fresh:
        recount(work, session, **fresh)
        creation.refuse_total(
            work, session.private["lines"], session.mode, session.amount_total, session.currency
        )
    return work.amend(session, **changes)


def _collected(session: Record, params: Params) -> dict[str, Any]:
    """Where it is sent, as the merchant's own page says it. refuses: not_with, not_sent_there.
    source: spec"""
    given = params.get("collected_information")
    if not given:
        return {}
    if session.ui_mode == "hosted_page":
        raise refusals.not_with("collected_information", "ui_mode", session.ui_mode)
    allowed = (session.shipping_address_collection or {}).get("allowed_countries")
    known = session.collected_information or {"business_name": None, "individual_name": None}
    sent = form.shipping_details(given.get("shipping_details"), allowed)
    return {"collected_information": {**known, "shipping_details": sent}}


def _tell_intent(work: Work, session: Record, params: Params) -> None:
    """What is said of the payment that follows. refuses: not_in_mode. source: spec"""
    data = params.get("payment_intent_data")
    if not data:
        return
    if session.mode != "payment":
        raise refusals.not_in_mode("payment_intent_data", session.mode)
    said = session.private["said"]
    names = ("description", "setup_future_usage", "statement_descriptor", "statement_descriptor_suffix")
    known = {**said, **data.pick(*names)}
    if "metadata" in data:
        known["metadata"] = merged_metadata(said.get("metadata"), data.metadata)
    work.note(session, said=known)


@operation(f"POST {ONE}/expire", CHECKOUT_SESSION, subject="session")
def expire(work: Work, session: Record, params: Params) -> Record:
    """Nobody buys with it any more. source: spec"""
    return expiration.end(work, session)
