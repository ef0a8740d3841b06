"""The endpoints by which tests play the merchant and his bank.

Owns: authorizations that are asked for, raised, taken, reversed, left to expire. Does not own: the decision
(pipeline.py), what is taken (clearing.py). Money: as those. Source: spec (test helpers);
docs: Testing Issuing; docs: Stripe CLI (the older path).
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.outside import Asking
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import authorization as authorizations
from pinstripe.products.authorizations import clearing, pipeline, refusals, shop, wallet
from pinstripe.products.authorizations.authorization import AUTHORIZATION
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import token as tokens

HELPER: Final = "POST /v1/test_helpers/issuing/authorizations"
ONE: Final = f"{HELPER}/{{authorization}}"


@operation(HELPER, AUTHORIZATION)
def create(work: Work, params: Params) -> Asking:
    """A card is to be paid with. refuses: resource_missing, no_amount. source: spec; docs: Testing Issuing"""
    card = work.find("issuing.card", params.card, "card")
    return (yield from opened(work, card, params, shop.price(params, card)))


@operation(
    "POST /v1/issuing/cards/{card}/test/authorizations", AUTHORIZATION, subject="card", of="issuing.card"
)
def create_on_card(work: Work, card: Record, params: Params) -> Asking:
    """The same by its older path. source: docs: Stripe CLI"""
    amount = params.get("held_amount", params.get("amount", 0))
    stated = params.get("held_currency", params.get("currency", card.currency))
    priced = Params({**params, "amount": amount, "currency": stated})
    return (yield from opened(work, card, params, shop.price(priced, card)))


def opened(work: Work, card: Record, params: Params, price: shop.Price) -> Asking:
    """An authorization, decided. source: spec"""
    place, method = shop.of(params), params.get("authorization_method", "online")
    phone = params.get("wallet")
    risk = params.get("risk_assessment") or {}
    fraud = risk.get("fraud_risk") or {}
    score = fraud.get("score")
    made = work.create(
        AUTHORIZATION,
        "opened",
        amount_details=shop.details(params),
        authorization_method=method,
        card=cards.shown(work, card),
        card_presence="present" if method in shop.PRESENT else "not_present",
        cardholder=card.cardholder["id"],
        currency=card.currency,
        fleet=shop.filled("issuing_authorization_fleet_data", params.get("fleet")),
        fuel=shop.filled("issuing_authorization_fuel_data", params.get("fuel")),
        merchant_currency=price.merchant_currency,
        merchant_data=place,
        network_data=shop.filled("issuing_authorization_network_data", params.get("network_data")),
        token=tokens.of_wallet(work, card, phone) if phone else None,
        treasury=wallet.blank(card.financial_account),
        verification_data=shop.verification(params),
        verified_by_fraud_challenge=confirmed(card, place),
        wallet=phone,
        **shop.risks(params),
        private={
            "wallet": card.financial_account,
            "risk": fraud.get("level"),
            "score": None if score is None else int(score),
        },
    )
    asked = pipeline.request(
        made, price.amount, price.merchant_amount, params.get("is_amount_controllable", False)
    )
    return (yield from pipeline.run(work, made, asked))


def confirmed(card: Record, place: dict[str, Any]) -> bool | None:
    """Did the holder say of a payment at the same merchant's that it was them? source: spec (fraud
    challenges); that the last merchant alone counts: inferred
    """
    return True if cards.vouched(card) == place["network_id"] else None


def standing(authorization: Record, verb: str) -> None:
    """Is it approved, open and decided? refuses: wrong_state, undecided"""
    if authorization.pending_request is not None:
        raise refusals.undecided(verb)
    if authorization.status != "pending":
        raise refusals.wrong_state(authorization, verb)


@operation(f"{ONE}/increment", AUTHORIZATION, subject="authorization", verb="handle")
def increment(work: Work, authorization: Record, params: Params) -> Asking:
    """The merchant asks for more. refuses: wrong_state, too_low. source: spec"""
    standing(authorization, "increment")
    amount = params.increment_amount
    if amount < 1:
        raise errors.too_low(1, "increment_amount")
    abroad = shop.worth(amount, authorization.currency, authorization.merchant_currency)
    if authorization.amount:
        abroad = shop.share(authorization.merchant_amount, amount, authorization.amount)
    asked = pipeline.request(authorization, amount, abroad, params.get("is_amount_controllable", False))
    return (yield from pipeline.run(work, authorization, asked))


@operation(f"{ONE}/capture", AUTHORIZATION, subject="authorization", verb="handle")
def capture(work: Work, authorization: Record, params: Params) -> Record:
    """The merchant takes the money, in whatever state the authorization is, if it was approved.

    refuses: wrong_state, undecided, too_low. source: spec; docs: Testing Issuing (regardless of the state)
    """
    if authorization.pending_request is not None:
        raise refusals.undecided("capture")
    if not authorization.approved:
        raise refusals.wrong_state(authorization, "capture")
    taken = sum(-one["amount"] for one in authorization.transactions if one["amount"] < 0)
    amount = params.get("capture_amount", max(authorization.amount - taken, 0))
    if amount < 1:
        raise errors.too_low(1, "capture_amount")
    close = params.get("close_authorization", True)
    return clearing.capture(work, authorization, amount, close, params.get("purchase_details"))


@operation(f"{ONE}/reverse", AUTHORIZATION, subject="authorization", verb="handle")
def reverse(work: Work, authorization: Record, params: Params) -> Record:
    """The merchant does not want it, or less of it. refuses: wrong_state, too_low, too_much. source: spec"""
    standing(authorization, "reverse")
    was, held = authorization.body, authorization.private.get("held", 0)
    amount = params.get("reverse_amount", held)
    if amount < (1 if held else 0):
        raise errors.too_low(1, "reverse_amount")
    if amount > held:
        raise refusals.too_much(held, "reverse_amount")
    authorizations.release(work, authorization, amount, unspent=amount)
    abroad = shop.share(authorization.merchant_amount, amount, authorization.amount)
    rest = authorization.amount - amount
    outcome = "part" if amount < held else "rest" if authorization.transactions else "whole"
    if outcome != "part":
        work.unschedule("end", authorization)
        wallet.finish(work, authorization)
    facts = {"amount": rest, "merchant_amount": authorization.merchant_amount - abroad}
    work.advance(authorization, "reverse", outcome, card=authorizations.carried(work, authorization), **facts)
    return authorizations.tell(work, authorization, was)


@operation(f"{ONE}/expire", AUTHORIZATION, subject="authorization", verb="handle")
def expire(work: Work, authorization: Record, params: Params) -> Record:
    """Its time is over. refuses: wrong_state. source: spec"""
    standing(authorization, "expire")
    return authorizations.expire(work, authorization)


@operation(f"{ONE}/finalize_amount", AUTHORIZATION, subject="authorization", verb="handle")
def finalize_amount(work: Work, authorization: Record, params: Params) -> Record:
    """The pump has stopped: the estimate becomes what was filled. refuses: wrong_state, too_low. source:
    spec
    """
    standing(authorization, "finalize")
    was, wanted = authorization.body, params.final_amount
    if wanted < 0:
        raise errors.too_low(0, "final_amount")
    more = wanted - authorization.amount
    if -more > authorization.private.get("held", 0):
        raise errors.too_low(authorization.amount - authorization.private.get("held", 0), "final_amount")
    if more > 0:
        authorizations.hold(work, authorization, "approve", more)
    elif more < 0:
        authorizations.release(work, authorization, -more, unspent=-more)
    facts: dict[str, Any] = {"amount": wanted}
    facts["merchant_amount"] = shop.share(authorization.merchant_amount, wanted, authorization.amount)
    for name in ("fuel", "fleet"):
        if params.get(name):
            facts[name] = shop.filled(f"issuing_authorization_{name}_data", params[name])
    work.advance(authorization, "finalize", "done", card=authorizations.carried(work, authorization), **facts)
    return authorizations.tell(work, authorization, was)


@operation(f"{ONE}/fraud_challenges/respond", AUTHORIZATION, subject="authorization", verb="handle")
def respond(work: Work, authorization: Record, params: Params) -> Record:
    """The holder says whether it was them. refuses: no_challenge. source: spec"""
    known = authorization.fraud_challenges or []
    if not any(one["status"] == "pending" for one in known):
        raise refusals.no_challenge()
    was = authorization.body
    said = "verified" if params.confirmed else "rejected"
    answered = [{**one, "status": said} if one["status"] == "pending" else one for one in known]
    if params.confirmed:
        card = authorizations.card_of(work, authorization)
        cards.vouch(work, card, authorization.merchant_data["network_id"])
    carried = authorizations.carried(work, authorization)
    work.advance(authorization, "respond", "done", fraud_challenges=answered, card=carried)
    return authorizations.tell(work, authorization, was)
