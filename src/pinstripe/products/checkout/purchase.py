"""The purchase: somebody fills in the page and confirms it.

Owns: who the buyer is, which method pays, the try by mode. Does not own: the page (hosted_page.py), what
follows (fulfilment.py), payments, setups and subscriptions (their rooms). Money: the payment's.
Source: spec; docs: Checkout; docs: Stripe CLI (confirm).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import enrolment, entry, form, fulfilment, offer, reduction, refusals
from pinstripe.products.checkout import session as sessions
from pinstripe.products.checkout.recount import recount
from pinstripe.products.customers import customers
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import payment_intent as intents
from pinstripe.products.payments import setup
from pinstripe.products.payments import setup_intent as setups

ASKED_BY = "checkout"


@dataclass
class Form:
    """What a buyer filled in. told: was there a form at all? A caller who confirms for a buyer has none.
    keeps: do they want the method to be kept?"""

    email: str | None = None
    name: str | None = None
    phone: str | None = None
    address: Mapping[str, Any] | None = None
    shipping: Mapping[str, Any] | None = None
    tax_id: Mapping[str, str] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    told: bool = True
    keeps: bool = False


def form_of(method: Record | None) -> Form:
    """What a method says of its owner, where nobody filled in a form."""
    said = (method.billing_details or {}) if method is not None else {}
    return Form(said.get("email"), said.get("name"), said.get("phone"), said.get("address"), told=False)


def confirm(
    work: Work, session: Record, method: Record | None, given: Form, expected: int | None = None
) -> Record | Answer:
    """Try to buy. params: expected, what the page showed. gives: the session, or what a declined caller reads

    refuses: over, other_amount, missing_param, kind_not_offered, what a form wants, what payments refuse
    """
    if session.status != "open":
        raise refusals.over(session)
    before = session.amount_total
    enter(work, session, given)
    if expected is not None and session.mode != "setup" and expected not in (before, session.amount_total):
        raise refusals.other_amount()
    check_code(work, session)
    if method is None and needs_method(session):
        raise errors.missing_param("payment_method")
    if method is not None and method.body["type"] not in session.payment_method_types:
        raise refusals.kind_not_offered(method.body["type"])
    if method is not None:
        offer.refuse_blocked(session, method)
    customer = buyer_of(work, session, method)
    if method is not None and method.customer not in (None, customer.id if customer is not None else None):
        raise refusals.others_method(method.id)
    if method is not None and method.customer is None and method.private.get("used"):
        raise method_refusals.consumed_method()
    if session.mode == "setup":
        assert method is not None
        return keep(work, session, method, customer)
    if session.mode == "subscription":
        assert customer is not None, "whoever subscribes is a customer"
        return enrolment.subscribe(work, session, method, customer)
    if session.amount_total == 0:
        work.advance(session, "pay", "nothing")
        return fulfilment.finish(work, session, None)
    assert method is not None
    return pay(work, session, method, customer, given.keeps)


def needs_method(session: Record) -> bool:
    """Must a method be named? source: docs: Checkout (no-cost orders, payment_method_collection)"""
    if session.mode == "payment":
        return bool(session.amount_total)
    if session.mode == "subscription":
        return bool(session.amount_total) or session.payment_method_collection == "always"
    return True


def check_code(work: Work, session: Record) -> None:
    """Coupon and code can still be redeemed. refuses: what coupons and codes refuse"""
    discount = session.private.get("discount")
    if discount is None:
        return
    reduction.given(work, reduction.asked(discount), session.id, session.customer, session.currency)


def enter(work: Work, session: Record, given: Form) -> None:
    """What was filled in is known; taxes follow from where the buyer is. refuses: what a form wants. source:
    recorded: issue reports (what guests show, 2025 and 2026)"""
    entered = session.private.get("entered") or {}
    known = session.customer_details or {}
    customer = work.load(session.customer, "customer") if session.customer else None
    address = form.address_of(given.address)
    tax_ids = [dict(given.tax_id)] if given.tax_id else []
    names = form.names(session.get("name_collection"), given.answers) if given.told else {}
    if given.told:
        refuse_blank(session, given)
        entered["custom_fields"] = form.filled(session.custom_fields, given.answers)
        entered["consent"] = form.consent(session.consent_collection, given.answers)
    allowed = (session.shipping_address_collection or {}).get("allowed_countries")
    sent = form.shipping_details(given.shipping, allowed) or (session.collected_information or {}).get(
        "shipping_details"
    )
    wants_phone = session.phone_number_collection["enabled"]
    collected = {**entry.NOTHING_COLLECTED, **names, "shipping_details": sent}
    told = any(collected.values()) or bool(session.collected_information) or session.private["remembers"]
    entered["collected_information"] = collected if told else None
    entered["customer_details"] = {
        **entry.details(known.get("email") or given.email, customer),
        **names,
        "address": None if session.mode == "setup" else address or form.NOWHERE,
        "name": given.name,
        "phone": given.phone if wants_phone else None,
        "tax_ids": tax_ids,
    }
    work.note(session, entered=entered)
    place = (sent or {}).get("address") or address
    moving = session.automatic_tax["enabled"] or by_place(session) or session.private.get("anchor")
    if session.mode != "setup" and moving:
        recount(work, session, place=place, tax_ids=[one["type"] for one in tax_ids])


def by_place(session: Record) -> bool:
    """Are there rates that are chosen by where the buyer is?"""
    return any(line["by_place"] for line in session.private["lines"])


def refuse_blank(session: Record, given: Form) -> None:
    """What a page must know. refuses: not_answered"""
    if session.shipping_address_collection and not given.shipping:
        raise refusals.not_answered("Shipping address", "collected_information[shipping_details]")
    if session.phone_number_collection["enabled"] and not given.phone:
        raise refusals.not_answered("Phone number", "customer_details[phone]")
    if session.billing_address_collection == "required" and not (given.address or {}).get("line1"):
        raise refusals.not_answered("Address", "customer_details[address]")
    asked = session.get("tax_id_collection") or {}
    if asked.get("enabled") and asked["required"] == "if_supported" and not given.tax_id:
        raise refusals.not_answered("Tax ID", "customer_details[tax_ids]")


def buyer_of(work: Work, session: Record, method: Record | None) -> Record | None:
    """The customer who buys: a known one, with what the page may change of them; a new one where somebody
    must be remembered; nobody for a guest. source: spec (customer_creation, customer_update)"""
    details = session.private["entered"]["customer_details"]
    sent = sent_to(session)
    if session.customer:
        customer = work.load(session.customer, "customer")
        changes = updated(session, details, sent)
        return customers.update(work, customer, Params(changes)) if changes else customer
    if not remembers(session, method):
        return None
    said = {
        "address": Params(details["address"]) if form.address_of(details["address"]) else None,
        "email": details["email"],
        "name": details["name"],
        "phone": details["phone"],
        "shipping": Params({**sent, "address": Params(sent["address"])}) if sent else None,
        "tax_id_data": [Params(one) for one in details["tax_ids"]] or None,
    }
    named = Params({name: value for name, value in said.items() if value})
    key = session.private.get("buyer")
    if key:
        return work.load(key, "customer")
    customer = customers.create(work, named)
    work.note(session, buyer=customer.id)
    return customer


def sent_to(session: Record) -> Mapping[str, Any] | None:
    """Where what is bought is sent, if that was said."""
    collected = session.private["entered"]["collected_information"] or {}
    found: Mapping[str, Any] | None = collected.get("shipping_details")
    return found


def updated(session: Record, details: Mapping[str, Any], sent: Mapping[str, Any] | None) -> dict[str, Any]:
    """What changes of a known customer. source: spec (customer_update)"""
    update = session.private.get("update") or {}
    changes: dict[str, Any] = {}
    if update.get("address") == "auto" and form.address_of(details["address"]):
        changes["address"] = Params(details["address"])
    if update.get("name") == "auto" and details["name"]:
        changes["name"] = details["name"]
    if update.get("shipping") == "auto" and sent:
        changes["shipping"] = Params({**sent, "address": Params(sent["address"])})
    return changes


def remembers(session: Record, method: Record | None) -> bool:
    """Is a customer made of a buyer whom nobody knows? source: spec (customer_creation); docs: Checkout
    (what needs one)"""
    later = offer.usage_of(session, method.body["type"] if method is not None else None)
    return session.private["remembers"] or (session.mode == "payment" and later is not None)


def pay(work: Work, session: Record, method: Record, customer: Record | None, keeps: bool) -> Record | Answer:
    """Take the money. params: keeps, the method is kept for the customer. gives: what a declined caller
    reads; the session stays open then"""
    intent = entry.payment_of(work, session, customer)
    sent = sent_to(session)
    changes: dict[str, Any] = {"amount": session.amount_total}
    if customer is not None:
        changes["customer"] = customer.id
        if keeps and not intent.setup_future_usage:
            changes["setup_future_usage"] = "on_session"  # source: inferred
    if sent and intent.shipping is None:
        changes["shipping"] = {"carrier": None, "phone": None, "tracking_number": None, **sent}
    back = sessions.address_of(work, session.id)
    intents.prepare(work, intent, back, enrolment.agreement(work, method, session), **changes)
    done = attempts.attempt(work, intent, method, off_session=False, asked_by=ASKED_BY)
    return done.answer if done.answer is not None else session


def keep(work: Work, session: Record, method: Record, customer: Record | None) -> Record | Answer:
    """Keep the method for later. gives: what a declined caller reads; the session stays open then"""
    intent = work.load(session.setup_intent, "setup_intent")
    back = sessions.address_of(work, session.id)
    key = customer.id if customer is not None else None
    setup.release(work, intent)
    setups.prepare(work, intent, back, enrolment.agreement(work, method, session), key)
    return setup.attempt(work, intent, method) or session
