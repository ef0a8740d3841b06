"""The payment method record: how somebody pays; found, made, kept for a customer.

Owns: the record, making a card method, attaching and detaching, who a customer's default is.
Does not own: the endpoints (payment_methods.py), reading card data (creation.py), charging (room payments).
Money: none. Source: recorded: gumroad, openfoodnetwork, stripe_world phase 6.
Private facts: `card` (what the network knows it by), `used`, `set_up`, `left` (the customer that it was
detached from), `source` (a card of a customer's sources).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks, details, numbers
from pinstripe.networks.port import Reply
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import card_body, card_checks, refusals
from pinstripe.products.methods.card_checks import method_after


def published(work: Work, key: str) -> Record | None:
    """A fresh method of a published name (pm_card_visa). source: recorded: liberapay, openfoodnetwork"""
    card = numbers.by_method(key)
    return from_card(work, card) if card is not None else None


# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to   event
    ("attach", "done", ANY, "=", "payment_method.attached"),
    ("detach", "done", ANY, "=", "payment_method.detached"),
    ("update", "done", ANY, "=", "payment_method.updated"),
)
# fmt: on

PAYMENT_METHOD = Resource(
    "payment_method",
    prefix="pm",
    generated="retrieve",
    twins=(cards.CARD,),
    published=published,
    noun="PaymentMethod",
    param="payment_method",
    lifecycle=LIFECYCLE,
    tells_changes="payment_method.detached",
    index=("customer", "type", "source=private.source"),
    status="",
)


def resolve(work: Work, key: str, param: str | None) -> Record:
    """The method of an id; a published name (pm_card_visa) makes a fresh one. refuses: no_such"""
    return published(work, key) or work.find("payment_method", key, param)


def from_card(work: Work, card: numbers.TestCard, **given: Any) -> Record:
    """A method of a card known by its published name. source: recorded: openfoodnetwork (expiry, checks)"""
    month, year = details.prototype_expiry(work.world_now)
    return make(work, card, month, year, True, **given)


def make(
    work: Work,
    card: numbers.TestCard,
    month: int,
    year: int,
    cvc: bool,
    *,
    billing: Mapping[str, Any] | None = None,
    metadata: Mapping[str, str | None] | None = None,
    allow_redisplay: str = "unspecified",
) -> Record:
    """A card method that belongs to nobody yet."""
    body = card_body.payment_method_body(
        shown(work, card, (month, year, cvc), billing),
        now=work.now,
        billing=billing,
        metadata=merged_metadata(None, metadata or {}),
        allow_redisplay=allow_redisplay,
    )
    return work.create(PAYMENT_METHOD, **body, private={"card": card.key})


def shown(
    work: Work, card: numbers.TestCard, said: tuple[int, int, bool], billing: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The card as the method shows it before a bank has looked. said: month, year, is there a code?"""
    month, year, cvc = said
    address = (billing or {}).get("address") or {}
    state = checks.unchecked(cvc, bool(address.get("postal_code")), bool(address.get("line1")))
    return details.card_of(card, month, year, details.fingerprint(card.number, work.world.seed), state)


def keep_card(
    work: Work,
    owner: str,
    card: numbers.TestCard,
    said: tuple[int, int, bool],
    billing: Mapping[str, Any] | None,
    key: str | None,
    metadata: Mapping[str, str] | None = None,
) -> Record:
    """A card among a customer's sources, if its bank has nothing against it. refuses: not_kept

    source: recorded: gumroad-8e80a61d7b (the card keeps the id that its token gave it; checks)
    """
    key = key or work.mint.long("card", work.now, work.account)
    body = card_body.payment_method_body(
        shown(work, card, said, billing), now=work.now, billing=billing, metadata=metadata
    )
    reply = work.network("cards").verify(
        card, purpose="attach", reference=key, **card_checks.checks_given(body)
    )
    if reply.refused:
        raise refusals.not_kept(reply)
    body |= {"id": key, "customer": owner, "card": card_checks.method_after(body, reply)}
    return work.create(PAYMENT_METHOD, **body, private={"card": card.key, "source": True})


def single_use(
    work: Work,
    card: numbers.TestCard,
    said: tuple[int, int, bool],
    billing: Mapping[str, Any] | None,
    key: str | None,
) -> Record:
    """A card that is charged once and kept for nobody. source: docs: Charges API"""
    key = key or work.mint.long("card", work.now, work.account)
    body = card_body.payment_method_body(shown(work, card, said, billing), now=work.now, billing=billing)
    return work.create(PAYMENT_METHOD, **{**body, "id": key}, private={"card": card.key, "used": True})


def card_of(method: Record) -> numbers.TestCard:
    """What the network knows of a method's card."""
    card = numbers.by_key(method.private["card"])
    assert card is not None, f"{method.id} has a card that nobody knows"
    return card


def attach(work: Work, method: Record, customer: Record) -> Record:
    """Keep a method for a customer; the bank is asked whether the card is good.

    refuses: attached_elsewhere, consumed_method, not_kept. source: recorded: stripe_world, gumroad
    """
    if method.customer == customer.id:
        return method
    if method.customer is not None:
        raise refusals.attached_elsewhere()
    if method.private.get("used"):
        raise refusals.consumed_method()
    reply = work.network("cards").verify(
        card_of(method), purpose="attach", reference=method.id, **card_checks.checks_given(method.body)
    )
    if reply.refused:
        raise refusals.not_kept(reply)
    if customer.clock and not method.clock:
        method.clock = customer.clock
    return work.advance(
        method, "attach", "done", customer=customer.id, card=card_checks.method_after(method.body, reply)
    )


def adopt(work: Work, customer: Record, key: str, param: str = "payment_method") -> Record:
    """The method of an id, attached to the customer if it is not."""
    return attach(work, resolve(work, key, param), customer)


def owned(work: Work, customer: Record, key: str, param: str) -> Record:
    """A method that the customer has. refuses: no_such, not_the_customers"""
    method = work.find("payment_method", key, param)
    if method.customer != customer.id:
        raise refusals.not_the_customers(key, param)
    return method


def for_customer(work: Work, customer: Record) -> Record | None:
    """The customer's default: for invoices first, then the older default source. source: docs:
    subscriptions"""
    for key in (customer.at("invoice_settings", "default_payment_method"), customer.get("default_source")):
        method = work.peek(key, "payment_method") if key else None
        if method is not None:
            return method
    return None


def seen(work: Work, method: Record, reply: Reply) -> None:
    """The bank has looked at the card: its checks are known, and a method that nobody keeps is used up.

    source: recorded: gumroad-35e84d4c91 (a declined one, too)
    """
    card = method_after(method.body, reply)
    if card != method.card:
        work.amend(method, card=card)
    if method.customer is None:
        work.note(method, used=True)


def remember_set_up(work: Work, method: Record) -> None:
    """The holder agreed to later payments: they need not be asked again."""
    work.note(method, set_up=True)


def detach(work: Work, method: Record) -> Record:
    """The method leaves its customer and can't be used again. source: recorded: stripe_world phase 6"""
    work.note(method, used=True, source=None, left=method.customer)
    return work.advance(method, "detach", "done", customer=None)
