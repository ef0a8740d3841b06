"""The endpoints that move a card's parcel in tests.

Owns: these. Does not own: the states (card.py), the parcel (parcel.py). Money: none. Source: spec (test
helpers); their order inferred.
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import parcel, refusals
from pinstripe.products.issuing import personalization_design as designs
from pinstripe.products.issuing.card import CARD

SUBMITS_SINCE: Final = "2024-09-30.acacia"
"""source: spec (the helper's description)"""
HELPER = "POST /v1/test_helpers/issuing/cards/{card}/shipping"


def moved(work: Work, card: Record, verb: str, **changes: object) -> Record:
    """The parcel goes on. refuses: wrong_shipping, not_fulfilled"""
    if card.shipping is None or CARD.refuses(verb, card):
        raise refusals.wrong_shipping(card, verb)
    if not designs.is_ready(work, card.personalization_design):
        raise refusals.not_fulfilled()
    return work.advance(card, verb, "done", **changes, **cards.current(work, card))


@operation(f"{HELPER}/submit", CARD, subject="card", verb="handle")
def submit(work: Work, card: Record, params: Params) -> Record:
    """It is being printed. refuses: version_too_old. source: spec"""
    if work.version.before(SUBMITS_SINCE):
        raise refusals.version_too_old(SUBMITS_SINCE)
    return moved(work, card, "submit")


@operation(f"{HELPER}/ship", CARD, subject="card", verb="handle")
def ship(work: Work, card: Record, params: Params) -> Record:
    """A carrier has it. source: spec"""
    return moved(
        work, card, "ship", shipping=parcel.sent(work, card.shipping or {"address": {"country": "US"}})
    )


@operation(f"{HELPER}/deliver", CARD, subject="card", verb="handle")
def deliver(work: Work, card: Record, params: Params) -> Record:
    """It is there. source: spec"""
    return moved(work, card, "deliver")


@operation(f"{HELPER}/fail", CARD, subject="card", verb="handle")
def fail(work: Work, card: Record, params: Params) -> Record:
    """It got lost. source: spec"""
    return moved(work, card, "fail")


@operation(f"{HELPER}/return", CARD, subject="card", verb="handle")
def send_back(work: Work, card: Record, params: Params) -> Record:
    """Nobody took it. source: spec"""
    return moved(work, card, "return")
