"""The token record: card data handed over once.

Owns: the record, its single use, reading card data. Does not own: the endpoint (tokens.py), payment methods.
Money: none. Source: spec; recorded: gumroad.
Private facts: `card` (what the network knows it by), `cvc`, `billing`.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import numbers as banks
from pinstripe.networks.cards import checks, details, numbers
from pinstripe.products.methods import refusals

TOKEN = Resource("token", prefix="tok", generated="retrieve", param="token", defaults={"used": False})


def known_card(card: Params, now: int, where: str = "card") -> numbers.TestCard:
    """The test card of card data. params: where: the path of its hash. refuses: missing_param, bad_card"""
    for name in ("number", "exp_month", "exp_year"):
        if name not in card:
            raise errors.missing_param(f"{where}[{name}]")
    month, year = whole(card.exp_month, f"{where}[exp_month]"), whole(card.exp_year, f"{where}[exp_year]")
    fault = checks.refusal(card.number, month, year, card.get("cvc"), now)
    if fault is not None:
        raise refusals.bad_card(fault)
    known = numbers.by_number(checks.digits(card.number))
    assert known is not None, "a number that nobody published passed its checks"
    return known


def whole(sent: Any, param: str) -> int:
    """A number, where it may be sent as text. refuses: bad_integer. source: inferred"""
    text = str(sent)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise errors.bad_integer(text, param)
    return int(text)


def billing_of(card: Params) -> dict[str, Any]:
    """Name and address of card data, as billing details have them."""
    address = {name: card.get(f"address_{name}") for name in details.ADDRESS_FIELDS}
    return {"name": card.get("name"), "address": {**address, "postal_code": card.get("address_zip")}}


Given = tuple[numbers.TestCard, tuple[int, int, bool], dict[str, Any] | None, str | None]
"""A card, (month, year, is there a code?), billing details, the id that its token gave it."""


def card_given(work: Work, given: str | Params, param: str) -> Given:
    """What a token or card data say; a token is used up, published ones never are.

    refuses: no_such, used_token, not_a_card, missing_param, bad_card, and what a source that is a hash is
    refused for
    """
    if not isinstance(given, str):
        refuse_source(given, param)
        known = known_card(given, work.now, param)
        said = (int(given.exp_month), checks.full_year(int(given.exp_year)), "cvc" in given)
        return known, said, billing_of(given), None
    if banks.by_token(given) is not None:
        raise refusals.bank_needs_customer(param)
    card = numbers.by_token(given)
    if card is not None:
        return card, (*details.prototype_expiry(work.world_now), True), None, None
    token = taken(work, given, param)
    kind = token.body["type"]
    if kind == "bank_account":
        raise refusals.bank_needs_customer(param)
    if kind != "card":
        raise refusals.not_a_card(given, param)
    known = numbers.by_key(token.private["card"])
    assert known is not None
    said = (token.card["exp_month"], token.card["exp_year"], token.private["cvc"])
    return known, said, token.private["billing"], token.card["id"]


def refuse_source(given: Params, param: str) -> None:
    """A source that is a hash says what it is, and is a card. params: param: `source`, or `card`, which needs
    no word. refuses: source_without_object, bank_needs_customer. source: recorded: stripe-dotnet issue 360
    """
    if param != "source":
        return
    if given.get("object") is None:
        raise refusals.source_without_object()
    if given.object != "card":
        raise refusals.bank_needs_customer(param)


def code_given(work: Work, key: str, param: str) -> None:
    """A token of a security code is used up. refuses: no_such, used_token. source: spec"""
    token = work.find("token", key, param)
    if token.body["type"] != "cvc_update":
        raise errors.no_such("token", key, param, 400)
    taken(work, key, param)


def taken(work: Work, key: str, param: str) -> Record:
    """A token that is used up from now on. refuses: no_such, used_token"""
    token = work.find("token", key, param)
    if token.used:
        raise refusals.used_token(key)
    work.amend(token, used=True)
    return token
