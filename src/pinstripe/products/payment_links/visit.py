"""A visit: somebody follows a link, and a session is opened for them; a link that is used up is put away.

Owns: what an address may say, what a session is asked for in a link's name, counting what was bought.
Does not own: the session and its page (room checkout). Money: the session's.
Source: spec; docs: Payment Links (from memory: what addresses may say).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from pinstripe.api.params import Params
from pinstripe.kernel import sheets
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Sheet, Told
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import creation
from pinstripe.products.checkout.session import CHECKOUT_SESSION
from pinstripe.products.payment_links.payment_link import KIND, PAYMENT_LINK, recurs

Body = dict[str, Any]
REFERENCE, UTM = re.compile(r"[A-Za-z0-9_-]{1,200}"), re.compile(r"[A-Za-z0-9_-]{1,150}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Z0-9]{2,3})?")
CAMPAIGN = ("utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term")
GONE = "This link is no longer active."
THANKS = "Thank you for your payment."
COPIED = (
    *("billing_address_collection", "consent_collection", "custom_fields", "custom_text", "metadata"),
    *("managed_payments", "name_collection", "optional_items", "payment_method_types"),
    *("phone_number_collection", "shipping_address_collection", "tax_id_collection"),
)
"""What a session is asked for as the link says it."""
SHARED = ("on_behalf_of", "transfer_data")


@sheets.sheet(KIND, PAYMENT_LINK.prefix)
def visit(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """Somebody follows the link. gives: the way to a session of their own, or what is said of a link that is
    no longer good. source: spec; docs: Payment Links (from memory)
    """
    link = work.peek(key, PAYMENT_LINK.object)
    if link is None:
        return None
    if not link.active:
        return Sheet("Not available", (link.inactive_message or GONE,), "", button="")
    session = creation.open_session(
        work, deep(params_of(work, link, asked)), payment_link=link.id, last=words_of(link)
    )
    return Away(session.url)


def words_of(link: Record) -> str | None:
    """What is said to whoever paid and is sent nowhere. source: spec (hosted_confirmation)"""
    shown = link.after_completion.get("hosted_confirmation")
    return None if shown is None else shown["custom_message"] or THANKS


def params_of(work: Work, link: Record, asked: Told) -> Body:
    """What a session is asked for in the name of a link. params: asked, what stands in the address"""
    subscribes = recurs(work, link)
    found: Body = {"mode": "subscription" if subscribes else "payment", "currency": link.currency}
    found |= {name: link.get(name) for name in COPIED if link.get(name)}
    found["line_items"] = [
        {
            "price": line["price"],
            "quantity": line["quantity"],
            **({"adjustable_quantity": line["adjustable_quantity"]} if line["adjustable_quantity"] else {}),
        }
        for line in link.private["lines"]
    ]
    if link.automatic_tax["enabled"]:
        found["automatic_tax"] = {"enabled": True, "liability": link.automatic_tax["liability"]}
    card = (link.payment_method_options or {}).get("card")
    if card and card["restrictions"]:
        found["payment_method_options"] = {"card": card}
    if link.submit_type != "auto":
        found["submit_type"] = link.submit_type
    if link.shipping_options:
        found["shipping_options"] = [{"shipping_rate": o["shipping_rate"]} for o in link.shipping_options]
    found |= subscribing(link) if subscribes else paying(link)
    return {**found, **address_says(work, link, asked)}


def shares(link: Record, fee: str) -> Body:
    """Whom the money is for."""
    found = {name: link.get(name) for name in (*SHARED, fee) if link.get(name) is not None}
    data = found.get("transfer_data")
    return found if data is None else {**found, "transfer_data": said(data)}


def said(data: Mapping[str, Any]) -> Body:
    """What of a hash was said."""
    return {name: value for name, value in data.items() if value is not None}


def paying(link: Record) -> Body:
    """What is said of a payment."""
    found: Body = {}
    data = {**(link.payment_intent_data or {}), **shares(link, "application_fee_amount")}
    if any(value for value in data.values()):
        found["payment_intent_data"] = said(data)
    if link.customer_creation == "always":
        found["customer_creation"] = "always"
    if link.invoice_creation["enabled"]:
        found["invoice_creation"] = link.invoice_creation
    return found


def subscribing(link: Record) -> Body:
    """What is said of a subscription."""
    data = {**(link.subscription_data or {}), **shares(link, "application_fee_percent")}
    return {
        "payment_method_collection": link.payment_method_collection,
        "subscription_data": said(data),
    }


def address_says(work: Work, link: Record, asked: Told) -> Body:
    """What whoever shared the link added to it; what is written wrong is dropped.
    source: docs: Payment Links (from memory); spec
    """
    found: Body = {}
    if REFERENCE.fullmatch(asked.get("client_reference_id", "")):
        found["client_reference_id"] = asked["client_reference_id"]
    email = asked.get("locked_prefilled_email") or asked.get("prefilled_email", "")
    if EMAIL.fullmatch(email):
        found["customer_email"] = email
    if LOCALE.fullmatch(asked.get("locale", "")):
        found["locale"] = asked["locale"]
    if link.allow_promotion_codes:
        code = code_of(work, asked.get("prefilled_promo_code", ""))
        found |= (
            {"allow_promotion_codes": True} if code is None else {"discounts": [{"promotion_code": code}]}
        )
    place = (link.after_completion.get("redirect") or {}).get("url")
    if place:
        campaign = {name: asked[name] for name in CAMPAIGN if UTM.fullmatch(asked.get(name, ""))}
        found["success_url"] = with_query(place, campaign)
    return found


def code_of(work: Work, word: str) -> str | None:
    """The code that stands in an address, where it counts."""
    known = work.each("promotion_code", code=word.lower()) if word else ()
    return next((one.id for one in known if one.active and one.customer is None), None)


def with_query(address: str, more: Mapping[str, str]) -> str:
    """An address with more in its query; what stands there stays as it is written."""
    if not more:
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(one for one in (parts.query, urlencode(more)) if one)))


def deep(value: Any) -> Any:
    """Hashes as parameters, however deep they stand."""
    if isinstance(value, Mapping):
        return Params({name: deep(one) for name, one in value.items()})
    return [deep(one) for one in value] if isinstance(value, list) else value


@hears(CHECKOUT_SESSION, "complete", "done")
def count(work: Work, session: Record) -> None:
    """Something was bought through a link; one that has sold what it may is put away. source: spec
    (restrictions); that only its end is told of: inferred
    """
    link = work.peek(session.payment_link, PAYMENT_LINK.object) if session.payment_link else None
    if link is None or link.restrictions is None:
        return
    known = link.restrictions["completed_sessions"]
    counted = {"completed_sessions": {**known, "count": known["count"] + 1}}
    if counted["completed_sessions"]["count"] >= known["limit"]:
        work.change(link, active=False, restrictions=counted)
    else:
        work.amend(link, restrictions=counted)
