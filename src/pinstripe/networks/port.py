"""The questions a product may ask a network, and the closed set of named outcomes of each.

Owns: the questions, their outcomes, the form of the answers. Lifecycle rows use the same words.
Does not own: who answers (registry.py), what a product makes of an answer.
Money: amounts are ints of minor units; a network moves none by itself. Source: docs: testing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar


class Authorized(StrEnum):
    """What comes of asking a card network for an amount."""

    APPROVED = "approved"
    DECLINED = "declined"
    CHALLENGED = "challenged"
    BLOCKED = "blocked"


class Verified(StrEnum):
    """What comes of asking whether a card is good."""

    APPROVED = "approved"
    DECLINED = "declined"
    CHALLENGED = "challenged"


class Captured(StrEnum):
    """What comes of taking what was authorized."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"
    FAILED_LATER = "failed_later"


class Refunded(StrEnum):
    """What comes of giving money back."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"
    FAILED_LATER = "failed_later"


class Debited(StrEnum):
    """What comes of asking a bank account for money. DISPUTED money comes, and is taken back."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DISPUTED = "disputed"
    PROCESSING = "processing"
    BLOCKED = "blocked"


class Credited(StrEnum):
    """What comes of sending money to a bank account. RETURNED money arrived, and came back."""

    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELED = "canceled"
    PROCESSING = "processing"


class Inspected(StrEnum):
    """What comes of looking at a bank account before money moves."""

    VERIFIED = "verified"
    UNUSABLE = "unusable"
    DEACTIVATED = "deactivated"
    OWNER_PROVEN = "owner_proven"
    OWNER_UNPROVEN = "owner_unproven"


class Microdeposited(StrEnum):
    """What comes of naming the small deposits that were made to a bank account."""

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    EXCEEDED = "exceeded"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


Outcome = TypeVar("Outcome", bound=StrEnum)

ALL_RULES: Final = frozenset({"cvc", "postal", "highest"})
"""The account's blocking rules that are on by default: failed CVC, failed postal code, highest risk.
A fourth, "review", puts payments of elevated risk into the review queue; it is off by default."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Why a bank says no: code and words of the error, and the advice that goes with them."""

    decline_code: str
    code: str
    message: str
    param: str | None = None
    advice_code: str | None = None
    network_advice_code: str | None = None
    network_decline_code: str | None = None


@dataclass(frozen=True, slots=True)
class DisputeNotice:
    """A dispute that the cardholder's bank raises some seconds after the money was taken."""

    reason: str
    case_type: str
    status: str
    network_reason_code: str
    delay_seconds: int = 1
    eligibility: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply(Generic[Outcome]):
    """What the network said to authorize or verify: one outcome, and the facts that belong to it.

    The codes and the message are None unless refused. `charge_outcome` is charge.outcome as it is shown,
    `three_d_secure` the block of the charge's card details, None where no authentication ran.
    """

    outcome: Outcome
    code: str | None = None
    decline_code: str | None = None
    message: str | None = None
    param: str | None = None
    advice_code: str | None = None
    network_advice_code: str | None = None
    network_decline_code: str | None = None
    charge_outcome: Mapping[str, Any] | None = None
    risk_level: str = "normal"
    risk_score: int = 0
    checks: Mapping[str, str | None] | None = None
    authorization_code: str | None = None
    network_transaction_id: str | None = None
    three_d_secure: Mapping[str, Any] | None = None
    available_immediately: bool = False
    disputes: tuple[DisputeNotice, ...] = ()
    fraud_warning: str | None = None
    refund_behaviour: Refunded = Refunded.SUCCEEDED

    @property
    def approved(self) -> bool:
        """The money is the merchant's to take."""
        return self.outcome == "approved"

    @property
    def challenged(self) -> bool:
        """The holder has to be asked first."""
        return self.outcome == "challenged"

    @property
    def refused(self) -> bool:
        """A failed charge is kept, whether the bank or the account's own rules said no."""
        return self.outcome in ("declined", "blocked")


@dataclass(frozen=True, slots=True)
class Settlement(Generic[Outcome]):
    """What the network said to capture or refund, and what it will say later, if anything.

    `later` is the status that follows after `later_seconds`, with `failure_reason` where that is failed.
    """

    outcome: Outcome
    later: str | None = None
    later_seconds: int = 0
    failure_reason: str | None = None
    pending_reason: str | None = None
    reference: str | None = None


class Cards(Protocol):
    """A card network, simulated or not. `card` is what the network knows of the card by its number."""

    def authorize(
        self,
        card: Any,
        amount: int,
        currency: str,
        *,
        off_session: bool,
        reference: str,
        authenticated: bool = False,
        set_up: bool = False,
        cvc_given: bool = False,
        postal_given: bool = False,
        line1_given: bool = False,
        saving: bool = False,
        request_three_d_secure: str = "automatic",
        rules: frozenset[str] = ALL_RULES,
    ) -> Reply[Authorized]:
        """May this amount be taken from this card?"""

    def verify(
        self,
        card: Any,
        *,
        purpose: str,
        reference: str,
        authenticated: bool = False,
        cvc_given: bool = False,
        postal_given: bool = False,
        line1_given: bool = False,
        request_three_d_secure: str = "automatic",
        rules: frozenset[str] = ALL_RULES,
    ) -> Reply[Verified]:
        """Is this card good, for keeping it (`attach`) or for setting it up (`setup`)?"""

    def capture(self, card: Any, amount: int, currency: str, *, reference: str) -> Settlement[Captured]:
        """Take what was authorized."""

    def refund(self, card: Any, amount: int, currency: str, *, reference: str) -> Settlement[Refunded]:
        """Give money back."""

    def disputes_after(self, card: Any, *, authenticated: bool = False) -> tuple[DisputeNotice, ...]:
        """The disputes that follow once the money was taken."""


@dataclass(frozen=True, slots=True)
class Debit:
    """What a bank says to a debit. `due_at`: when it says so, None where it never does by itself.

    `available_on`: the day on which the money is the merchant's. `disputed_at`: when it is taken back.
    """

    outcome: Debited
    reference: str
    due_at: int | None
    available_on: int
    failure_code: str | None = None
    failure_message: str | None = None
    disputed_at: int | None = None
    dispute_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What a bank says to money that is sent there. `due_at`: when it says so, None where it never does.

    `arrives_on`: the day on which the holder has it. `returned_at`: when it is back.
    """

    outcome: Credited
    reference: str
    due_at: int | None
    arrives_on: int
    failure_code: str | None = None
    failure_message: str | None = None
    returned_at: int | None = None


@dataclass(frozen=True, slots=True)
class Deposits:
    """Small deposits that are on their way: what identifies them, and the day on which they arrive.

    `failed_at`: when they are known not to arrive. `expires_at`: after that nobody may name them.
    """

    kind: str
    arrives_on: int
    expires_at: int
    failed_at: int | None = None


class Banks(Protocol):
    """All banks, simulated or not. `account` is what is known of an account by its number."""

    def debit(
        self, account: Any, amount: int, currency: str, *, rail: str, reference: str, now: int
    ) -> Debit:
        """Take this amount from this account."""

    def credit(
        self,
        account: Any,
        amount: int,
        currency: str,
        *,
        rail: str,
        reference: str,
        now: int,
        instant: bool = False,
    ) -> Credit:
        """Send this amount to this account."""

    def verify(self, account: Any) -> Inspected:
        """Is this account good?"""

    def deposit(self, account: Any, *, kind: str, rail: str, now: int) -> Deposits:
        """Make the small deposits whose amounts or code prove who holds an account."""

    def microdeposits(
        self, account: Any, *, amounts: tuple[int, ...] = (), code: str = "", mismatches: int = 0
    ) -> Microdeposited:
        """Are these the deposits? mismatches: how often somebody was wrong before."""
