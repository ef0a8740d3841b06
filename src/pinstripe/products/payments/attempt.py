"""An attempt to get the money of a payment intent: ask the network, keep the charge, move the intent on.

Owns: the attempt, the holder's answer to a challenge, holds that lapse, cancellation. Does not own:
parameters and refusals of the endpoints (payment_intents.py), the charge (charge.py). Money: the charge's.
Source: recorded: gumroad, stripe_world.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never

from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods import card_checks
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import charge_body, refusals
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT

HOLD_SECONDS = 7 * DAY
"""How long a card holds money for a capture. source: docs: place a hold"""


class Attempted(StrEnum):
    """What became of an attempt."""

    CAPTURED = "captured"
    AUTHORIZED = "authorized"
    CHALLENGED = "challenged"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of asking for the money; answer: the 402 that a declined caller reads."""

    outcome: Attempted
    intent: Record
    charge: Record | None = None
    answer: Answer | None = None


def attempt(
    work: Work,
    intent: Record,
    method: Record,
    *,
    off_session: bool,
    authenticated: bool = False,
    actions: bool = True,
    asked_by: str | None = None,
) -> Attempt:
    """Ask for the money once. A decline is an outcome that is kept, not an error that is undone.

    params: actions, may the holder be asked? If not, needing that is a decline; asked_by, the word of a later
    room that asks, which finds it in the intent's private facts when it hears of the outcome.
    """
    card = methods.card_of(method)
    refuse_aftermath(card, method)
    number = intent.private.get("attempts", 0) + (0 if authenticated else 1)
    options = card_options_of(intent)
    reply = work.network("cards").authorize(
        card,
        intent.amount,
        intent.currency,
        off_session=off_session,
        reference=f"{intent.id}/{number}",
        authenticated=authenticated,
        set_up=bool(method.private.get("set_up")),
        saving=usage_of(intent) is not None,
        request_three_d_secure=options.get("request_three_d_secure") or "automatic",
        **card_checks.checks_given(method.body),
    )
    work.note(intent, attempts=number, off_session=off_session, asked_by=asked_by)
    if authenticated:
        work.note(intent, authenticated=None)  # good for this attempt, not for another card's
    capture = (options.get("capture_method") or intent.capture_method) != "manual"
    match reply.outcome:
        case Authorized.CHALLENGED:
            return _challenged(work, intent, method) if actions else _unwanted(work, intent, method)
        case Authorized.DECLINED | Authorized.BLOCKED:
            charge = charges.create(work, intent, method, reply, capture)
            return _declined(work, intent, method, charge, reply)
        case Authorized.APPROVED:
            charge = charges.create(work, intent, method, reply, capture)
            return _approved(work, intent, method, charge, reply, capture)
        case _:
            assert_never(reply.outcome)


def refuse_aftermath(card: TestCard, method: Record) -> None:
    """Cards whose payments have a sequel that is not built yet. refuses: not_implemented"""
    if card.disputes:
        raise errors.not_implemented("POST /v1/payment_intents", f"payment_method ({method.id}: disputes)")
    if card.fraud_warning:
        raise errors.not_implemented(
            "POST /v1/payment_intents", f"payment_method ({method.id}: fraud warnings)"
        )


def card_options_of(intent: Record) -> dict[str, Any]:
    """What the intent asks of card payments in particular."""
    return (intent.payment_method_options or {}).get("card") or {}


def usage_of(intent: Record) -> str | None:
    """What the method is saved for: the card's own option goes before the intent's. source: spec"""
    own = card_options_of(intent).get("setup_future_usage")
    return intent.setup_future_usage if own is None else None if own == "none" else own


def _unwanted(work: Work, intent: Record, method: Record) -> Attempt:
    fields = refusals.action_not_wanted(method)
    work.advance(
        intent, "confirm", "declined", last_payment_error=fields, next_action=None, payment_method=None
    )
    return Attempt(Attempted.DECLINED, intent, None, refusals.declined(intent, fields))


def _challenged(work: Work, intent: Record, method: Record) -> Attempt:
    """The holder has to be asked first. source: recorded: gumroad (next_action)"""
    url = intent.private.get("return_url")
    secret = intent.client_secret
    address = (
        f"https://hooks.stripe.com/3d_secure_2/hosted?merchant={work.account}&payment_intent={intent.id}"
        f"&payment_intent_client_secret={secret}"
    )
    if url:
        action: dict[str, Any] = {
            "redirect_to_url": {"return_url": url, "url": address},
            "type": "redirect_to_url",
        }
    else:
        action = {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": address},
        }
    work.advance(
        intent, "confirm", "challenged", payment_method=method.id, next_action=action, last_payment_error=None
    )
    return Attempt(Attempted.CHALLENGED, intent)


def _declined(work: Work, intent: Record, method: Record, charge: Record, reply: Reply) -> Attempt:
    methods.seen(work, method, reply)
    fields = charge_body.error_fields(reply, charge.id, method.body)
    work.advance(
        intent,
        "confirm",
        "declined",
        last_payment_error=fields,
        latest_charge=charge.id,
        next_action=None,
        payment_method=None,
    )
    return Attempt(Attempted.DECLINED, intent, charge, refusals.declined(intent, fields))


def _approved(
    work: Work, intent: Record, method: Record, charge: Record, reply: Reply, capture: bool
) -> Attempt:
    usage = usage_of(intent)
    if method.customer is None and usage is not None and intent.customer is not None:
        methods.attach(work, method, work.load(intent.customer, "customer"))
    methods.seen(work, method, reply)
    if usage == "off_session":
        methods.remember_set_up(work, method)
    changes = {
        "last_payment_error": None,
        "latest_charge": charge.id,
        "next_action": None,
        "payment_method": method.id,
    }
    if capture:
        work.advance(intent, "confirm", "captured", amount_received=intent.amount, **changes)
        if charge.balance_transaction is None:
            charges.settle_after(work, charge)
    else:
        work.advance(intent, "confirm", "authorized", amount_capturable=intent.amount, **changes)
        work.schedule("expire", intent, work.now + HOLD_SECONDS)
    return Attempt(Attempted.CAPTURED if capture else Attempted.AUTHORIZED, intent, charge)


@job(PAYMENT_INTENT, "expire")
def expire(work: Work, intent: Record) -> None:
    """Nobody captured in time: the hold lapses. source: docs: place a hold"""
    if intent.status == "requires_capture":
        charges.release(work, work.load(intent.latest_charge, "charge"), expired=True)
        work.advance(
            intent,
            "expire",
            "done",
            amount_capturable=0,
            canceled_at=work.now,
            cancellation_reason="automatic",
        )


def authenticate(work: Work, intent: Record, succeeded: bool) -> Attempt:
    """The holder answered the challenge. source: docs: payment intents (states); text from memory"""
    method = work.load(intent.payment_method, "payment_method")
    if not succeeded:
        fields = {
            "code": "payment_intent_authentication_failure",
            "doc_url": "https://stripe.com/docs/error-codes/payment-intent-authentication-failure",
            "message": "The provided PaymentMethod has failed authentication. You can provide "
            "payment_method_data or a "
            "new PaymentMethod to attempt to fulfill this PaymentIntent again.",
            "payment_method": method.body,
            "type": "invalid_request_error",
        }
        work.advance(
            intent, "authenticate", "failed", last_payment_error=fields, next_action=None, payment_method=None
        )
        return Attempt(Attempted.DECLINED, intent)
    if intent.confirmation_method == "manual":
        work.note(intent, authenticated=method.id)
        work.advance(intent, "authenticate", "returned", next_action=None)
        return Attempt(Attempted.CHALLENGED, intent)
    return attempt(work, intent, method, off_session=False, authenticated=True)


def cancel_intent(work: Work, intent: Record, reason: str | None) -> Record:
    """Nobody will pay this; a hold is given back. source: recorded: gumroad"""
    if intent.status == "requires_capture":
        charges.release(work, work.load(intent.latest_charge, "charge"))
        work.unschedule("expire", intent)
    return work.advance(
        intent,
        "cancel",
        "done",
        amount_capturable=0,
        canceled_at=work.now,
        cancellation_reason=reason,
        next_action=None,
    )
