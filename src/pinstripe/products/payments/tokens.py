"""Tokens: card data handed over once. Cards only, as yet.

Owns: the token object and its single use. Does not own: payment methods. Source: spec; recorded: gumroad.
A token's private facts: `card` (what the network knows it by), `cvc`, `billing`.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks, details, numbers
from pinstripe.products.payments import methods, refusals

TOKEN = Resource("token", prefix="tok", generated="retrieve", param="token", defaults={"used": False})


@operation(
    "POST /v1/tokens",
    TOKEN,
    missing="account bank_account customer cvc_update person pii card.networks",
    publishable=True,
)
def create(work: Work, params: Params) -> Record:
    """Card data as a token. source: spec; recorded: gumroad"""
    card = params.get("card")
    if not isinstance(card, Params):
        raise errors.missing_param("card")
    for name in ("number", "exp_month", "exp_year"):
        if name not in card:
            raise errors.missing_param(f"card[{name}]")
    month, year = int(card.exp_month), int(card.exp_year)
    fault = checks.refusal(card.number, month, year, card.get("cvc"), work.now)
    if fault is not None:
        raise refusals.bad_card(fault)
    known = numbers.by_number(checks.digits(card.number))
    assert known is not None, "a number that nobody published passed its checks"
    address = {
        name: card.get(f"address_{name}") for name in ("city", "country", "line1", "line2", "state", "zip")
    }
    shown = details.legacy_card_of(
        known,
        month,
        checks.full_year(year),
        details.fingerprint(known.number, work.world.seed),
        address=address,
        name=card.get("name"),
        cvc_check="unchecked" if "cvc" in card else None,
        line1_check="unchecked" if address["line1"] else None,
        zip_check="unchecked" if address["zip"] else None,
    )
    key = work.mint.long("card", work.now, work.account)
    billing = {
        "name": card.get("name"),
        "address": {**{n: v for n, v in address.items() if n != "zip"}, "postal_code": address["zip"]},
    }
    facts = {"card": known.key, "cvc": "cvc" in card, "billing": billing}
    return work.create(TOKEN, type="card", client_ip=None, card={"id": key, **shown}, private=facts)


def spend(work: Work, key: str, param: str, given: dict[str, Any]) -> Record:
    """A payment method from a token, which is used up; published tokens never are. refuses: no_such,
    used_token"""
    card = numbers.by_token(key)
    if card is not None:
        return methods.from_card(work, card, **given)
    token = work.find("token", key, param)
    if token.used:
        raise refusals.used_token(key)
    work.amend(token, used=True)
    known = numbers.by_key(token.private["card"])
    assert known is not None
    if not given.get("billing"):
        given = {**given, "billing": token.private["billing"]}
    return methods.make(
        work, known, token.card["exp_month"], token.card["exp_year"], token.private["cvc"], **given
    )
