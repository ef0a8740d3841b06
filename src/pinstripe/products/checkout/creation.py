"""Creation: a session is opened, by its merchant, by a link, or as a copy of one that ran out.

Owns: what a fresh session shows and remembers. Does not own: the endpoint (sessions.py), what goes together
(combination.py), what it comes to (amounts.py). Money: none. Source: spec; docs: Checkout; recorded:
bikeindex, codecov. Times: it ends a day after it was made, unless another end is named.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.checkout import (
    amounts,
    basket,
    combination,
    entry,
    expiration,
    form,
    letterhead,
    managed,
    offer,
    promise,
    reduction,
    refusals,
    shipment,
)
from pinstripe.products.checkout import session as sessions
from pinstripe.products.checkout.session import CHECKOUT_SESSION
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.payments import exchange

PLAIN = (
    *("billing_address_collection", "cancel_url", "client_reference_id", "customer_email", "locale"),
    *("integration_identifier", "origin_context", "submit_type", "success_url"),
)
"""Parameters that a session shows as they were sent."""


def open_session(
    work: Work,
    params: Params,
    *,
    payment_link: str | None = None,
    recovered_from: str | None = None,
    last: str | None = None,
) -> Record:
    """A session that somebody may buy with. params: payment_link, the link that opened it, which needs no
    address to come back to; recovered_from, of which it is a copy; last, the page's last words

    refuses: what does not go together, resource_missing, too_little, and what prices, rates, coupons refuse
    """
    mode = params.get("mode")
    if mode is None:
        raise errors.missing_param("mode")
    ui_mode = params.get("ui_mode") or combination.HOSTED
    customer = work.find("customer", params.customer, "customer") if params.get("customer") else None
    combination.refuse_buyer(params)
    combination.refuse_mode(params, mode)
    combination.refuse_page(params, ui_mode, payment_link is not None)
    combination.refuse_times(params, work.now)
    promise.refuse(params, work.now)
    managed.refuse(params, mode, ui_mode)
    letterhead.check(work, params)
    key = sessions.fresh_id(work)
    contents = filled(work, params, mode, key, customer, linked=payment_link is not None)
    offered = offer.types_of(work, params, mode, contents["currency"])
    entry.refuse_shares(work, params, contents["fields"].get("amount_total") or 0)
    session = work.create(
        CHECKOUT_SESSION,
        "opened",
        id=key,
        **{**shown(work, params, mode, ui_mode, customer), **(entry.of_link(params) if payment_link else {})},
        **offered,
        **contents["fields"],
        **entry.addresses(work, key, params, ui_mode),
        payment_link=payment_link,
        recovered_from=recovered_from,
        private={
            **contents["private"],
            "asked": remembered(params),
            "last": last,
            **entry.wanted(params, mode),
            **offer.hidden(params),
        },
    )
    entry.intent_of(work, session, params)
    expiration.plan(work, session)
    return session


def filled(
    work: Work, params: Params, mode: str, key: str, customer: Record | None, *, linked: bool = False
) -> dict[str, Any]:
    """What is in it and what that comes to. gives: its currency, fields, private facts. refuses:
    bad_currency, two_ways_of_tax, two_currencies, too_little, nowhere_in_checkout, sum_too_small"""
    asked = currency_of(params)
    if mode == "setup":
        private = {"lines": [], "items": [], "remembers": entry.remembers(params, mode)}
        return {"currency": asked, "fields": empty(asked), "private": private}
    lines = basket.read(work, params.get("line_items"), mode, asked, linked=linked)
    basket.refuse_reduced(lines, params)
    currency = asked or work.load(lines[0]["price"], "price").currency
    owner = customer.id if customer is not None else None
    discount = reduction.given(work, params.get("discounts"), key, owner, currency)
    remembers = entry.remembers(params, mode)
    reduction.check_guest(work, discount, bool(owner) or remembers, "discounts[0][promotion_code]")
    ways = shipment.options(work, params.get("shipping_options"), currency)
    data = params.get("subscription_data") or {}
    rates = tax_rates.named(work, data.get("default_tax_rates"), "subscription_data[default_tax_rates]")
    automatic = bool(automatic_rates.wanted(params))
    liable = _liable(work, params) if automatic else None
    _refuse_mixture(
        work, lines, rates if automatic else None, customer if mode != "payment" else None, currency
    )
    facts = amounts.Facts(
        lines,
        currency,
        mode,
        discount,
        amounts.sending_of(ways, None),
        automatic,
        free=amounts.trial(data),
        rates=rates,
        liable=liable,
        **(anchored := entry.anchor_of(work, data, lines, discount)),
        **entry.buyer_of(work, customer, params),
    )
    found = amounts.reckon(work, facts)
    if automatic and customer is not None and facts.buyer is None and not collects_place(params):
        raise refusals.nowhere_in_checkout()
    refuse_total(work, lines, mode, found.fields["amount_total"], currency)
    reduction.check_sum(work, discount, found.fields["amount_subtotal"], currency)
    optional = basket.optional(work, params.get("optional_items"), mode, currency)
    fields = {**found.fields, "discounts": reduction.shown(discount), "shipping_options": ways}
    private = {"lines": lines, "discount": discount, "items": found.items, "breakdown": found.breakdown}
    return {
        "currency": currency,
        "fields": {**fields, **({"optional_items": optional} if optional else {})},
        "private": {**private, "rates": rates, "remembers": remembers, **anchored},
    }


def _refuse_mixture(
    work: Work,
    lines: list[basket.Line],
    rates: list[dict[str, Any]] | None,
    subscriber: Record | None,
    currency: str,
) -> None:
    """Taxes are chosen or worked out, and a customer is billed in one currency. params: rates, None where
    nothing is worked out. refuses: two_ways_of_tax, two_currencies"""
    if rates is not None:
        basket.refuse_rates(lines, rates)
    if subscriber is not None:
        invoice_items.check_currency(work, subscriber, currency)


def _liable(work: Work, params: Params) -> str | None:
    """The other account whose taxes are worked out, if they are not one's own. refuses: inactive, and what
    liabilities refuse"""
    liable = automatic_rates.liable(work, params)
    automatic_rates.refuse_inactive(work, liable)
    return liable


def currency_of(params: Params) -> str | None:
    """The currency that is named. refuses: bad_currency"""
    asked = (params.get("currency") or "").lower() or None
    if asked and not currencies.known(asked):
        raise errors.bad_currency(asked, currencies.ACCEPTED)
    return asked


def empty(currency: str | None) -> dict[str, Any]:
    """What a session shows in which nothing is bought. source: recorded: zulip"""
    none = {"amount_subtotal": None, "amount_total": None, "total_details": None, "currency": currency}
    return {**none, "automatic_tax": amounts.taxed(False), "payment_status": "no_payment_required"}


def refuse_total(work: Work, lines: list[basket.Line], mode: str, total: int, currency: str) -> None:
    """Nothing, or as much as cards take; what a buyer chooses is known later. The least is that of the
    currency that the account settles in. refuses: too_little, worth_too_little, too_much"""
    if total > currencies.maximum_charge(currency):
        raise refusals.too_much(currency)
    if mode != "payment" or not total or any(line["amount"] is not None for line in lines):
        return
    settles_in = work.merchant.currency
    words = exchange.too_little(total, currency, settles_in)
    if words:
        raise refusals.worth_too_little(words)
    if currency == settles_in and total < currencies.minimum_charge(currency):
        raise refusals.too_little(currency)


def collects_place(params: Params) -> bool:
    """Does the address that is entered become the customer's? source: docs: Tax in Checkout"""
    update = params.get("customer_update") or {}
    return "auto" in (update.get("address"), update.get("shipping"))


def shown(work: Work, params: Params, mode: str, ui_mode: str, customer: Record | None) -> dict[str, Any]:
    """What a fresh session shows of its request. source: recorded: bikeindex (defaults by mode); spec"""
    collection = params.get("payment_method_collection")
    recovery = (params.get("after_expiration") or {}).get("recovery")
    return {
        **{name: params.get(name) for name in PLAIN},
        **asked_of_buyer(params, mode, customer),
        "adaptive_pricing": {"enabled": (params.get("adaptive_pricing") or {}).get("enabled", True)},
        "after_expiration": {"recovery": expiration.offered(recovery)} if recovery else None,
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "branding_settings": entry.branding(work, params.get("branding_settings") or {}),
        "custom_fields": form.custom_fields(params.get("custom_fields")),
        "custom_text": form.custom_text(params.get("custom_text")),
        "expires_at": params.get("expires_at") or work.now + DAY,
        "invoice_creation": letterhead.creation(params.get("invoice_creation"))
        if mode == "payment"
        else None,
        "managed_payments": {"enabled": managed.wanted(params)},
        "metadata": merged_metadata(None, params.get("metadata") or {}),
        "mode": mode,
        "payment_method_collection": collection or ("if_required" if mode == "payment" else "always"),
        "permissions": entry.permissions(params.get("permissions")),
        "ui_mode": ui_mode,
        "wallet_options": entry.wallets(params.get("wallet_options")),
    }


def asked_of_buyer(params: Params, mode: str, customer: Record | None) -> dict[str, Any]:
    """Who the buyer is, and what is asked of them. source: recorded: bikeindex; spec"""
    email = params.get("customer_email") or (customer.get("email") if customer is not None else None)
    known = bool(email) or customer is not None
    creation = params.get("customer_creation") or ("always" if mode == "subscription" else "if_required")
    methods = params.get("saved_payment_method_options")
    guest = customer is None and mode == "payment"
    allowed = (params.get("shipping_address_collection") or {}).get("allowed_countries")
    found: dict[str, Any] = {
        "collected_information": entry.NOTHING_COLLECTED if known else None,
        "consent_collection": form.consent_collection(params.get("consent_collection")),
        "customer": customer.id if customer is not None else None,
        "customer_creation": None if customer is not None else creation,
        "customer_details": entry.details(email, customer) if known else None,
        "phone_number_collection": {
            "enabled": bool((params.get("phone_number_collection") or {}).get("enabled"))
        },
        "saved_payment_method_options": None
        if mode == "setup" or (guest and not methods)
        else entry.saved(methods or {}),
        "shipping_address_collection": {"allowed_countries": allowed} if allowed else None,
    }
    names = form.name_collection(params.get("name_collection"))
    if names:
        found["name_collection"] = names
    tax_ids = params.get("tax_id_collection")
    if tax_ids:
        wanted = tax_ids.get("required", "never")
        found["tax_id_collection"] = {"enabled": tax_ids.enabled, "required": wanted}
    return found


def remembered(params: Params) -> dict[str, Any]:
    """What a copy of the session would be asked for."""
    return {name: value for name, value in params.items() if name not in ("expand", "expires_at")}
