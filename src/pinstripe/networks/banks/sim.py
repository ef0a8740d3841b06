"""Banks that answer from the published test numbers, the world's seed and nothing else.

Owns: the moments of an answer, microdeposits, forced outcomes and outages. Does not own: records, jobs (a
caller schedules one for `due_at`, `disputed_at`, `returned_at`), money, business days (rails.py).
Source: docs: testing, payouts, Treasury test values.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, assert_never

from pinstripe.clock.business_days import first_from
from pinstripe.clock.calendar import DAY, midnight
from pinstripe.networks.banks.behaviour import CREDIT_WORDS
from pinstripe.networks.banks.port import (
    OUTCOMES,
    TRIES,
    BankAccount,
    Credit,
    Credited,
    Debit,
    Debited,
    Deposits,
    Inspected,
    Verified,
)
from pinstripe.networks.banks.rails import RAILS, paying_out
from pinstripe.networks.forced import Forced

RIGHT_AMOUNTS: Final = (32, 45)
RIGHT_CODE: Final = "SM11AA"
WORDS: Final[dict[tuple[int, ...] | str, Verified]] = {
    RIGHT_AMOUNTS: Verified.VERIFIED,
    RIGHT_CODE: Verified.VERIFIED,
    (10, 11): Verified.EXCEEDED,
    "SM33CC": Verified.EXCEEDED,
    (40, 41): Verified.TIMED_OUT,
    "SM44DD": Verified.TIMED_OUT,
}
"""What microdeposits are published to say. source: docs: testing"""
SEQUEL_SECONDS: Final = 5
"""From a bank's word to a dispute, or to money that comes back. source: inferred"""
DEPOSIT_DAYS: Final = 2
"""Business days until microdeposits arrive. source: docs: ACH Direct Debit (one to two)"""
EXPIRY_DAYS: Final = 10
OUTAGE: Final[dict[str, str]] = {"debit": "stays", "credit": "stays", "inspect": "unusable"}
"""Banks that cannot be reached say nothing: money waits, and no account can be looked at."""


class BankNetwork:
    """A world's banks. They never change: forced outcomes that were used up are told by `remaining`.

    faults: {"outage": true} · {"next": {"debit": [{"outcome": "fails", "code": "…"}]}}
    """

    def __init__(self, seed: str, faults: Mapping[str, Any] | None = None) -> None:
        self._key = seed.encode()
        self.forced = Forced(faults, OUTCOMES)

    def debit(
        self, account: BankAccount, amount: int, currency: str, *, reference: str, now: int | None = None
    ) -> Debit:
        """Take an amount: under way at first, final later. now: where the answer's moments are wanted.

        source: docs: testing (outcome by number, three minutes), payouts (days of a rail)
        """
        forced = self._forced("debit")
        said = Debit(account.debit, account.later_seconds, account.code, account.message, account.disputed)
        if forced is not None:
            code, message = forced.get("code"), forced.get("message")
            outcome = Debited(forced["outcome"])
            said = Debit(outcome, account.later_seconds, code, message)
        said = replace(said, reference=self._reference(reference))
        return said if now is None else timed(said, account, currency, now)

    def credit(
        self,
        account: BankAccount,
        amount: int,
        currency: str,
        *,
        now: int,
        reference: str,
        rail: str = "",
        instant: bool = False,
    ) -> Credit:
        """Send an amount: it arrives on a later day, or does not. rail: where it is not that of payouts,
        which arrive on the first day from now on which banks work.

        source: docs: payouts (accounts that fail), Treasury test values (returned, canceled, a day later);
        recorded: gumroad, airbytehq (days of payouts: the same, from Saturdays and holidays the next)
        """
        way = RAILS[rail] if rail else paying_out(account.country, currency)
        day = way.credited_on(now) if rail else first_from(now, way.calendar)
        forced = self._forced("credit") or {}
        given = Credited.FAILS if account.instant_fails and instant else account.credit
        outcome = Credited(forced.get("outcome", given))
        arrival = now if instant else day + account.late_days * DAY
        number, due = self._reference(reference), now + account.later_seconds
        match outcome:
            case Credited.ARRIVES | Credited.CANCELED:
                return Credit(outcome, arrival, reference=number, due_at=due)
            case Credited.STAYS:
                return Credit(outcome, arrival, reference=number)
            case Credited.FAILS | Credited.RETURNS:
                code = forced.get("code") or account.credit_code or "could_not_process"
                back = due + SEQUEL_SECONDS if outcome is Credited.RETURNS else None
                return Credit(outcome, arrival, code, CREDIT_WORDS.get(code), number, due, back)
            case _:
                assert_never(outcome)

    def inspect(self, account: BankAccount) -> Inspected:
        """Is this account good? source: docs: testing (SEPA, closed numbers), Connect testing (owners)"""
        forced = self._forced("inspect")
        return Inspected(forced["outcome"]) if forced is not None else account.inspection

    def deposit(self, account: BankAccount, *, now: int, kind: str = "descriptor_code") -> Deposits:
        """Make the microdeposits that prove who owns an account.
        source: docs: ACH Direct Debit; inferred: when they expire, how soon they are known to fail
        """
        arrival = RAILS[account.rail].after(now, DEPOSIT_DAYS)
        failed = None if account.verifies else now + account.later_seconds
        return Deposits(kind, arrival, arrival + EXPIRY_DAYS * DAY, failed)

    def verify(
        self,
        account: BankAccount,
        *,
        amounts: tuple[int, ...] = (),
        descriptor_code: str = "",
        mismatches: int = 0,
    ) -> Verified:
        """Are these the two amounts, or the code, that the account received? source: docs: testing"""
        forced = self._forced("verify")
        if forced is not None:
            return Verified(forced["outcome"])
        said = WORDS.get(descriptor_code or tuple(sorted(amounts)), Verified.MISMATCH)
        if said is Verified.MISMATCH or not account.verifies:
            limit = TRIES["descriptor_code" if descriptor_code else "amounts"]
            return Verified.EXCEEDED if mismatches + 1 >= limit else Verified.MISMATCH
        return said

    def _forced(self, question: str) -> Mapping[str, Any] | None:
        answer = self.forced.next(question)
        if answer is None and self.forced.outage and question in OUTAGE:
            return {"outcome": OUTAGE[question]}
        return answer

    def _reference(self, reference: str) -> str:
        digest = hmac.digest(self._key, f"bank {reference}".encode(), "sha256")
        return f"{int.from_bytes(digest[:8]) % 10**15:015d}"


def timed(said: Debit, account: BankAccount, currency: str, now: int) -> Debit:
    """A bank's word on a debit with its moments. source: docs: payouts (settlement by method)"""
    rail = RAILS.get(account.rail)
    assert rail is not None and currency in rail.currencies, f"{account.rail} debits no {currency}"
    final = now + said.later_seconds
    due = {Debited.STAYS: None, Debited.REFUSED: now}.get(said.outcome, final)
    return replace(
        said,
        due_at=due,
        available_on=midnight(final) if rail.at_once else rail.debited_on(now),
        disputed_at=final + SEQUEL_SECONDS if said.disputed else None,
    )
