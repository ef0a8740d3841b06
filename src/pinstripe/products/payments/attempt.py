"""An attempt to get the money of a payment intent: the flow of the method's kind is taken.

Owns: which flow a kind takes, the payer's answer to a challenge, holds that lapse, cancellation. Does not
own: the flows (flows/), parameters and refusals of the endpoints (payment_intents.py), the charge
(charge.py).
Money: the charge's. Source: recorded: gumroad, stripe_world.
"""

from __future__ import annotations

from typing import assert_never

from pinstripe.api.errors import ApiError
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import kind_refusals, outcome, refusals
from pinstripe.products.payments.flows import card, delayed_debit, in_person, push, redirect
from pinstripe.products.payments.flows.in_person import Presented
from pinstripe.products.payments.options import MANUAL
from pinstripe.products.payments.outcome import Asked, Attempt, Attempted
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT


def attempt(
    work: Work,
    intent: Record,
    method: Record,
    *,
    off_session: bool,
    authenticated: bool = False,
    actions: bool = True,
    awaits: bool = False,
    asked_by: str | None = None,
) -> Attempt:
    """Ask for the money once. A decline is an outcome that is kept, not an error that is undone.

    params: actions, may the holder be asked? If not, needing that is a decline; awaits, nobody is there to be
    asked, and the payment waits for the holder where it would be declined for that; asked_by, the word of a
    later room that asks, which finds it in the intent's private facts when it hears of the outcome.
    refuses: kind_not_allowed, wrong_currency, holds_nothing, and what the flow refuses
    """
    kind = kinds.kind_of(method)
    number = intent.private.get("attempts", 0) + (0 if authenticated else 1)
    options = outcome.options_of(intent, kind)
    capture = kind.single_message or (options.get("capture_method") or intent.capture_method) not in MANUAL
    refuse_kind(intent, kind.name, capture)
    work.note(intent, attempts=number, off_session=off_session, asked_by=asked_by)
    if authenticated:
        work.note(intent, authenticated=None)  # good for this attempt, not for another method's
    return taken(
        work, Asked(intent, method, kind, number, off_session, authenticated, actions, capture, awaits)
    )


def refused(work: Work, intent: Record, method: Record, refusal: ApiError, asked_by: str) -> None:
    """Nobody reads the refusal of an attempt that the clock makes: it is one that failed, and the intent says
    why. source: spec (last_payment_error); inferred"""
    work.note(intent, asked_by=asked_by)
    fields = refusals.not_attempted(method, refusal)
    work.advance(
        intent, "confirm", "declined", last_payment_error=fields, next_action=None, payment_method=None
    )


def taken(work: Work, asked: Asked) -> Attempt:
    """Take the flow of the kind."""
    match asked.kind.flow:
        case Flow.CARD:
            return card.attempt(work, asked)
        case Flow.REDIRECT:
            return redirect.attempt(work, asked)
        case Flow.DELAYED_DEBIT:
            return delayed_debit.attempt(work, asked)
        case Flow.PUSH:
            return push.attempt(work, asked)
        case Flow.IN_PERSON:
            return in_person.attempt(work, asked)
        case _:
            assert_never(asked.kind.flow)


def refuse_kind(intent: Record, name: str, capture: bool) -> None:
    """Can an intent be paid by this kind? refuses: kind_not_allowed, wrong_currency, holds_nothing,
    beyond_kinds_limits
    """
    kind = kinds.KINDS[name]
    if name not in intent.payment_method_types:
        raise refusals.kind_not_allowed(intent, name)
    if kind.currencies and intent.currency not in kind.currencies:
        raise refusals.wrong_currency(name, intent.currency, kind.currencies)
    if not capture and not kind.holds:
        raise refusals.holds_nothing(name)
    least, most = kind.amounts
    if intent.amount < least or (most is not None and intent.amount > most):
        raise kind_refusals.beyond_kinds_limits(intent.currency, intent.amount, least, most)


@job(PAYMENT_INTENT, "expire")
def expire(work: Work, intent: Record) -> None:
    """Cancels an intent that was not captured in time; its hold lapses. source: docs: place a hold"""
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


def asked_on_page(intent: Record) -> bool:
    """Does the intent wait for an answer on a page, of a card's bank or of a redirect, or for a voucher or a
    code to be paid? Deposits and transfers are waited for otherwise.
    """
    return (intent.next_action or {}).get("type") not in (
        *(None, "display_bank_transfer_instructions"),
        "verify_with_microdeposits",
    )


def authenticate(work: Work, intent: Record, succeeded: bool) -> Attempt:
    """The payer answered: a holder's challenge, or the page that a redirect led to.
    refuses: answered_otherwise. source: docs: payment intents (states); text from memory
    """
    if not asked_on_page(intent):
        raise refusals.answered_otherwise(intent)
    method = work.load(intent.payment_method, "payment_method")
    if not succeeded:
        fields = refusals.authentication_failed(method)
        work.advance(
            intent, "authenticate", "failed", last_payment_error=fields, next_action=None, payment_method=None
        )
        return Attempt(Attempted.DECLINED, intent)
    if intent.confirmation_method == "manual":
        work.note(intent, authenticated=method.id)
        work.advance(intent, "authenticate", "returned", next_action=None)
        return Attempt(Attempted.CHALLENGED, intent)
    return attempt(work, intent, method, off_session=False, authenticated=True)


@job(PAYMENT_INTENT, "pay_voucher")
def pay_voucher(work: Work, intent: Record, *, method: str) -> None:
    """The payer of a voucher has paid, unless somebody answered for them before. source: docs: payment
    methods (test addresses)
    """
    if intent.status == "requires_action" and intent.payment_method == method:
        authenticate(work, intent, True)


def fund(work: Work, intent: Record, amount: int) -> Record:
    """Pays an intent that waits for a bank transfer, when one came in. source: spec; inferred"""
    due = push.funded(work, intent, amount)
    if due is not None:
        taken(work, due)
    return intent


def assign_transfer(work: Work, intent: Record, amount: int) -> None:
    """A part of what a customer's transfers left is meant for an intent that waits for more. source: spec"""
    push.assign(work, intent, amount)


def assigned(intent: Record) -> int:
    """How much of the cash balance is meant for an intent that was not paid yet."""
    return int(intent.private.get(push.PART, 0))


def settle_transfer(work: Work, intent: Record) -> None:
    """Pays an intent from what a customer's transfers left in the cash balance. source: spec"""
    taken(work, push.from_balance(work, intent))


def present(work: Work, intent: Record, presented: Presented) -> Attempt:
    """Pays an intent with a card that is presented to a reader; the tip counts only if it is paid.
    source: spec; inferred
    """
    method = in_person.method_of(work, intent, presented)
    before = in_person.tipped(work, intent, presented.tip)
    done = attempt(work, intent, method, off_session=False, authenticated=presented.typed is not None)
    if done.outcome is Attempted.DECLINED:
        work.amend(intent, **before)
    return done


def collect(work: Work, intent: Record, presented: Presented) -> Record:
    """A card is presented for an intent, and not charged yet. gives: its method. source: docs: Terminal
    collect and confirm; inferred
    """
    method = in_person.method_of(work, intent, presented)
    in_person.tipped(work, intent, presented.tip)
    work.advance(intent, "equip", "done", payment_method=method.id, next_action=None)
    return method


def cancel_intent(work: Work, intent: Record, reason: str | None) -> Record:
    """Cancels the intent: releases its hold, or fails the charge that is under way.

    source: recorded: gumroad; inferred (a charge under way)
    """
    if intent.status == "requires_capture":
        charges.release(work, work.load(intent.latest_charge, "charge"))
        work.unschedule("expire", intent)
    if intent.status == "processing":
        charges.fail(work, work.load(intent.latest_charge, "charge"), None, "The payment was canceled.")
    for verb in ("send", "settle", "lapse", "run_out", "pay_voucher"):
        work.unschedule(verb, intent)
    return work.advance(
        intent,
        "cancel",
        "done",
        amount_capturable=0,
        canceled_at=work.now,
        cancellation_reason=reason,
        next_action=None,
    )
