"""The delayed debit flow: a bank account is debited, and days later the money is there, or is not.

Owns: consent and verification of an account, the debit, the job that learns how it ended. Does not own:
what banks do (networks/banks), mandates (room methods). Money: the charge's, when it succeeds. Source:
docs: ACH Direct Debit. Private facts of an intent: `mandate`, the consent that it rests on; `mismatches`,
how often the deposits were named wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from pinstripe.api.errors import Answer, ApiError
from pinstripe.kernel import sheets
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.port import TRIES, Debit, Debited, Verified
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods import consent
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.kinds import kind_of, wishes
from pinstripe.products.methods.kinds import us_bank_account as bank
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import charge_body, deposit_refusals, outcome
from pinstripe.products.payments.outcome import PAID, Asked, Attempt
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT

Over = Callable[[Work, Record, Record, ApiError], Answer]
"""Ends a verification for good: (work, intent, method, why)."""
MICRODEPOSITS = "microdeposits"
"""The kind of page on which the owner of an account says which deposits came (control/payer_sheets.py)."""


def attempt(work: Work, asked: Asked) -> Attempt:
    """Debit the account, once its owner agreed and is known to be its owner. refuses: no_mandate"""
    intent, method = asked.intent, asked.method
    mandate = agreed(work, asked)
    methods.hear(work, method, asked.options)
    verified = method.private.get("verified") and asked.options.get("verification_method") != "microdeposits"
    if not (verified or asked.authenticated):
        return outcome.challenged(work, asked, microdeposits(work, intent, method))
    day = wishes.target(asked.options)
    if day is not None and day > work.now:
        charge = charges.create(work, intent, method, PAID, details_of(asked, mandate), pending=True)
        work.schedule("send", intent, day, reference=asked.reference)
        return outcome.processing(work, asked, charge)
    debit = work.network("banks").debit(
        bank.known(method), intent.amount, intent.currency, reference=asked.reference, now=work.now
    )
    if debit.outcome is Debited.REFUSED:
        reply = Reply(Authorized.DECLINED, code=debit.code, message=debit.message)
        charge = charges.create(work, intent, method, reply, details_of(asked, mandate))
        methods.seen(work, method)
        return outcome.declined(work, asked, charge, reply)
    charge = charges.create(work, intent, method, PAID, details_of(asked, mandate), pending=True)
    await_end(work, intent, charge, debit)
    return outcome.processing(work, asked, charge)


def await_end(work: Work, intent: Record, charge: Record, debit: Debit) -> None:
    """A debit is under way, or was refused: how it ends is learnt when the bank says so."""
    if debit.disputed_at is not None:
        work.note(charge, disputed_at=debit.disputed_at)
    if debit.due_at is not None:
        told = {"reference": debit.reference, "code": debit.code, "message": debit.message}
        work.schedule("settle", intent, debit.due_at, **told)


@job(PAYMENT_INTENT, "send")
def send(work: Work, intent: Record, *, reference: str) -> None:
    """A debit that was meant for this day goes to the bank. source: inferred (target_date)"""
    if intent.status != "processing":
        return
    method = work.load(intent.payment_method, "payment_method")
    debit = work.network("banks").debit(
        bank.known(method), intent.amount, intent.currency, reference=reference, now=work.now
    )
    await_end(work, intent, work.load(intent.latest_charge, "charge"), debit)


def agreed(work: Work, asked: Asked) -> Record:
    """The consent that a debit rests on: given with this intent, or with an earlier one. refuses:
    no_mandate
    """
    intent = asked.intent
    key = intent.private.get("mandate")
    found = work.load(key, "mandate") if key else None
    if found is not None and found.payment_method == asked.method.id:
        return found
    data = intent.private.get("mandate_data")
    if data:
        usage = outcome.usage_of(intent, asked.kind)
        found = consent.given(
            work,
            asked.method,
            data,
            asked.options,
            reusable=usage is not None,
            amount=intent.amount,
            currency=intent.currency,
        )
    else:
        found = mandates.standing(work, asked.method)
    if found is None:
        raise method_refusals.no_mandate(payment_intent=intent.body)
    work.note(intent, mandate=found.id)
    return found


def details_of(asked: Asked, mandate: Record) -> dict[str, Any]:
    """The charge's hash while the money is under way."""
    method, day = asked.method, asked.options.get("target_date")
    shown = asked.kind.details(method.body[method.body["type"]], mandate=mandate.id, reference=None)
    return {**shown, "expected_debit_date": day} if day else shown


def microdeposits(work: Work, intent: Record, method: Record, place: str = MICRODEPOSITS) -> dict[str, Any]:
    """The account's owner is to say which code came with a deposit, while that can be said.

    params: place: the kind of its page

    source: spec; docs: ACH Direct Debit
    """
    sent = work.network("banks").deposit(bank.known(method), now=work.now)
    work.unschedule("lapse", intent)
    work.schedule("lapse", intent, sent.expires_at if sent.failed_at is None else sent.failed_at)
    work.note(intent, unsent=sent.failed_at is not None)
    details = {
        "arrival_date": sent.arrives_on,
        "hosted_verification_url": work.public(sheets.path(place, intent.id, work.account)),
        "microdeposit_type": sent.kind,
    }
    return {"type": "verify_with_microdeposits", "verify_with_microdeposits": details}


@job(PAYMENT_INTENT, "settle")
def settle(work: Work, intent: Record, *, reference: str, code: str | None, message: str | None) -> None:
    """Settles or fails the intent when the bank reports how the debit ended.
    source: docs: ACH Direct Debit
    """
    if intent.status != "processing":
        return
    charge = work.load(intent.latest_charge, "charge")
    method = work.load(intent.payment_method, "payment_method")
    if code is None:
        outcome.keep(work, intent, method)
        methods.seen(work, method)
        shown = charge.payment_method_details[charge.payment_method_details["type"]]
        told = {"payment_reference": reference} if "payment_reference" in shown else {}
        charges.succeed(work, charge, **told)
        work.advance(intent, "settle", "done", amount_received=intent.amount)
        return
    charges.fail(work, charge, code, message)
    reply = Reply(Authorized.DECLINED, code=code, message=message)
    fields = charge_body.error_fields(reply, charge.id, method.body)
    work.advance(intent, "settle", "failed", last_payment_error=fields, payment_method=None)
    if code in kind_of(method).ended_by:
        mandates.end_with_method(work, method)


def verify(work: Work, intent: Record, amounts: list[int], code: str | None) -> Answer | None:
    """The account's owner says which deposits came. gives: the refusal that a caller reads, kept with its
    tries

    source: docs: ACH Direct Debit; docs: testing
    """
    method = work.load(intent.payment_method, "payment_method")
    return compared(work, intent, method, amounts, code, _over)


def compared(
    work: Work, intent: Record, method: Record, amounts: list[int], code: str | None, over: Over
) -> Answer | None:
    """What the bank says to the deposits that are named, to pay or to set up: the account is verified, or a
    try is used up, or the last one was. params: over, ends the verification. gives: the refusal, if any
    """
    wrong = intent.private.get("mismatches", 0)
    said = work.network("banks").verify(
        bank.known(method), amounts=tuple(amounts), descriptor_code=code or "", mismatches=wrong
    )
    match said:
        case Verified.VERIFIED:
            work.unschedule("lapse", intent)
            methods.verify(work, method)
            return None
        case Verified.MISMATCH:
            work.note(intent, mismatches=wrong + 1)
            what = "descriptor_code" if code else "amounts"
            return deposit_refusals.mismatch(what, TRIES[what] - wrong - 1).answer()
        case Verified.EXCEEDED:
            return over(work, intent, method, deposit_refusals.exceeded())
        case Verified.TIMED_OUT:
            return over(work, intent, method, deposit_refusals.late())
        case _:
            assert_never(said)


@job(PAYMENT_INTENT, "lapse")
def lapse(work: Work, intent: Record) -> None:
    """Ends a verification whose deposits were not confirmed in time, or never arrived.
    source: docs: error codes
    """
    if (intent.next_action or {}).get("type") == "verify_with_microdeposits":
        method = work.load(intent.payment_method, "payment_method")
        _over(work, intent, method, lapsed(intent))


def lapsed(intent: Record) -> ApiError:
    """Why nobody can name the deposits of an intent any longer: it is too late, or they never arrived.
    source: docs: ACH Direct Debit
    """
    return deposit_refusals.failed() if intent.private.get("unsent") else deposit_refusals.late()


def _over(work: Work, intent: Record, method: Record, error: ApiError) -> Answer:
    """Drops the bank account from the intent, which needs another method."""
    work.unschedule("lapse", intent)
    fields = {
        "code": error.code,
        "message": error.message,
        "payment_method": method.body,
        "type": "invalid_request_error",
    }
    work.advance(
        intent, "authenticate", "failed", last_payment_error=fields, next_action=None, payment_method=None
    )
    return error.answer()
