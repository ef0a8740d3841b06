"""What a source of a type says in that type's own words: an account's numbers, a card, a country.

Owns: the hash under the type's name, the private facts that a charge needs. Does not own: which types there
are (sources.py), reading numbers (room methods). Money: none.
Source: spec (what is shown); recorded: liberapay (SEPA); inferred: the rest.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.pages import page
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.sources import refusals

Described = tuple[dict[str, Any], dict[str, Any]]
"""What is shown under the type's name, and what is kept of it."""
HASHES: Final = (
    *("acss_debit", "au_becs_debit", "bancontact", "card", "ideal", "klarna", "sepa_debit", "sofort"),
    "three_d_secure",
)
"""Types that a request describes with a hash of their name."""
OWNERS: Final = {
    "ach_credit_transfer": "email",
    "acss_debit": "name",
    "au_becs_debit": "name",
    "sepa_debit": "name",
}
"""What has to be said of the owner. source: inferred"""
ACSS: Final = ("bank_address_city", "bank_address_line_1", "bank_address_line_2", "bank_address_postal_code")

MANDATES: Final = page(
    "source_mandates",
    "src",
    title="A mandate",
    means="Here a payer would read what they have agreed to, and who may debit their account.",
)


def refuse_others(params: Params, name: str) -> None:
    """A hash of another type says nothing here. refuses: of_another_type"""
    for other in HASHES:
        if other != name and params.get(other) is not None:
            raise refusals.of_another_type(name, other)


def refuse_owner(params: Params, name: str) -> None:
    """Some owners have to be known by something. refuses: missing_param"""
    needed = OWNERS.get(name)
    if needed and not (params.get("owner") or {}).get(needed):
        raise errors.missing_param(f"owner[{needed}]")


def bank_debit(work: Work, params: Params, name: str, key: str) -> Described:
    """An account that is debited when the source is charged. refuses: missing_param, those of its numbers"""
    found = kinds.named(name).read(work, params.get(name) or Params(), name, params.get("owner"))
    told, private = found.fields, {**found.private, "account": found.fields}
    if name == "sepa_debit":
        names = ("bank_code", "branch_code", "country", "fingerprint", "last4")
        reference = stable(16, work.world.seed, key, "mandate").upper()
        agreed = {"mandate_reference": reference, "mandate_url": work.public(MANDATES.path(key))}
        return {one: told[one] for one in names} | agreed, private
    if name == "au_becs_debit":
        return {one: told[one] for one in ("bsb_number", "fingerprint", "last4")}, private
    shown = {one: told[one] for one in ("bank_name", "fingerprint", "last4")}
    routing = told["transit_number"] + told["institution_number"]
    more = {"category": "checking", "country": "CA", "routing_number": routing}
    return {**dict.fromkeys(ACSS), **shown, **more}, private


def guarded(work: Work, params: Params) -> Described:
    """A card source whose holder is to prove who they are. refuses: missing_param, no_such,
    not_a_card_source, source_in_wrong_state. source: inferred
    """
    key = said(params.get("three_d_secure"), "three_d_secure", "card")
    card = work.find(OLDER_SOURCE.object, key, "three_d_secure[card]")
    if card.body["type"] != "card":
        raise refusals.not_a_card_source(key)
    if card.status != "chargeable":
        raise method_refusals.source_in_wrong_state(card, "charge")
    shown = {**card.card, "authenticated": False, "card": card.id, "customer": card.get("customer")}
    names = ("card", "billing")
    return shown, {name: card.private[name] for name in names if name in card.private}


def page_of(params: Params, name: str, address: str) -> dict[str, Any]:
    """What is added to the hash of a type whose payer agrees on a page. refuses: missing_param"""
    if name == "sofort":
        country = said(params.get("sofort"), name, "country")
        return {"country": country, "preferred_language": params.sofort.get("preferred_language")}
    if name == "klarna":
        said(params.get("klarna"), name, "product")
        given = params.klarna
        told = {
            "first_name": given.get("first_name"),
            "last_name": given.get("last_name"),
            "locale": given.get("locale"),
            "purchase_country": given.get("purchase_country"),
        }
        told = {one: value for one, value in told.items() if value}
        return {**told, "purchase_type": "buy", "redirect_url": address}
    if name == "ideal":
        return {"bank": (params.get("ideal") or {}).get("bank")}
    if name == "bancontact":
        return {"preferred_language": (params.get("bancontact") or {}).get("preferred_language")}
    return {"qr_code_url": address} if name == "wechat" else {}


def said(given: Params | None, name: str, word: str) -> Any:
    """What a hash has to say. refuses: missing_param"""
    value = given.get(word) if given else None
    if not value:
        raise errors.missing_param(f"{name}[{word}]")
    return value
