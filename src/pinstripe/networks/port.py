"""The questions a product may ask a card network, and the closed set of named outcomes of each.

Owns: the questions, their outcomes, the form of the answers. Lifecycle rows use the same words.
Does not own: who answers (cards/sim.py), what a product makes of an answer.
Money: amounts are ints of minor units; a network moves none by itself. Source: docs: testing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol


class Authorized(StrEnum):
    """What a card network says to `authorize`, and all but BLOCKED to `verify`."""

    APPROVED = "approved"
    DECLINED = "declined"
    CHALLENGED = "challenged"
    BLOCKED = "blocked"


class Settled(StrEnum):
    """What a card network says to `capture`, `refund` and `push`."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"
    FAILED_LATER = "failed_later"


APPROVED: Final = Authorized.APPROVED
DECLINED: Final = Authorized.DECLINED
CHALLENGED: Final = Authorized.CHALLENGED
BLOCKED: Final = Authorized.BLOCKED
SUCCEEDED: Final = Settled.SUCCEEDED
PENDING: Final = Settled.PENDING
FAILED_LATER: Final = Settled.FAILED_LATER

OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "authorize": tuple(Authorized),
    "verify": (APPROVED, DECLINED, CHALLENGED),
    "capture": tuple(Settled),
    "refund": tuple(Settled),
    "push": (SUCCEEDED, FAILED_LATER),
}

ALL_RULES: Final = frozenset({"cvc", "postal", "highest"})
"""The account's blocking rules that are on by default: failed CVC, failed postal code, highest risk.
A fourth, "review", puts payments of elevated risk into the review queue; it is off by default. "block" says
that a rule of the account's own, whose id comes along, turns the payment down."""


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
    """A dispute that the cardholder's bank raises once the money was taken, after `delay_seconds`."""

    reason: str
    case_type: str
    status: str
    network_reason_code: str
    delay_seconds: int = 0
    eligibility: tuple[str, ...] = ()


class Reply(NamedTuple):
    """What the network said to authorize or verify: one outcome, and the facts that belong to it.

    The codes and the message are None unless refused. `charge_outcome` is charge.outcome as it is shown,
    `three_d_secure` the block of the charge's card details, None where no authentication ran.
    """

    outcome: Authorized
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
    refund_behaviour: str = SUCCEEDED

    @property
    def approved(self) -> bool:
        """The money is the merchant's to take."""
        return self.outcome == APPROVED

    @property
    def challenged(self) -> bool:
        """The holder has to be asked first."""
        return self.outcome == CHALLENGED

    @property
    def refused(self) -> bool:
        """A failed charge is kept, whether the bank or the account's own rules said no."""
        return self.outcome in (DECLINED, BLOCKED)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the network said to capture, refund or push, and what it will say later, if anything.

    `later` is the status that follows after `later_seconds`, with `failure_reason` where that is failed.
    """

    outcome: Settled
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
        awaits: bool = False,
        reference: str,
        authenticated: bool = False,
        set_up: bool = False,
        cvc_given: bool = False,
        postal_given: bool = False,
        line1_given: bool = False,
        saving: bool = False,
        request_three_d_secure: str = "automatic",
        rules: frozenset[str] = ALL_RULES,
        rule: str = "",
        in_person: bool = False,
        exempt: bool = False,
        imported: Mapping[str, Any] | None = None,
        more: bool = False,
    ) -> Reply:
        """May this amount be taken from this card? exempt: nobody could be asked, as on the phone. imported:
        how its holder was asked elsewhere. more: a hold is to be raised to it"""

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
        exempt: bool = False,
        imported: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Is this card good, for keeping it (`attach`) or for setting it up (`setup`)?"""

    def risk(self, card: Any, reference: str) -> tuple[str, int]:
        """How risky is a payment with this card: level and score."""

    def capture(self, card: Any, amount: int, currency: str, *, reference: str) -> Settlement:
        """Take what was authorized."""

    def refund(self, card: Any, amount: int, currency: str, *, reference: str) -> Settlement:
        """Give money back."""

    def push(self, card: Any, amount: int, currency: str, *, reference: str) -> Settlement:
        """Send money to a debit card."""

    def disputes_after(self, card: Any, *, authenticated: bool = False) -> tuple[DisputeNotice, ...]:
        """The disputes that follow once the money was taken."""
