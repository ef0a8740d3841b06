"""The questions a product may ask the banks, and the closed set of named outcomes of each.

Owns: the questions, their outcomes, the form of the answers. Does not own: who answers (sim.py), what a
product makes of an answer. Money: amounts are ints of minor units; a network moves none by itself.
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


TRIES: Final[Mapping[str, int]] = {"amounts": 3, "descriptor_code": 10}
"""How often somebody may be wrong about microdeposits. source: docs: ACH Direct Debit"""


class Credited(StrEnum):
    """What becomes of money that is sent to an account. What RETURNS had arrived, what FAILS had not."""

    ARRIVES = "arrives"
    RETURNS = "returns"
    FAILS = "fails"
    CANCELED = "canceled"
    STAYS = "stays"


class Inspected(StrEnum):
    """What comes of looking at an account before money moves."""

    GOOD = "good"
    UNUSABLE = "unusable"
    DEACTIVATED = "deactivated"
    OWNER_PROVEN = "owner_proven"
    OWNER_UNPROVEN = "owner_unproven"


OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "debit": tuple(Debited),
    "verify": tuple(Verified),
    "credit": tuple(Credited),
    "inspect": tuple(Inspected),
}


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account that the banks know, by its published test number.

    key: how a record remembers it. rail: of rails.py, "local" where it has no name. number: without spaces.
    code: why a debit fails. credit_code: why what is sent fails or returns. late_days: days by which it
    arrives later than it should. instant_fails: only payouts that are to arrive at once fail. names:
    published ones.
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
    credit_code: str | None = None
    inspection: Inspected = Inspected.GOOD
    late_days: int = 0
    instant_fails: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Debit:
    """What the bank said to a debit: an outcome, when it is final, and why it failed if it does.

    Moments, where the bank was told what time it is: due_at, when it is final, None where it never is by
    itself; available_on, the day on which the money is the merchant's; disputed_at, when it is taken back.
    """

    outcome: Debited
    later_seconds: int = 0
    code: str | None = None
    message: str | None = None
    disputed: bool = False
    reference: str = ""
    due_at: int | None = None
    available_on: int | None = None
    disputed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What the bank said to money that is sent to it.

    arrives_at: the day on which its owner has it. due_at: when the outcome is known, None where it never is
    by itself. returned_at: when it is back.
    """

    outcome: Credited
    arrives_at: int
    code: str | None = None
    message: str | None = None
    reference: str = ""
    due_at: int | None = None
    returned_at: int | None = None


@dataclass(frozen=True, slots=True)
class Deposits:
    """Small deposits that are on their way to prove who owns an account. kind: amounts or descriptor_code.

    failed_at: when they are known not to arrive. expires_at: after that nobody may name them.
    """

    kind: str
    arrives_on: int
    expires_at: int
    failed_at: int | None = None


class Banks(Protocol):
    """The banks of the world, simulated or not."""

    def debit(
        self, account: BankAccount, amount: int, currency: str, *, reference: str, now: int | None = None
    ) -> Debit:
        """Take an amount from an account."""

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
        """Send an amount to an account. rail: where it is not the one of payouts to its country."""

    def inspect(self, account: BankAccount) -> Inspected:
        """Is this account good?"""

    def deposit(self, account: BankAccount, *, now: int, kind: str = "descriptor_code") -> Deposits:
        """Make the microdeposits that prove who owns an account."""

    def verify(
        self,
        account: BankAccount,
        *,
        amounts: tuple[int, ...] = (),
        descriptor_code: str = "",
        mismatches: int = 0,
    ) -> Verified:
        """Are these the microdeposits that the account received? mismatches: how often somebody was wrong."""
