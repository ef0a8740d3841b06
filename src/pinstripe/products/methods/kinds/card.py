"""Cards.

Owns: reading card data, a card's hash on methods and charges, its checks. Does not own: the cards that
banks know (networks/cards), tokens (room methods). Money: list prices. Source: recorded: gumroad,
openfoodnetwork 2026-08. A method's private facts: `card`, what the network knows it by; `code`, its security
code until that is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks, details, numbers
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods import refusals
from pinstripe.products.methods import token as tokens
from pinstripe.products.methods.kinds import card_wishes
from pinstripe.products.methods.kinds.kind import Facts, Flow, Kind, Owner, Setup

NAME = "card"
TEST_CODE = "123"


def read(work: Work, card: Params, where: str, owner: Owner) -> Facts:
    """A token, or a number with its expiry. refuses: missing_param, bad_card, used_token"""
    if "token" in card:
        return of_token(work, card.token, f"{where}[token]", owner)
    for name in ("number", "exp_month", "exp_year"):
        if name not in card:
            raise errors.missing_param(f"{where}[{name}]")
    fault = checks.refusal(card.number, card.exp_month, card.exp_year, card.get("cvc"), work.now)
    if fault is not None:
        raise refusals.bad_card(fault)
    known = numbers.by_number(checks.digits(card.number))
    assert known is not None, "a number that nobody published passed its checks"
    written = (card.exp_month, checks.full_year(card.exp_year), "cvc" in card)
    said = facts(work, known, written, owner, (card.get("networks") or {}).get("preferred"))
    return said._replace(private={**said.private, "code": card.cvc}) if "cvc" in card else said


def of_token(work: Work, key: str, param: str, owner: Owner = None) -> Facts:
    """A card that was handed over as a token, with its owner's address where nobody says another. refuses:
    no_such, used_token
    """
    card, said, billing, _ = tokens.card_given(work, key, param)
    return facts(work, card, said, owner or billing)


def published(work: Work, key: str) -> Facts | None:
    """A published name (pm_card_visa). source: recorded: liberapay, openfoodnetwork (expiry, checks)"""
    card = numbers.by_method(key)
    return facts(work, card, (*details.prototype_expiry(work.world_now), True), None) if card else None


def facts(
    work: Work,
    card: numbers.TestCard,
    said: tuple[int, int, bool],
    billing: Mapping[str, Any] | None,
    network: str | None = None,
) -> Facts:
    """A card as its method shows it before a bank has looked. params: said: month, year, is there a code?
    network, which the holder prefers
    """
    return Facts(shown(work, card, said, billing, network), {NAME: card.key}, billing)


def shown(
    work: Work,
    card: numbers.TestCard,
    said: tuple[int, int, bool],
    billing: Mapping[str, Any] | None,
    network: str | None = None,
) -> dict[str, Any]:
    """The card's hash before a bank has looked. params: as of facts"""
    month, year, cvc = said
    address = (billing or {}).get("address") or {}
    state = checks.unchecked(cvc, bool(address.get("postal_code")), bool(address.get("line1")))
    print_ = details.fingerprint(card.number, work.world.seed)
    return details.card_of(card, month, year, print_, state, preferred_network=network)


def preferring(method: Record, network: str | None) -> dict[str, Any]:
    """The card's hash once its holder prefers a network. source: spec"""
    card, checked = method.body[NAME], method.body[NAME]["checks"]
    written = (card["exp_month"], card["exp_year"], card["fingerprint"], checked)
    found = details.card_of(known(method), *written, preferred_network=network)
    return {**card, **{name: found[name] for name in ("display_brand", "networks")}}


def known(method: Record) -> numbers.TestCard:
    """What the network knows of a method's card."""
    card = numbers.by_key(method.private[NAME])
    assert card is not None, f"{method.id} has a card that nobody knows"
    return card


def code_of(method: Record) -> str | None:
    """A card's security code, where it was given and is still there; that of tokens is one of tests.

    source: docs: Forwarding; digits inferred
    """
    if method.body[NAME]["checks"]["cvc_check"] is None:
        return None
    code: str = method.private.get("code", TEST_CODE)
    return code or None


def checks_given(method: Mapping[str, Any]) -> dict[str, Any]:
    """Which data came with a card method, as the network's questions want it: *_given."""
    found = method[NAME]["checks"] or {}
    return {
        "cvc_given": found.get("cvc_check") is not None,
        "line1_given": found.get("address_line1_check") is not None,
        "postal_given": found.get("address_postal_code_check") is not None,
    }


def after(method: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """The card's hash once the bank has looked at it: its checks are no longer unchecked.

    A bank that refuses the security code leaves the method's check as passed; an account's rule does not.

    source: recorded: gumroad-5ac3af3c8f (after a payment), openfoodnetwork 2026-08 (after attach, and after
    a refused code)
    """
    if reply.outcome is Authorized.CHALLENGED or reply.checks is None:
        return dict(method[NAME])
    found = {**(method[NAME]["checks"] or {})}
    found.update({name: result for name, result in reply.checks.items() if result is not None})
    if reply.outcome is Authorized.DECLINED and reply.code == "incorrect_cvc":
        found["cvc_check"] = "pass"
    return {**method[NAME], "checks": found}


def verify(work: Work, method: Mapping[str, Any], card: numbers.TestCard) -> Reply:
    """Ask the bank whether the card may be kept. refuses: not_kept"""
    reply = work.network("cards").verify(
        card, purpose="attach", reference=str(method["id"]), **checks_given(method)
    )
    if reply.refused:
        raise refusals.not_kept(reply)
    return reply


def keep(work: Work, method: Record) -> dict[str, Any]:
    """The bank is asked before a card is kept. refuses: not_kept. source: recorded: stripe_world, gumroad"""
    return after(method.body, verify(work, method.body, known(method)))


SECURE = (
    "authentication_flow",
    "electronic_commerce_indicator",
    "result",
    "result_reason",
    "transaction_id",
    "version",
)
"""What a setup's try says of authentication: no exemption, as a payment does. source: spec"""


def set_up(card: dict[str, Any], reply: Reply | None) -> dict[str, Any]:
    """What a setup's try says of the card. source: spec"""
    names = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    secure = reply.three_d_secure if reply is not None else None
    asked = {name: secure[name] for name in SECURE} if secure is not None else None
    return {
        **{name: card[name] for name in names},
        "network": details.network_of(card),
        "three_d_secure": asked,
        "wallet": None,
    }


EXTENDED_DAYS = 30
"""How long a bank holds money that was asked to hold it longer. source: inferred"""
OVERCAPTURE_PERCENT = 20
"""How much more than was held can be taken. source: docs: Overcapture (the example's share; networks have
less or more for a merchant's trade)
"""
OVERCAPTURED = ("amex", "discover", "mastercard", "visa")
"""source: docs: Overcapture"""


def granted(
    method: Record, asked: Mapping[str, Any], shown: dict[str, Any], currency: str, now: int
) -> dict[str, Any]:
    """What a charge shows of a payment whose caller asked for more than a plain payment: the network of a
    card that has several, a plan, and for money that is held what the bank agreed to.

    source: spec; docs: Overcapture; docs: Multicapture; docs: place a hold; inferred (days)
    """
    card, bank = method.body[NAME], known(method)
    more: dict[str, Any] = {}
    if asked.get("network") in ((card.get("networks") or {}).get("available") or ()):
        more["network"] = asked["network"]
    if plan := card_wishes.plan_of(asked, card, currency):
        more["installments"] = {"plan": plan}
    if "capture_before" not in shown:
        return {**shown, **more}
    if asked.get("request_incremental_authorization") == "if_available":
        more["incremental_authorization"] = {"status": "available"}
    if bank.limited:
        return {**shown, **more}
    if asked.get("request_multicapture") == "if_available":
        more["multicapture"] = {"status": "available"}
    if asked.get("request_overcapture") == "if_available" and bank.brand in OVERCAPTURED:
        more["overcapture"] = {**shown["overcapture"], "status": "available"}
    if asked.get("request_extended_authorization") == "if_available":
        more["extended_authorization"] = {"status": "enabled"}
        more["capture_before"] = now + EXTENDED_DAYS * DAY
    return holding({**shown, **more}, shown["amount_authorized"])


def holding(shown: Mapping[str, Any], amount: int) -> dict[str, Any]:
    """A charge's hash with what is held of the card, and what can be taken of it at most. source: docs:
    Overcapture; spec
    """
    over = shown.get("overcapture")
    if over is None:
        return {**shown, "amount_authorized": amount}
    most = amount + (amount * OVERCAPTURE_PERCENT // 100 if over["status"] == "available" else 0)
    return {**shown, "amount_authorized": amount, "overcapture": {**over, "maximum_amount_capturable": most}}


CARD = Kind(
    NAME,
    Flow.CARD,
    "card",
    read,
    details.charge_card_of,
    published,
    keep,
    movement=("charge", "charge"),
    charge_ids="ch",
    holds=True,
    kept=True,
    options={
        "installments": None,
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    },
    shape="payment_intent_payment_method_options_card",
    built="capture_method cvc_token installments mandate_options moto network request_extended_authorization "
    "request_incremental_authorization request_multicapture request_overcapture request_three_d_secure "
    "require_cvc_recollection setup_credential_usage setup_future_usage statement_descriptor_suffix_kana "
    "statement_descriptor_suffix_kanji stored_credential_usage three_d_secure",
    setup=Setup(
        set_up,
        "setup_intent_payment_method_options_card",
        {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"},
        "mandate_options moto network request_three_d_secure setup_credential_usage three_d_secure",
    ),
    widened=card_wishes.widened,
)
"""source of the options: recorded: gumroad"""
