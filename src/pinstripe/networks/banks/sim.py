"""Banks that answer from the published test accounts, the rails' days, the world's seed and nothing else.

Owns: the moments of a bank's answers, small deposits, forced outcomes. Does not own: records, jobs (a caller
schedules one for `due_at`, `disputed_at`, `returned_at`), money, business days (rails.py).
Source: docs: testing, payouts, Treasury test values; inferred: seconds until an answer, limits of attempts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Final, assert_never

from pinstripe.clock.calendar import DAY, midnight
from pinstripe.networks.banks.behaviour import MESSAGES
from pinstripe.networks.banks.numbers import TestAccount
from pinstripe.networks.banks.rails import RAILS, Rail, paying_out
from pinstripe.networks.port import Credit, Credited, Debit, Debited, Deposits, Inspected, Microdeposited
from pinstripe.networks.simulator import Simulator

ANSWER_SECONDS: Final = 3
"""Until a bank's first word on a test payment. source: inferred (test payments settle within moments)"""

SEQUEL_SECONDS: Final = 5
"""From that word to a dispute or to money that comes back. source: inferred"""

DEPOSITS_DAYS: Final = 2
"""Business days until small deposits arrive. source: docs: ACH Direct Debit (one to two)"""

DEPOSITS_EXPIRE_DAYS: Final = 10
MISMATCHES: Final = {"amounts": 3, "descriptor_code": 10}
"""How often somebody may be wrong. source: docs: ACH Direct Debit; inferred: which is which"""

AMOUNTS: Final[Mapping[tuple[int, ...], Microdeposited]] = {
    (32, 45): Microdeposited.VERIFIED,
    (10, 11): Microdeposited.EXCEEDED,
    (40, 41): Microdeposited.TIMED_OUT,
}
CODES: Final[Mapping[str, Microdeposited]] = {
    "SM11AA": Microdeposited.VERIFIED,
    "SM33CC": Microdeposited.EXCEEDED,
    "SM44DD": Microdeposited.TIMED_OUT,
}
"""Deposits by amounts, in their order from the smaller on, and by code. source: docs: testing"""


class BankNetwork(Simulator):
    """A world's banks."""

    SALT = "bank"
    OUTCOMES: ClassVar[Mapping[str, type[StrEnum]]] = {
        "debit": Debited,
        "credit": Credited,
        "verify": Inspected,
        "microdeposits": Microdeposited,
    }
    # Banks that cannot be reached keep everybody waiting, and nothing can be proven to them.
    OUTAGE: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "debit": {"outcome": "processing"},
        "credit": {"outcome": "processing"},
        "verify": {"outcome": "unusable"},
        "microdeposits": {"outcome": "mismatch"},
    }

    def debit(
        self, account: TestAccount, amount: int, currency: str, *, rail: str, reference: str, now: int
    ) -> Debit:
        """Take this amount from this account: the bank answers later, at `due_at`.

        source: docs: testing (outcome by number, three minutes of delayed ones), payouts (days of a rail)
        """
        way = _carrying(RAILS[rail], currency)
        behaviour = account.behaviour
        forced = self.forced("debit") or {}
        outcome = Debited(forced.get("outcome", behaviour.debit))
        answered = now + (behaviour.delay_seconds or ANSWER_SECONDS)
        available = midnight(answered) if way.at_once else way.debited_on(now)
        said = self._number("debit", reference)
        match outcome:
            case Debited.SUCCEEDED:
                return Debit(outcome, said, answered, available)
            case Debited.DISPUTED:
                reason = forced.get("dispute_reason", "debit_not_authorized")
                sequel = answered + SEQUEL_SECONDS
                return Debit(outcome, said, answered, available, disputed_at=sequel, dispute_reason=reason)
            case Debited.FAILED:
                code = forced.get("failure_code") or behaviour.failure or "generic_decline"
                return Debit(outcome, said, answered, available, code, MESSAGES.get(code))
            case Debited.BLOCKED:
                return Debit(outcome, said, now, available)
            case Debited.PROCESSING:
                return Debit(outcome, said, None, available)
            case never:
                assert_never(never)

    def credit(
        self,
        account: TestAccount,
        amount: int,
        currency: str,
        *,
        rail: str = "",
        reference: str,
        now: int,
        instant: bool = False,
    ) -> Credit:
        """Send this amount to this account. rail: "" for the one that carries payouts to its country.

        source: docs: payouts (accounts that fail), Treasury test values (returned, canceled, a day later)
        """
        way = _carrying(RAILS[rail] if rail else paying_out(account.country, currency), currency)
        behaviour = account.behaviour
        forced = self.forced("credit") or {}
        given = Credited.FAILED if behaviour.instant_fails and instant else behaviour.credit
        outcome = Credited(forced.get("outcome", given))
        answered = now + (behaviour.delay_seconds or ANSWER_SECONDS)
        arrives = now if instant else way.credited_on(now) + behaviour.late_days * DAY
        said = self._number("credit", reference)
        code = forced.get("failure_code") or behaviour.credit_failure or behaviour.failure or "declined"
        match outcome:
            case Credited.PAID | Credited.CANCELED:
                return Credit(outcome, said, answered, arrives)
            case Credited.FAILED:
                return Credit(outcome, said, answered, arrives, code, MESSAGES.get(code))
            case Credited.RETURNED:
                sequel = answered + SEQUEL_SECONDS
                return Credit(outcome, said, answered, arrives, code, MESSAGES.get(code), sequel)
            case Credited.PROCESSING:
                return Credit(outcome, said, None, arrives)
            case never:
                assert_never(never)

    def verify(self, account: TestAccount) -> Inspected:
        """Is this account good? source: docs: testing (SEPA, closed numbers), Connect testing (owners)"""
        forced = self.forced("verify") or {}
        return Inspected(forced.get("outcome", account.behaviour.inspection))

    def deposit(self, account: TestAccount, *, kind: str, rail: str, now: int) -> Deposits:
        """Make the small deposits whose amounts or code prove who holds an account. source: docs: ACH Direct
        Debit; inferred: when they expire, how soon they are known to fail
        """
        arrives = RAILS[rail].after(now, DEPOSITS_DAYS)
        fails = account.behaviour.microdeposits is Microdeposited.FAILED
        return Deposits(
            kind,
            arrives,
            arrives + DEPOSITS_EXPIRE_DAYS * DAY,
            now + ANSWER_SECONDS if fails else None,
        )

    def microdeposits(
        self, account: TestAccount, *, amounts: tuple[int, ...] = (), code: str = "", mismatches: int = 0
    ) -> Microdeposited:
        """Are these the deposits? mismatches: how often somebody was wrong before. source: docs: testing"""
        assert bool(amounts) != bool(code), "either amounts or a code"
        forced = self.forced("microdeposits")
        if forced is not None:
            return Microdeposited(forced["outcome"])
        if account.behaviour.microdeposits is not None:
            return account.behaviour.microdeposits
        found = CODES.get(code.upper()) if code else AMOUNTS.get(tuple(sorted(amounts)))
        if found is not None:
            return found
        limit = MISMATCHES["descriptor_code" if code else "amounts"]
        return Microdeposited.EXCEEDED if mismatches + 1 >= limit else Microdeposited.MISMATCH

    def _number(self, what: str, reference: str) -> str:
        return f"{self.chance(what, reference, 10**15):015d}"


def _carrying(rail: Rail, currency: str) -> Rail:
    assert currency in rail.currencies, f"{rail.name} carries no {currency}"
    return rail
