"""Debits of a customer's bank account that are made without a payment intent, as before there were any.

Owns: the debit, the job that learns how it ended. Does not own: the charge (charge.py), what banks do
(networks/banks), proving whose an account is (room methods). Money: the charge's, when it succeeds.
Source: docs: ACH Direct Debit; docs: testing; recorded: stripe-node issue 435.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.banks.port import Debited
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods.kinds import us_bank_account as bank
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import charge_body, older_refusals, refusals
from pinstripe.products.payments.charge import CHARGE
from pinstripe.products.payments.outcome import PAID

NAMED = "ach_debit"
"""What charges call a bank account that is debited without an intent. source: spec"""


def create(work: Work, method: Record, facts: dict[str, Any], *, capture: bool) -> Record | Answer:
    """Debit a bank account whose owner is proven: the charge is pending until its bank reports.

    refuses: unproven, wrong_currency, holds_nothing. source: docs: ACH Direct Debit; docs: testing (numbers)
    """
    if not method.private.get("verified"):
        raise older_refusals.unproven()
    if facts["currency"] not in bank.US_BANK_ACCOUNT.currencies:
        names = bank.US_BANK_ACCOUNT.currencies
        raise refusals.wrong_currency(bank.NAME, facts["currency"], names, "currency")
    if not capture:
        raise refusals.holds_nothing(bank.NAME)
    return debit(work, method, facts, details(method), NAMED)


def debit(
    work: Work,
    method: Record,
    facts: dict[str, Any],
    told: dict[str, Any],
    named: str,
    shown: dict[str, Any] | None = None,
) -> Record | Answer:
    """Debit an account. params: told, what the charge says of it; named, its kind there; shown, the source,
    where the account is one
    """
    reference = work.mint.letters(16)
    said = work.network("banks").debit(
        bank.known(method), facts["amount"], facts["currency"], reference=reference, now=work.now
    )
    if said.outcome is Debited.REFUSED:
        reply = Reply(Authorized.DECLINED, code=said.code, message=said.message)
        charge = charges.made(work, facts, method, reply, told, named=named, shown=shown)
        return refusals.charge_declined(charge_body.error_fields(reply, charge.id, None))
    charge = charges.made(work, facts, method, PAID, told, "pending", named=named, shown=shown)
    if said.disputed_at is not None:
        work.note(charge, disputed_at=said.disputed_at)
    if said.due_at is not None:
        work.schedule("clear", charge, said.due_at, code=said.code, message=said.message)
    return charge


def details(method: Record) -> dict[str, Any]:
    """What the charge says of the account. source: spec"""
    account = method.body[bank.NAME]
    names = ("account_holder_type", "bank_name", "fingerprint", "last4", "routing_number")
    return {"country": "US", **{name: account[name] for name in names}}


@job(CHARGE, "clear")
def clear(work: Work, charge: Record, *, code: str | None, message: str | None) -> None:
    """The bank reports how the debit ended. source: docs: ACH Direct Debit"""
    if code is None:
        charges.succeed(work, charge)
    else:
        charges.fail(work, charge, code, message)
