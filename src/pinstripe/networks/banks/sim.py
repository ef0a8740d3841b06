"""Banks that answer from the published test numbers, the world's seed and nothing else.

Owns: what each behaviour of numbers.py leads to, forced outcomes and outages. Does not own: records, time (a
later answer comes back as `later_seconds`, for a job), money. Source: docs: testing.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, Final

from pinstripe.networks.banks.numbers import CREDITS
from pinstripe.networks.banks.port import (
    OUTCOMES,
    BankAccount,
    Credit,
    Credited,
    Debit,
    Debited,
    Verified,
)
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
DAY_SECONDS: Final = 86400
ARRIVAL_DAYS: Final = 2


class BankNetwork:
    """A world's banks. They never change: forced outcomes that were used up are told by `remaining`.

    faults: {"outage": true} · {"next": {"debit": [{"outcome": "fails", "code": "…"}]}}
    """

    def __init__(self, seed: str, faults: Mapping[str, Any] | None = None) -> None:
        self._key = seed.encode()
        self.forced = Forced(faults, OUTCOMES)

    def debit(self, account: BankAccount, amount: int, currency: str, *, reference: str) -> Debit:
        """Take an amount: under way at first, final later. source: docs: testing"""
        number = self._reference(reference)
        forced = self._forced("debit")
        if forced is not None:
            outcome = Debited(forced["outcome"])
            return Debit(
                outcome, account.later_seconds, forced.get("code"), forced.get("message"), False, number
            )
        return Debit(
            account.debit, account.later_seconds, account.code, account.message, account.disputed, number
        )

    def credit(self, account: BankAccount, amount: int, currency: str, *, now: int, reference: str) -> Credit:
        """Send an amount: it arrives on a later day, or comes back then. source: docs: testing (payouts)"""
        arrival = now - now % DAY_SECONDS + ARRIVAL_DAYS * DAY_SECONDS
        number = self._reference(reference)
        forced = self._forced("credit")
        outcome = Credited(forced["outcome"]) if forced is not None else account.credit
        code, message = CREDITS.get(account.number, (None, None))
        return Credit(outcome, arrival, code, message, number)

    def verify(
        self, account: BankAccount, *, amounts: tuple[int, ...] = (), descriptor_code: str = ""
    ) -> Verified:
        """Are these the two amounts, or the code, that the account received? source: docs: testing"""
        forced = self._forced("verify")
        if forced is not None:
            return Verified(forced["outcome"])
        if not account.verifies:
            return Verified.MISMATCH
        return WORDS.get(descriptor_code or tuple(sorted(amounts)), Verified.MISMATCH)

    def _forced(self, question: str) -> Mapping[str, Any] | None:
        answer = self.forced.next(question)
        if answer is None and self.forced.outage and question == "debit":
            return {"outcome": Debited.STAYS}  # an unreachable bank says nothing, and money waits
        return answer

    def _reference(self, reference: str) -> str:
        digest = hmac.digest(self._key, f"bank {reference}".encode(), "sha256")
        return f"{int.from_bytes(digest[:8]) % 10**15:015d}"
