"""The in-person flow: a card is presented to a reader, and its bank answers at once.

Owns: presenting a card for an intent. Does not own: readers and what they show (room terminal).
Money: the charge's. Source: spec; inferred.
"""

from __future__ import annotations

from typing import assert_never

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import numbers
from pinstripe.networks.port import Authorized
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card, card_present
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import outcome, refusals
from pinstripe.products.payments.outcome import Asked, Attempt


def attempt(work: Work, asked: Asked) -> Attempt:
    """Ask the bank of a card that was presented: its holder is there and need not be asked again."""
    intent, method = asked.intent, asked.method
    reply = work.network("cards").authorize(
        card.known(method),
        intent.amount,
        intent.currency,
        off_session=False,
        reference=asked.reference,
        authenticated=True,
    )
    if (
        reply.outcome is Authorized.CHALLENGED
    ):  # a world's faults may say so: nobody can be sent to a page here
        return outcome.challenged(work, asked._replace(actions=False), {})
    details = asked.kind.details(
        method.body[method.body["type"]], reply, intent.amount, captured=asked.capture, now=work.now
    )
    charge = charges.create(work, intent, method, reply, details, capture=asked.capture)
    methods.seen(work, method)
    match reply.outcome:
        case Authorized.APPROVED:
            return outcome.approved(work, asked, charge, card_present.HOLD_SECONDS)
        case Authorized.DECLINED | Authorized.BLOCKED:
            return outcome.declined(work, asked, charge, reply)
        case _:
            assert_never(reply.outcome)


def presented(work: Work, intent: Record, number: str) -> Record:
    """The method of a card that is held to a reader for an intent. refuses: wrong_state, not_in_person,
    unknown_card
    """
    kind = card_present.CARD_PRESENT
    if intent.status not in ("requires_payment_method", "requires_confirmation"):
        raise refusals.wrong_state(intent, "present")
    if kind.name not in intent.payment_method_types:
        raise refusals.not_in_person(intent)
    known = numbers.by_number(number)
    if known is None:
        raise refusals.unknown_card()
    return methods.make(work, kind, card_present.presented(work, known))
