"""The entry: what a session is opened with beside its basket.

Owns: the buyer who is known beforehand, the intent that a page asks for, addresses, looks. Does not own: the
session's fields (creation.py), buying (purchase.py). Money: none; the intent asks for it later.
Source: spec; recorded: bikeindex, zulip (setup).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.clock.calendar import counted_from
from pinstripe.kernel.generate import stored
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import managed, offer, refusals
from pinstripe.products.checkout import session as sessions
from pinstripe.products.payments import parties
from pinstripe.products.payments import payment_intent as intents
from pinstripe.products.payments import setup_intent as setups
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT
from pinstripe.products.subscriptions import alignment
from pinstripe.products.subscriptions import creation as subscriptions
from pinstripe.products.tax import customer_location

Body = dict[str, Any]
NOTHING_COLLECTED = {"business_name": None, "individual_name": None, "shipping_details": None}
"""source: recorded: bikeindex"""
NOWHERE = "https://stripe.com"
BRANDING = {
    "background_color": "#ffffff",
    "border_style": "rounded",
    "button_color": "#0074d4",
    "font_family": "default",
    "icon": None,
    "logo": None,
}
"""How a page looks where nobody says anything. source: recorded: bikeindex"""


def buyer_of(work: Work, customer: Record | None, params: Params) -> Body:
    """Who is taxed, and where, as far as that is known before the page is filled in. source: docs: Tax in
    Checkout"""
    if customer is None:
        return {}
    found = customer_location.address_of(work, customer)
    address = found.address if found is not None else {}
    return {
        "buyer": customer_location.buyer_of(work, customer),
        "country": address.get("country"),
        "state": address.get("state"),
        "exempt": customer.get("tax_exempt") or "none",
    }


def anchor_of(work: Work, data: Mapping[str, Any], lines: Sequence[Body], discount: Body | None) -> Body:
    """Where a subscription is anchored that does not begin a whole period. refuses: anchor_of_trial,
    only_recurring, amount_off_a_part, and times that cannot be meant. source: docs: Set billing cycles
    """
    names = ("billing_cycle_anchor", "billing_cycle_anchor_config", "proration_behavior")
    told = Params({name: data[name] for name in names if data.get(name) is not None})
    if not told:
        return {}
    if "proration_behavior" in told and len(told) == 1:
        raise refusals.only_with(
            "subscription_data[proration_behavior]", "subscription_data[billing_cycle_anchor]"
        )
    if data.get("trial_end") or data.get("trial_period_days"):
        raise refusals.anchor_of_trial()
    if told.get("billing_cycle_anchor") is not None and told["billing_cycle_anchor"] <= work.now:
        raise errors.bad_timestamp("subscription_data[billing_cycle_anchor]")
    chosen = [work.load(line["price"], "price") for line in lines]
    recurring = [price for price in chosen if price.recurring is not None]
    start = alignment.start_of(work, told, recurring, None, True)
    if not start.prorates and len(recurring) < len(chosen):
        raise refusals.only_recurring()
    if start.prorates and discount is not None and discount["source"]["coupon"]["amount_off"]:
        raise refusals.amount_off_a_part()
    anchor = start.anchor
    if start.config is not None:
        every = recurring[0].recurring
        rhythm = every["interval"], every["interval_count"]
        anchor = counted_from(anchor, *rhythm, start.config["day_of_month"]) or anchor
    return {"anchor": anchor, "prorates": start.prorates}


def details(email: str | None, customer: Record | None) -> Body:
    """What is known of the buyer at first. source: recorded: bikeindex"""
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": (customer.get("tax_exempt") if customer is not None else None) or "none",
        "tax_ids": None,
    }


def remembers(params: Params, mode: str) -> bool:
    """Is it sure that a buyer whom nobody knows becomes a customer? source: spec (customer_creation)"""
    later = (params.get("payment_intent_data") or {}).get("setup_future_usage")
    invoice = (params.get("invoice_creation") or {}).get("enabled")
    return mode == "subscription" or params.get("customer_creation") == "always" or bool(later or invoice)


def said(params: Params, mode: str) -> Body:
    """What is said of the payment, the setup or the subscription that follows."""
    if mode == "payment":
        return dict(params.get("payment_intent_data") or {})
    if mode == "setup":
        return dict(params.get("setup_intent_data") or {})
    return dict(params.get("subscription_data") or {})


def of_link(params: Params) -> Body:
    """What a session that a link opened shows where the link says nothing: a page that leads nowhere leads to
    Stripe. source: recorded: issue reports (sessions of links, 2025 and 2026)"""
    return {
        "allow_promotion_codes": bool(params.get("allow_promotion_codes")),
        "billing_address_collection": params.get("billing_address_collection") or "auto",
        "cancel_url": NOWHERE,
        "customer_creation": params.get("customer_creation") or "if_required",
        "locale": params.get("locale") or "auto",
        "submit_type": params.get("submit_type") or "auto",
        "success_url": params.get("success_url") or NOWHERE,
    }


def refuse_shares(work: Work, params: Params, total: int) -> None:
    """What is said of other accounts can be done. refuses: those of payments and of subscriptions"""
    data = params.get("payment_intent_data") or {}
    within = ("payment_intent_data[application_fee_amount]", "payment_intent_data[transfer_data]")
    parties.refuse(work, {name: data.get(name) for name in parties.TOLD}, total, *within)
    recurring = params.get("subscription_data") or {}
    subscriptions.refuse_shares(work, recurring)


def wanted(params: Params, mode: str) -> Body:
    """Private facts of what follows: what is said of it, what changes of the customer, how a method is shown
    again."""
    return {
        "said": said(params, mode),
        "update": dict(params.get("customer_update") or {}),
        "redisplay": (params.get("payment_method_data") or {}).get("allow_redisplay"),
    }


def told(session: Record) -> Body:
    """The fields of a payment that were said. source: spec (payment_intent_data)"""
    data = session.private["said"]
    names = ("application_fee_amount", "capture_method", "description", "metadata", "on_behalf_of")
    more = ("receipt_email", "setup_future_usage", "shipping", "statement_descriptor")
    last = ("statement_descriptor_suffix", "transfer_data", "transfer_group")
    return stored(
        PAYMENT_INTENT, Params({name: data[name] for name in (*names, *more, *last) if name in data})
    )


def intent_of(work: Work, session: Record, params: Params) -> None:
    """A setup has its intent at once; a payment gets it when it is tried, but for old callers. source:
    recorded: zulip (setup), bikeindex 2021 (payment)"""
    early = work.version.before(SIDE_EFFECTS["checkout_defers_payment"].date)
    if session.mode == "setup":
        data = session.private["said"]
        if data.get("on_behalf_of"):
            parties.refuse(work, {"on_behalf_of": data["on_behalf_of"]}, 0)
        types, options = offer.of_intent(session)
        customer = work.load(session.customer, "customer") if session.customer else None
        facts = {
            "description": data.get("description"),
            "metadata": merged_metadata(None, data.get("metadata") or {}),
            "on_behalf_of": data.get("on_behalf_of"),
        }
        intent = setups.open_on_page(
            work, customer, types, facts, {"checkout": session.id, "unshown": options}
        )
        work.amend(session, setup_intent=intent.id)
    elif session.mode == "payment" and early and session.amount_total:
        payment_of(work, session, work.load(session.customer, "customer") if session.customer else None)


def payment_of(work: Work, session: Record, customer: Record | None) -> Record:
    """The payment that the session asks for, opened when it is needed. source: spec"""
    if session.payment_intent:
        return work.load(session.payment_intent, "payment_intent")
    types, options = offer.of_intent(session)
    early = work.version.before(SIDE_EFFECTS["capture_automatic_async"].date)
    intent = intents.open_intent(
        work,
        amount=session.amount_total,
        currency=session.currency,
        customer=customer,
        types=types,
        options=options,
        facts={"checkout": session.id},
        told={
            "capture_method": "automatic" if early else "automatic_async",
            **told(session),
            **managed.shown(session),
        },
    )
    work.amend(session, payment_intent=intent.id)
    return intent


def addresses(work: Work, key: str, params: Params, ui_mode: str) -> Body:
    """Where a page is, or the secret by which a merchant's own page shows it. source: spec"""
    if ui_mode == "hosted_page":
        return {"client_secret": None, "url": sessions.address_of(work, key)}
    found: Body = {"client_secret": f"{key}_secret_{work.mint.letters(sessions.SECRET_LETTERS)}", "url": None}
    if ui_mode == "embedded_page":
        found["redirect_on_completion"] = params.get("redirect_on_completion") or "always"
    if params.get("return_url"):
        found["return_url"] = params.return_url
    return found


def branding(work: Work, given: Mapping[str, Any]) -> Body:
    """How the page looks. source: recorded: bikeindex; spec"""
    said_ = {name: value for name, value in given.items() if value is not None}
    pictures: Body = {name: dict(said_.pop(name)) for name in ("icon", "logo") if name in said_}
    name = said_.pop("display_name", None) or work.merchant.name or "Pinstripe"
    return {**BRANDING, "display_name": name, **said_, **pictures}


def permissions(given: Mapping[str, Any] | None) -> Body | None:
    """Who may change what. source: spec"""
    return {"update_shipping_details": given.get("update_shipping_details")} if given else None


def saved(given: Mapping[str, Any]) -> Body:
    """How methods that were kept are shown. source: recorded: bikeindex (defaults)"""
    return {
        "allow_redisplay_filters": given.get("allow_redisplay_filters") or ["always"],
        "payment_method_remove": given.get("payment_method_remove", "disabled"),
        "payment_method_save": given.get("payment_method_save"),
    }


def wallets(given: Mapping[str, Any] | None) -> Body | None:
    """Which wallets are shown. source: spec"""
    if not given:
        return None
    link = given.get("link") or {}
    return {"link": {"display": link.get("display", "auto")}}
