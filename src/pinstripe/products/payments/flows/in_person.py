"""The in-person flow: a card is presented to a reader, and its bank answers at once.

Owns: presenting a card for an intent, the card that is kept of it. Does not own: readers and what they show
(room terminal). Money: the charge's. Source: spec; docs: Terminal testing; inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, assert_never

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import numbers
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods import kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card, card_present
from pinstripe.products.methods.kinds.kind import Facts, Flow, Kind
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import kind_refusals, outcome, refusals
from pinstripe.products.payments.outcome import Asked, Attempt


class Presented(NamedTuple):
    """What a reader reads.

    kind: of method, "" for what the intent takes. number: the card's, "" for the usual one. typed: the facts
    of
    a card whose number the cashier types in. tip: what the payer adds. reader, location: where. stored_at:
    when it was read by a reader without a connection. allow_redisplay: of the card that is kept of it.
    """

    kind: str = ""
    number: str = ""
    typed: Facts | None = None
    tip: int | None = None
    reader: str = ""
    location: str = ""
    stored_at: int | None = None
    allow_redisplay: str = "unspecified"

    @property
    def presence(self) -> dict[str, Any]:
        """What the method remembers of it."""
        names = ("reader", "location", "stored_at", "allow_redisplay")
        return {name: getattr(self, name) for name in names}


def attempt(work: Work, asked: Asked) -> Attempt:
    """Ask the bank of a card that was presented: its holder is there and need not be asked again."""
    intent, method = asked.intent, asked.method
    known = card.known(method)
    reply = work.network("cards").authorize(
        known,
        intent.amount,
        intent.currency,
        off_session=False,
        reference=asked.reference,
        authenticated=True,
        in_person=True,
    )
    if (
        reply.outcome is Authorized.CHALLENGED
    ):  # a world's faults may say so: nobody can be sent to a page here
        return outcome.challenged(work, asked._replace(actions=False), {})
    details = said(work, method, reply, intent.amount, asked.options, captured=asked.capture)
    kept = None
    if reply.approved and asked.kind.generates and outcome.usage_of(intent, asked.kind) is not None:
        kept = generated(work, method)
        details["generated_card"] = kept.id
    charge = charges.create(work, intent, method, reply, details, capture=asked.capture)
    methods.seen(work, method)
    if kept is not None:
        origin = {"charge": charge.id, "payment_method_details": charge.payment_method_details}
        came_from(work, kept, origin, intent.customer)
    match reply.outcome:
        case Authorized.APPROVED:
            return outcome.approved(work, asked, charge, card_present.hold_seconds(asked.options))
        case Authorized.DECLINED | Authorized.BLOCKED:
            return outcome.declined(work, asked, charge, reply)
        case _:
            assert_never(reply.outcome)


def said(
    work: Work,
    method: Record,
    reply: Reply,
    amount: int,
    options: Mapping[str, Any] | None = None,
    *,
    captured: bool = True,
) -> dict[str, Any]:
    """What is said of a presented card once its bank answered. params: options: what its intent asks for"""
    kind = kinds.kind_of(method)
    return kind.details(
        method.body[kind.name],
        reply,
        amount,
        captured=captured,
        now=work.now,
        known=card.known(method),
        presence=method.private["presence"],
        options=options or {},
    )


def generated(work: Work, method: Record) -> Record:
    """The card that is kept of a presented one. source: spec"""
    presence = method.private["presence"]
    shown = method.body[method.body["type"]]
    known = card.known(method)
    facts = card.facts(work, known, (shown["exp_month"], shown["exp_year"], False), None)
    return methods.make(work, kinds.DEFAULT, facts, allow_redisplay=presence["allow_redisplay"], set_up=True)


def came_from(work: Work, made: Record, origin: dict[str, Any], customer: str | None) -> None:
    """Says of a kept card which payment or setup it was made of; the customer has it, where there is one.
    source: spec (generated_from)
    """
    name = kinds.DEFAULT.name
    blank = {"charge": None, "payment_method_details": None, "setup_attempt": None}
    shown = {**made.body[name], "generated_from": {**blank, **origin}}
    if customer is None:
        work.amend(made, **{name: shown})
    else:
        methods.attach(work, made, work.load(customer, "customer"), looked=shown)


def method_of(work: Work, intent: Record, presented: Presented) -> Record:
    """The method of a card that is held to a reader for an intent, paid or set up. refuses: wrong_state,
    not_in_person, unknown_card, wrong_kind
    """
    if intent.status not in ("requires_payment_method", "requires_confirmation"):
        raise refusals.wrong_state(intent, "present")
    types = intent.payment_method_types
    if presented.typed is not None:
        if kinds.DEFAULT.name not in types:
            raise kind_refusals.wrong_kind(intent, kinds.DEFAULT.name)
        return methods.make(work, kinds.DEFAULT, presented.typed)
    possible = [kinds.KINDS[name] for name in types if in_person(name)]
    if not possible:
        raise refusals.not_in_person(intent)
    kind, known = read(possible, presented)
    if kind not in possible:
        raise kind_refusals.wrong_kind(intent, kind.name)
    facts = kind.presented(work, known, presented.presence)
    return methods.make(work, kind, facts, allow_redisplay=presented.allow_redisplay)


def in_person(name: str) -> bool:
    """Is a kind one that readers read?"""
    return name in kinds.KINDS and kinds.KINDS[name].flow is Flow.IN_PERSON


def read(possible: list[Kind], presented: Presented) -> tuple[Kind, TestCard]:
    """The kind of what a reader reads, and what the network knows of it. refuses: unknown_card"""
    named = kinds.KINDS.get(presented.kind)
    kind = named or possible[0]
    known = numbers.by_presented(presented.number or kind.usual_card)
    if known is None:
        raise refusals.unknown_card()
    if named is None and known.presented:
        kind = next((one for one in kinds.KINDS.values() if one.usual_card == known.number), kind)
    return kind, known


def tipped(work: Work, intent: Record, tip: int | None) -> dict[str, Any]:
    """The payer adds a tip at the reader: more is paid. gives: the fields as they were.
    source: spec; docs: Terminal tips
    """
    before = {"amount": intent.amount, "amount_details": intent.amount_details}
    if tip:
        details = {**(intent.amount_details or {}), "tip": {"amount": tip}}
        work.amend(intent, amount=intent.amount + tip, amount_details=details)
    return before
