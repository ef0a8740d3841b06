"""What the hosted page asks: its fields by what the session collects, and what was filled in, read.

Owns: names of fields, which of them stand there, reading them. Does not own: what follows (hosted_page.py),
how they look (control/sheets.py), what must be filled in (purchase.py, form.py). Money: none.
Source: docs: Checkout (what a page collects); the fields are our own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Field, Told
from pinstripe.kernel.work import Work
from pinstripe.products.checkout import combination, entry, form
from pinstripe.products.checkout.purchase import Form, needs_method
from pinstripe.products.customers import tax_id as tax_ids
from pinstripe.products.methods import page_entry

ADDRESS = (
    ("line1", "Address"),
    ("line2", "Address, second line"),
    ("city", "City"),
    ("state", "State"),
    ("postal_code", "Postal code"),
    ("country", "Country (two letters)"),
)
SHORT = ("postal_code", "country")
"""What a page asks of an address where it needs no more. source: docs: Checkout"""
CONSENTS = {
    "terms_of_service": "I agree to the terms of service",
    "promotions": "Send me news and offers",
}


def kind_of(session: Record, sent: Told) -> str:
    """The kind of method that is filled in."""
    types: list[str] = session.payment_method_types
    return sent["type"] if sent.get("type") in types else types[0]


def of(work: Work, session: Record, sent: Told) -> tuple[Field, ...]:
    """All that the page asks. params: sent, what was filled in before"""
    fields = [*basket(work, session, sent), *buyer(session, sent), *merchants(session, sent)]
    if needs_method(session):
        fields += method(work, session, sent)
    fields.append(hidden("expected", str(session.amount_total)))
    return tuple(fields)


def hidden(name: str, value: str) -> Field:
    """What the page keeps for itself."""
    return Field(name, "", value, "hidden")


def text(name: str, label: str, sent: Told, value: str | None = None, kind: str = "text") -> Field:
    """One line; whoever confirms is told what is missing, so that a code can be tried before."""
    return Field(name, label, sent.get(name, value or ""), kind, required=False)


def tick(name: str, label: str, sent: Told) -> Field:
    """A box to tick."""
    return Field(name, label, "yes", "checkbox", required=False, ticked=bool(sent.get(name)))


def basket(work: Work, session: Record, sent: Told) -> list[Field]:
    """Quantities, amounts that the buyer chooses, optional items, ways of sending, codes."""
    found = []
    for line, item in zip(session.private["lines"], session.private["items"], strict=True):
        if line["adjustable"]:
            label = f"Quantity of {item['description']}"
            found.append(text(f"quantity-{line['id']}", label, {}, str(line["quantity"]), "number"))
        if line["amount"] is not None:
            words = f"Amount for {item['description']} ({session.currency.upper()}, in its smallest unit)"
            found.append(text(f"amount-{line['id']}", words, {}, str(line["amount"]), "number"))
    for number, one in enumerate(session.get("optional_items") or ()):
        name = work.load(work.load(one["price"], "price").product, "product").name
        found.append(text(f"option-{number}", f"Add {name} (quantity)", sent, "0", "number"))
    ways = session.shipping_options
    if ways:
        chosen = (session.shipping_cost or {}).get("shipping_rate") or ""
        options = tuple((one["shipping_rate"], way(work, one, session.currency)) for one in ways)
        found.append(Field("sending", "Shipping", chosen, "select", options))
    if session.allow_promotion_codes:
        found.append(text("code", "Promotion code", sent))
    return found


def way(work: Work, option: Mapping[str, Any], currency: str) -> str:
    """A way of sending, in words."""
    rate = work.load(option["shipping_rate"], "shipping_rate")
    return f"{rate.display_name}: {currencies.symbol_amount(option['shipping_amount'], currency)}"


def buyer(session: Record, sent: Told) -> list[Field]:
    """Who buys, where they are, and where it is sent."""
    known = session.customer_details or {}
    found = []
    if not known.get("email"):
        found.append(text("email", "E-mail", sent, kind="email"))
    found.append(text("name", "Name", sent))
    if session.phone_number_collection["enabled"]:
        found.append(text("phone", "Phone number", sent, kind="tel"))
    whole = session.billing_address_collection == "required" or session.automatic_tax["enabled"]
    for name, label in ADDRESS:
        if whole or name in SHORT:
            found.append(text(f"address-{name}", label, sent))
    if session.shipping_address_collection:
        found.append(text("shipping-name", "Shipping: name", sent))
        found += [text(f"shipping-{name}", f"Shipping: {label.lower()}", sent) for name, label in ADDRESS]
    if (session.get("tax_id_collection") or {}).get("enabled"):
        found.append(text("tax-type", "Kind of tax ID (such as eu_vat)", sent))
        found.append(text("tax-value", "Tax ID", sent))
    return found


def merchants(session: Record, sent: Told) -> list[Field]:
    """What the merchant asks in addition."""
    found = []
    for kind, how in (session.get("name_collection") or {}).items():
        if how["enabled"]:
            found.append(text(f"{kind}_name", f"{kind.capitalize()} name", sent))
    for one in session.custom_fields:
        asked, name = one[one["type"]], f"field-{one['key']}"
        words = one["label"]["custom"] + (" (optional)" if one["optional"] else "")
        value = sent.get(name, asked["default_value"] or "")
        if one["type"] == "dropdown":
            options = tuple((option["value"], option["label"]) for option in asked["options"])
            blank = (("", ""),) if asked["default_value"] is None else ()
            found.append(Field(name, words, value, "select", (*blank, *options), required=False))
        else:
            found.append(text(name, words, sent, asked["default_value"]))
    consent = session.consent_collection or {}
    for name, words in CONSENTS.items():
        if consent.get(name) in ("required", "auto"):
            found.append(tick(name, words, sent))
    return found


def method(work: Work, session: Record, sent: Told) -> list[Field]:
    """How it is paid: with a method that was kept, or a new one of a kind."""
    kind = kind_of(session, sent)
    found = []
    kept = saved(work, session)
    if kept:
        options = (("", "Another one"), *((one.id, words_of(one)) for one in kept))
        found.append(
            Field("saved", "Saved methods", sent.get("saved", ""), "select", options, required=False)
        )
        if options_of(session).get("payment_method_remove") == "enabled":
            none = (("", "None"), *((one.id, words_of(one)) for one in kept))
            found.append(Field("remove", "Remove a saved method", "", "select", none, required=False))
    if options_of(session).get("payment_method_save") == "enabled":
        found.append(tick("save", "Save this method for next time", sent))
    types = tuple((name, name.replace("_", " ")) for name in session.payment_method_types)
    if len(types) > 1:
        found.append(Field("type", "Payment method", kind, "select", types))
    found += [text(f"{kind}-{name}", label, sent) for name, label in page_entry.DETAILS.get(kind, ())]
    found.append(hidden("shown", kind))
    return found


def options_of(session: Record) -> Mapping[str, Any]:
    """What a buyer may do with kept methods."""
    return session.saved_payment_method_options or {}


def saved(work: Work, session: Record) -> list[Record]:
    """The methods that a known customer may choose from. source: spec (saved_payment_method_options)"""
    if not session.customer or session.mode == "setup":
        return []
    shown = options_of(session).get("allow_redisplay_filters") or ["always"]
    known = work.where("payment_method", 100, customer=session.customer)
    return [
        one
        for one in known
        if one.allow_redisplay in shown and one.body["type"] in session.payment_method_types
    ]


def words_of(kept: Record) -> str:
    """A kept method, in words."""
    about = kept.body[kept.body["type"]]
    return f"{about.get('brand') or kept.body['type']} {about.get('last4') or ''}".strip()


def gathered(sent: Told, head: str) -> dict[str, str]:
    """The fields whose names begin so, without that."""
    return {name.removeprefix(head): value.strip() for name, value in sent.items() if name.startswith(head)}


def form_of(session: Record, sent: Told) -> Form:
    """What was filled in."""
    address, sending = gathered(sent, "address-"), gathered(sent, "shipping-")
    known = (session.customer_details or {}).get("email")
    shipping = None
    if sending.get("line1"):
        name = sending.pop("name", "") or sent.get("name", "")
        shipping = {"address": form.address_of(sending) or {}, "name": name}
    kind, value = sent.get("tax-type", "").strip(), sent.get("tax-value", "").strip()
    answers = {**gathered(sent, "field-"), **{name: sent[name] for name in CONSENTS if sent.get(name)}}
    answers |= {name: sent[name].strip() for name in entry.NOTHING_COLLECTED if sent.get(name)}
    return Form(
        email=known or sent.get("email", "").strip() or None,
        name=sent.get("name", "").strip() or None,
        phone=sent.get("phone", "").strip() or None,
        address=form.address_of(address),
        shipping=shipping,
        tax_id={"type": kind, "value": value} if kind and value else None,
        answers=answers,
        keeps=bool(sent.get("save")) and options_of(session).get("payment_method_save") == "enabled",
    )


def wrong(session: Record, given: Form) -> str:
    """What somebody filled in that cannot be, or what every page must know; empty where that is nothing.
    source: docs: Checkout (an e-mail is always collected); inferred (rules of phone numbers)"""
    if not given.email:
        return "Please fill in: E-mail."
    if not combination.EMAIL.fullmatch(given.email):
        return "Your email is invalid."
    digits = re.sub(r"[\s().-]", "", given.phone or "")
    if given.phone and not PHONE.fullmatch(digits):
        return "Your phone number is invalid."
    if given.tax_id and not tax_ids.is_taken(given.tax_id["type"], given.tax_id["value"]):
        return "Your tax ID is invalid."
    return ""


PHONE = re.compile(r"\+?[0-9]{7,15}")


def described(session: Record, sent: Told, given: Form) -> Params:
    """The method that was filled in, as a request would describe it."""
    kind = kind_of(session, sent)
    owner = {"address": given.address and Params(given.address), "email": given.email, "name": given.name}
    return page_entry.described(kind, gathered(sent, f"{kind}-"), {**owner, "phone": given.phone})
