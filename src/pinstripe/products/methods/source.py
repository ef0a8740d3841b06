"""Sources of a customer: cards kept in the way that was usual before payment methods.

Owns: the `card` object that answers show, finding a customer's sources. Does not own: the record, which is a
payment method (payment_method.py), its view (card.py), the endpoints and the default (room customers).
Money: none. Source: spec; recorded: gumroad-8e80a61d7b; docs: Cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import token as tokens
from pinstripe.products.methods.kinds import card as kind
from pinstripe.products.methods.payment_method import PAYMENT_METHOD

SOURCE_CARD = Resource("card", prefix="card", path="/v1/customers/{customer}/cards", livemode=False)


def newest(work: Work, customer: Record) -> list[Record]:
    """The customer's sources, newest first."""
    return [*work.each("payment_method", customer=customer.id, source=True)]


def in_turn(customer: Mapping[str, Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The customer's sources as lists show them: the default first. source: recorded: issue reports"""
    return sorted(found, key=lambda one: one["id"] != customer["default_source"])


def linked(work: Work, customer: Record, key: str | Params) -> Record | None:
    """A source by its id, if it is this customer's."""
    source = work.peek(key, "payment_method") if isinstance(key, str) else None
    known = source is not None and source.customer == customer.id and cards.is_source(source)
    return source if known else None


def remove(work: Work, source: Record) -> None:
    """The card is no longer among the customer's sources."""
    work.delete(source)


def change(
    work: Work, source: Record, billing: dict[str, Any], month: int, year: int, metadata: dict[str, str]
) -> None:
    """New facts about a card of a customer's sources."""
    card = {**source.card, "exp_month": month, "exp_year": year}
    work.change(source, billing_details=billing, card=card, metadata=metadata)


def keep_card(work: Work, owner: str, given: tokens.Given, metadata: dict[str, str] | None = None) -> Record:
    """A card among a customer's sources, if its bank has nothing against it. refuses: not_kept

    source: recorded: gumroad-8e80a61d7b (the card keeps the id that its token gave it; checks)
    """
    card, said, billing, key = given
    body = _body(work, given)
    reply = kind.verify(work, body, card)
    body |= {"customer": owner, kind.NAME: kind.after(body, reply), "metadata": metadata or {}}
    return work.create(PAYMENT_METHOD, **body, private={kind.NAME: card.key, "source": True})


def single_use(work: Work, given: tokens.Given) -> Record:
    """A card that is charged once and kept for nobody. source: docs: Charges API"""
    private = {kind.NAME: given[0].key, "used": True}
    return work.create(PAYMENT_METHOD, **_body(work, given), private=private)


def _body(work: Work, given: tokens.Given) -> dict[str, Any]:
    card, said, billing, key = given
    fields = kind.shown(work, card, said, billing)
    key = key or work.mint.long("card", work.now, work.account)
    return {"id": key, "created": work.now, "metadata": {}, **methods.body_of(kind.CARD, fields, billing)}
