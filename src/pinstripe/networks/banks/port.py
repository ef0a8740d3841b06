"""The questions a product may ask the banks, and the closed set of named outcomes of each.

Owns: the questions, their outcomes, the form of the answers. Does not own: who answers (sim.py), what a product
makes of an answer. Money: amounts are ints of minor units; a network moves none by itself.
Source: docs: testing; docs: bank debits, payouts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol


class Debited(StrEnum):
    """What becomes of a debit: it is under way and succeeds, fails or stays so; or it is refused at once."""

    SUCCEEDS = "succeeds"
    FAILS = "fails"
    STAYS = "stays"
    REFUSED = "refused"


class Verified(StrEnum):
    """What microdeposits say of an account."""

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    EXCEEDED = "exceeded"
    TIMED_OUT = "timed_out"


class Credited(StrEnum):
    """What becomes of money that is sent to an account: it arrives, or comes back."""

    ARRIVES = "arrives"
    RETURNS = "returns"


OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "debit": tuple(Debited),
    "verify": tuple(Verified),
    "credit": tuple(Credited),
}


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account that the banks know, by its published test number.

    key: how a record remembers it. rail: the scheme that moves its money. number: without spaces.
    """

    key: str
    rail: str
    country: str
    currency: str
    number: str
    routing: str
    debit: Debited = Debited.SUCCEEDS
    credit: Credited = Credited.ARRIVES
    code: str | None = None
    message: str | None = None
    later_seconds: int = 1
    disputed: bool = False
    verifies: bool = True


@dataclass(frozen=True, slots=True)
class Debit:
    """What the bank said to a debit: an outcome, when it is final, and why it failed if it does."""

    outcome: Debited
    later_seconds: int = 0
    code: str | None = None
    message: str | None = None
    disputed: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """What the bank said to money that is sent to it."""

    outcome: Credited
    arrives_at: int
    code: str | None = None
    message: str | None = None
    reference: str = ""


class Banks(Protocol):
    """The banks of the world, simulated or not."""

    def debit(self, account: BankAccount, amount: int, currency: str, *, reference: str) -> Debit:
        """Take an amount from an account."""

    def credit(self, account: BankAccount, amount: int, currency: str, *, now: int, reference: str) -> Credit:
        """Send an amount to an account."""

    def verify(
        self, account: BankAccount, *, amounts: tuple[int, ...] = (), descriptor_code: str = ""
    ) -> Verified:
        """Are these the microdeposits that the account received?"""
