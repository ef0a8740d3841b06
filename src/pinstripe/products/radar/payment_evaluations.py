"""The endpoint of payment evaluations.

Owns: create. Does not own: the record (payment_evaluation.py), rules (verdict.py), how risky a card is
(networks/cards). Money: none. Source: spec.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel import payer
from pinstripe.kernel.generate import stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import numbers
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.products.radar import refusals, verdict
from pinstripe.products.radar.payment_evaluation import PAYMENT_EVALUATION

AMOUNT = "payment_details[amount]"


@operation("POST /v1/radar/payment_evaluations", PAYMENT_EVALUATION)
def create(work: Work, params: Params) -> Record:
    """How risky is it? refuses: bad_currency, amount_too_small, amount_too_large, resource_missing

    source: spec
    """
    details = params.payment_details
    amount, currency = details["amount"], details["currency"].lower()
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED, "payment_details[currency]")
    if amount < currencies.minimum_charge(currency):
        least = currencies.symbol_amount(currencies.minimum_charge(currency), currency)
        raise errors.amount_too_small(least, AMOUNT)
    if amount > currencies.maximum_charge(currency):
        raise errors.amount_too_large(param=AMOUNT)
    refuse_unknown(work, params.customer_details)
    key = details["payment_method_details"]["payment_method"]
    method = found(work, key)
    key = work.new_id(PAYMENT_EVALUATION)
    score, level, action = -1, "not_assessed", "continue"
    if method.body["type"] == "card":
        card = numbers.by_key(method.private["card"])
        assert card is not None, f"{method.id} has a card that nobody knows"
        level, score = work.network("cards").risk(card, key)
        action = "block" if level == "highest" else "continue"
        if verdict.any_rules(work):
            said = verdict.decide(work, Planned(work, params, method, card, level, score))
            action = {"block": "block", "allow": "continue"}.get(said.action, action)
    return work.create(
        PAYMENT_EVALUATION,
        id=key,
        **shown(work, params),
        created_at=work.now,
        recommended_action=action,
        signals={"fraudulent_payment": {"evaluated_at": work.now, "risk_level": level, "score": score}},
    )


PLACE = ("city", "country", "line1", "line2", "postal_code", "state")


def shown(work: Work, params: Params) -> dict[str, Any]:
    """What was told, as it is shown: who pays and who is sent something have addresses, even ones without a
    word. source: spec"""
    fields = stored(PAYMENT_EVALUATION, params)
    account = payer.account_of(work, params.customer_details.get("customer"))
    if account:
        fields["customer_details"] = {**fields["customer_details"], "customer_account": account}
    details = placed(fields["payment_details"], "shipping_details")
    paid = placed(details["payment_method_details"], "billing_details")
    return {**fields, "payment_details": {**details, "payment_method_details": paid}}


def placed(body: dict[str, Any], name: str) -> dict[str, Any]:
    """A hash whose part of that name, where there is one, has a whole address."""
    told = body.get(name)
    if told is None:
        return body
    return {**body, name: {**told, "address": {**dict.fromkeys(PLACE), **(told.get("address") or {})}}}


def refuse_unknown(work: Work, told: Params) -> None:
    """Who pays must be known, where it is said. refuses: resource_missing"""
    if told.get("customer"):
        work.find("customer", told.customer, "customer_details[customer]")


def found(work: Work, key: str) -> Record:
    """The method, or a fresh one of a published name. refuses: resource_missing"""
    published = REGISTRY["payment_method"].published
    known = work.peek(key, "payment_method") or (published(work, key) if published else None)
    if known is None:
        raise refusals.no_method(key)
    return known


@dataclass
class Planned:
    """What is known of a payment that is going to be made elsewhere."""

    work: Work
    params: Params
    method: Record
    card: TestCard
    level: str
    score: int

    def attribute(self, name: str) -> Any:
        """The value of an attribute, as far as it was told. source: docs: Radar"""
        told, details = self.params.customer_details, self.params.payment_details
        email = told.get("email") or self.method.billing_details["email"]
        match name:
            case "risk_level":
                return self.level
            case "risk_score":
                return self.score
            case "card_bin":
                return self.card.number[:6]
            case "card_country" | "card_brand" | "card_funding" | "card_fingerprint":
                return self.method.card[name.removeprefix("card_")]
            case "email":
                return email
            case "email_domain":
                return email.rpartition("@")[2] if email else None
            case "customer":
                return told.get("customer")
            case "currency":
                return details["currency"].lower()
            case "charge_description":
                return details.get("description")
            case "statement_descriptor":
                return details.get("statement_descriptor")
        return None

    def note(self, name: str, of_customer: bool) -> str | None:
        """A value of the evaluation's metadata. source: docs: Radar"""
        return None if of_customer else (self.params.get("metadata") or {}).get(name)
