"""The endpoints of cards.

Owns: list, create, update. Does not own: what a new one needs (creation.py), the record (card.py), its parcel
(shipping.py). Money: none. Source: spec; docs: Issuing cards.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import cardholder as cardholders
from pinstripe.products.issuing import controls, creation, parcel, refusals
from pinstripe.products.issuing import personalization_design as designs
from pinstripe.products.issuing.card import CARD

FILTERS: Final = (
    "cardholder", "exp_month", "exp_year", "last4", "personalization_design", "status", "type",
)  # fmt: skip
OWN: Final = frozenset(
    (
        "cancellation_reason financial_account personalization_design pin shipping spending_controls status"
    ).split()
)
VERBS: Final = {"active": "activate", "inactive": "deactivate", "canceled": "cancel"}


@operation("GET /v1/issuing/cards", CARD)
def list_cards(work: Work, params: Params) -> Page:
    """Cards, newest first. source: spec"""
    referred(work, params, cardholder="issuing.cardholder")
    return show_records(work, CARD, params, CARD.path, params.pick(*FILTERS))


@operation("POST /v1/issuing/cards", CARD)
def create(work: Work, params: Params) -> Record:
    """A card for somebody. refuses: as creation. source: spec"""
    return creation.make(work, params)


@operation("POST /v1/issuing/cards/{card}", CARD, subject="card")
def update(work: Work, card: Record, params: Params) -> Record:
    """Its state, its limits, its notes, its parcel.

    refuses: wrong_card_state, reason_without_end, past_due, what `creation.drawn` refuses

    source: spec
    """
    changes = {**updates(card, params, OWN), **look(work, card, params), **cards.current(work, card)}
    if "spending_controls" in params:
        given = params.spending_controls or {}
        changes["spending_controls"] = controls.merged(
            card.spending_controls, controls.OF_CARD, given, card.currency
        )
    if params.get("financial_account"):
        changes["financial_account"] = creation.drawn(work, params.financial_account, card.currency)
    if params.get("pin"):
        work.note(card, pin=params.pin.get("encrypted_number"))
    status = params.get("status", card.status)
    if params.get("cancellation_reason") and (status != "canceled" or card.status == "canceled"):
        raise refusals.reason_without_end()
    if "status" not in params or (status == card.status and status != "canceled"):
        return work.change(card, **changes)
    return moved(work, card, status, params.get("cancellation_reason"), changes)


def moved(work: Work, card: Record, status: str, reason: str | None, changes: dict[str, Any]) -> Record:
    """The card in another state. refuses: wrong_card_state, past_due"""
    verb = VERBS[status]
    if CARD.refuses(verb, card):
        raise refusals.wrong_card_state(card, verb)
    if status == "canceled":
        was = card.body
        work.amend(card, **changes)
        cards.cancel(work, card, reason, was)
        return card
    if status == "active" and cardholders.held_up(cards.holder_of(work, card)):
        raise refusals.past_due()
    work.advance(card, verb, "done", **changes)
    if status == "active":
        cards.supersede(work, card)
    return card


def look(work: Work, card: Record, params: Params) -> dict[str, Any]:
    """Parcel and design of a card of plastic, while it has not left. refuses: virtual_only, on_its_way"""
    named = [name for name in ("shipping", "personalization_design") if params.get(name)]
    if not named:
        return {}
    if card.body["type"] == "virtual":
        raise refusals.virtual_only(named[0])
    if card.shipping["status"] != "pending":
        raise refusals.on_its_way()
    out: dict[str, Any] = {}
    if "shipping" in named:
        out["shipping"] = parcel.ordered(work, params.shipping)
    if "personalization_design" in named:
        out["personalization_design"] = designs.named(work, params.personalization_design).id
    return out
