"""Terms of a payment link: what is asked of whoever follows it, and what becomes of what they pay.

Owns: reading the parameters of a link, and what they may not be together. Does not own: the endpoints
(payment_links.py), line items (wares.py). Money: none. Source: spec; docs: Payment Links (from memory).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel import addresses
from pinstripe.kernel.generate import completed
from pinstripe.kernel.record import ABSENT, merged, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import shipping_rate as shipping_rates
from pinstripe.products.checkout import letterhead
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.payment_links import fields, refusals
from pinstripe.products.payments import parties

Body = dict[str, Any]
MOST_SHIPPING = 5
PLAIN = (
    *("active", "allow_promotion_codes", "application_fee_amount", "application_fee_percent"),
    *("billing_address_collection", "customer_creation", "inactive_message", "on_behalf_of"),
    *("managed_payments", "payment_method_collection", "payment_method_types", "submit_type"),
)
"""What is kept as it was said."""
COMPLETED = ("consent_collection", "phone_number_collection", "shipping_address_collection")
"""Hashes that are kept with nulls for what was not said."""
NO_INVOICE: Body = {
    "enabled": False,
    "invoice_data": {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": None,
        "metadata": {},
        "rendering_options": None,
    },
}
PAYMENT_ALONE = ("application_fee_amount", "invoice_creation", "payment_intent_data", "shipping_options")
SUBSCRIPTION_ALONE = ("application_fee_percent", "subscription_data")


def said(work: Work, params: Params, before: Mapping[str, Any]) -> Body:
    """The fields that a request gives a link. params: before, the body that it has. refuses: what is wrong
    with a single one of them
    """
    out: Body = {name: params[name] for name in PLAIN if name in params}
    for name in COMPLETED:
        if name in params:
            out[name] = whole(name, params[name])
    if "metadata" in params:
        out["metadata"] = merged_metadata(before.get("metadata"), params.metadata)
    for name, read in READ.items():
        if name in params:
            out[name] = read(work, params[name], before.get(name))
    return out


def whole(name: str, given: Any) -> Any:
    """A hash with nulls for what was not said. source: recorded: all recordings"""
    table = Table.load(NEWEST)
    return completed(given, table.object("payment_link").props[name], table)


def completion(work: Work, given: Params, before: Any) -> Body:
    """What is shown, or where somebody is sent, after they paid. refuses: missing_param, bad_url"""
    if given.type == "redirect":
        if not given.get("redirect"):
            raise errors.missing_param("after_completion[redirect]")
        addresses.check(given.redirect.url, "after_completion[redirect][url]")
        return {"redirect": {"url": given.redirect.url}, "type": "redirect"}
    message = (given.get("hosted_confirmation") or {}).get("custom_message")
    return {"hosted_confirmation": {"custom_message": message}, "type": "hosted_confirmation"}


def taxed(work: Work, given: Params, before: Any) -> Body:
    """Whether taxes are worked out. refuses: no_office, missing_param. source: spec"""
    liable = automatic_rates.liable(work, Params({"automatic_tax": given}))
    if given.enabled:
        automatic_rates.refuse_inactive(work, liable)
    return {"enabled": given.enabled, "liability": automatic_rates.whose(liable) if given.enabled else None}


def texts(work: Work, given: Params, before: Any) -> Body:
    """Own words beside what the page says. source: spec"""
    return {**(before or {}), **{name: None if one is None else dict(one) for name, one in given.items()}}


def invoiced(work: Work, given: Params, before: Any) -> Body:
    """Whether a payment brings an invoice, and what it says. source: spec"""
    known, said_of_it = (before or NO_INVOICE)["invoice_data"], given.get("invoice_data") or Params()
    data: Body = merged(known, said_of_it)
    data["metadata"] = merged_metadata(known["metadata"], said_of_it.get("metadata", {}))
    if data["issuer"] is None and given.enabled:
        data["issuer"] = {"type": "self"}
    if data["rendering_options"] is not None:
        data["rendering_options"] = {
            "amount_tax_display": None,
            "template": None,
            **data["rendering_options"],
        }
    return {"enabled": given.enabled, "invoice_data": data}


def names(work: Work, given: Params | None, before: Any) -> Any:
    """Whose name is asked. source: spec"""
    if given is None:
        return ABSENT
    return {who: {"optional": False, **one} for who, one in given.items() if one}


def payment(work: Work, given: Params, before: Any) -> Body:
    """What a payment says. source: spec"""
    notes = merged_metadata((before or {}).get("metadata"), given.get("metadata", {}))
    shown: Body = whole("payment_intent_data", merged(before or {}, given))
    return {**shown, "metadata": notes}


def subscribed(work: Work, given: Params, before: Any) -> Body:
    """What a subscription says. refuses: too_low. source: spec"""
    days = given.get("trial_period_days")
    if days is not None and days < 1:
        raise errors.too_low(1, "subscription_data[trial_period_days]")
    notes = merged_metadata((before or {}).get("metadata"), given.get("metadata", {}))
    known = merged(before or {}, given)
    issuer = (known.get("invoice_settings") or {}).get("issuer")
    return {
        **whole("subscription_data", known),
        "invoice_settings": {"issuer": dict(issuer or {"type": "self"})},
        "metadata": notes,
    }


def restricted(work: Work, given: Params | None, before: Any) -> Body | None:
    """How often a link may be paid. refuses: too_low. source: spec"""
    if given is None:
        return None
    limit = given.completed_sessions.limit
    if limit < 1:
        raise errors.too_low(1, "restrictions[completed_sessions][limit]")
    count = before["completed_sessions"]["count"] if before else 0
    return {"completed_sessions": {"count": count, "limit": limit}}


def shipped(work: Work, given: list[Params] | None, before: Any) -> list[Body]:
    """What sending it may cost. refuses: long_array, no_such, inactive_shipping_rate. source: spec"""
    if len(given or ()) > MOST_SHIPPING:
        raise errors.long_array("shipping_options", MOST_SHIPPING)
    found = []
    for number, one in enumerate(given or ()):
        param = f"shipping_options[{number}][shipping_rate]"
        if not one.get("shipping_rate"):
            raise errors.missing_param(param)
        rate = shipping_rates.find(work, one.shipping_rate, param)
        found.append({"shipping_amount": rate.fixed_amount["amount"], "shipping_rate": rate.id})
    return found


def tax_ids(work: Work, given: Params, before: Any) -> Body:
    """Whether a tax id is asked. source: spec"""
    return {"required": "never", **given}


def shared(work: Work, given: Params | None, before: Any) -> Body | None:
    """Whom the money is for. source: spec"""
    if given is None:
        return None
    return {"amount": None, **given}


def asked(work: Work, given: Params | None, before: Any) -> Body | None:
    """Which cards are not taken. source: spec"""
    if given is None:
        return None
    card = given.get("card", ((before or {}).get("card")))
    blocked = (card or {}).get("restrictions")
    restrictions = {"brands_blocked": list(blocked.get("brands_blocked") or ())} if blocked else None
    return {"card": None if card is None else {"restrictions": restrictions}}


READ: dict[str, Callable[[Work, Any, Any], Any]] = {
    "after_completion": completion,
    "automatic_tax": taxed,
    "custom_fields": fields.read,
    "custom_text": texts,
    "invoice_creation": invoiced,
    "name_collection": names,
    "payment_intent_data": payment,
    "payment_method_options": asked,
    "restrictions": restricted,
    "shipping_options": shipped,
    "subscription_data": subscribed,
    "tax_id_collection": tax_ids,
    "transfer_data": shared,
}
"""How each hash is read: (work, what was given, what the link has)."""


def check(work: Work, params: Params, after: Mapping[str, Any], recurs: bool) -> None:
    """What is said goes together. refuses: only_in_payment, only_in_subscription, fee_for_nobody, and what
    parties and invoices refuse. source: spec
    """
    for name in PAYMENT_ALONE if recurs else SUBSCRIPTION_ALONE:
        if params.get(name):
            raise refusals.only_in_payment(name) if recurs else refusals.only_in_subscription(name)
    letterhead.check(work, params)
    if recurs and params.get("customer_creation"):
        raise refusals.only_in_payment("customer_creation")
    if not recurs and params.get("payment_method_collection") == "if_required":
        raise refusals.only_in_subscription("payment_method_collection")
    data = after.get("transfer_data") or {}
    for name in ("application_fee_amount", "application_fee_percent"):
        if after.get(name) is None:
            continue
        if work.account == work.world.account and not data.get("destination"):
            raise refusals.fee_for_nobody(name)
        if not 0 <= after[name] <= (100 if name.endswith("percent") else after[name]):
            raise errors.too_low(0, name) if after[name] < 0 else refusals.too_high(100, name)
    if after.get("application_fee_amount") is not None and data.get("amount") is not None:
        raise refusals.fee_and_share()
    behalf = after.get("on_behalf_of")
    if behalf and "on_behalf_of" in params:
        parties.refuse_behalf(work, behalf)
    if data.get("destination") and "transfer_data" in params:
        parties.refuse_destination(work, data["destination"], behalf, "transfer_data[destination]")
