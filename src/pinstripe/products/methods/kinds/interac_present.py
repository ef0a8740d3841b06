"""Interac cards, the debit cards of Canada, which are presented to a reader.

Owns: the hash of such a card, of its charge. Does not own: readers (room terminal), what banks say
(networks/cards). Money: 15 cents; it is taken at once, and goes back at a reader alone.
Source: spec; docs: Terminal testing; inferred (the fee).
A method's private facts: as of cards that are presented.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.work import Work
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Reply
from pinstripe.products.methods.kinds.card_present import common, read, seen
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind

NAME = "interac_present"


def presented(work: Work, card: TestCard, presence: Mapping[str, Any]) -> Facts:
    """An Interac card that is held to a reader. source: spec"""
    return Facts(seen(work, card), {"card": card.key, "presence": dict(presence)})


def details(
    card: dict[str, Any],
    reply: Reply,
    amount: int,
    *,
    captured: bool,
    now: int,
    known: TestCard,
    presence: Mapping[str, Any],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """What a charge says of an Interac card. source: spec"""
    return common(card, reply, known, presence)


INTERAC_PRESENT = Kind(
    NAME,
    Flow.IN_PERSON,
    "interac",
    read,
    details,
    currencies=("cad",),
    fee=Fee(0, 15),
    movement=("charge", "charge"),
    charge_ids="ch",
    single_message=True,
    presented=presented,
    usual_card="4506445006931933",
)
