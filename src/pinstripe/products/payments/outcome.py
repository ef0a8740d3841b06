"""What came of asking for the money of a payment intent, and how the intent and its charge follow from it.

Owns: the outcomes of an attempt, the intent's steps that all flows share. Does not own: asking (flows/),
which flow a kind takes (attempt.py). Money: the charge's. Source: recorded: gumroad, stripe_world.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from pinstripe.api.errors import Answer
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods import kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds.kind import Flow, Kind
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import charge_body, kind_refusals, options, refusals


class Attempted(StrEnum):
    """What became of an attempt."""

    CAPTURED = "captured"
    AUTHORIZED = "authorized"
    PROCESSING = "processing"
    CHALLENGED = "challenged"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of one attempt to take the money; answer: the 402 that a declined caller reads."""

    outcome: Attempted
    intent: Record
    charge: Record | None = None
    answer: Answer | None = None


class Asked(NamedTuple):
    """Who is asked for the money, and how.

    number: of the attempt, which names it to the network. authenticated: the payer has agreed. actions: may
    the payer be asked? capture: is the money taken at once? awaits: does a payment that nobody is present for
    wait for its holder?
    """

    intent: Record
    method: Record
    kind: Kind
    number: int
    off_session: bool
    authenticated: bool
    actions: bool
    capture: bool
    awaits: bool = False

    @property
    def reference(self) -> str:
        """What the attempt is called by the network."""
        return f"{self.intent.id}/{self.number}"

    @property
    def options(self) -> dict[str, Any]:
        """What the intent asks of this kind in particular."""
        return options_of(self.intent, self.kind)


def options_of(intent: Record, kind: Kind) -> dict[str, Any]:
    """What the intent asks of a kind in particular."""
    return options.of(intent, kind.name)


def usage_of(intent: Record, kind: Kind) -> str | None:
    """What the method is saved for: the kind's own option goes before the intent's. source: spec"""
    own = options_of(intent, kind).get("setup_future_usage")
    return intent.setup_future_usage if own is None else None if own == "none" else own


PAID = Reply(
    Authorized.APPROVED,
    charge_outcome={
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "not_assessed",
        "seller_message": "Payment complete.",
        "type": "authorized",
    },
)
"""What a network other than the cards' says of money that comes. source: spec; inferred"""


def keep(work: Work, intent: Record, method: Record) -> None:
    """Saves the method for the intent's customer where the intent says so."""
    kind = kinds.kind_of(method)
    wanted = kind.kept and usage_of(intent, kind) is not None
    if wanted and method.customer is None and intent.customer is not None:
        methods.attach(work, method, work.load(intent.customer, "customer"))


def approved(work: Work, asked: Asked, charge: Record, hold_seconds: int) -> Attempt:
    """The money was taken, or is held for so long."""
    intent = asked.intent
    if usage_of(intent, asked.kind) == "off_session":
        methods.remember_set_up(work, asked.method)
    changes = {
        "last_payment_error": None,
        "latest_charge": charge.id,
        "next_action": None,
        "payment_method": asked.method.id,
        "transfer_group": charge.transfer_group,  # source: recorded: gumroad (group_pi_…)
    }
    if not asked.capture:
        work.advance(intent, "confirm", "authorized", amount_capturable=intent.amount, **changes)
        work.schedule("expire", intent, work.now + hold_seconds)
        return Attempt(Attempted.AUTHORIZED, intent, charge)
    work.advance(intent, "confirm", "captured", amount_received=intent.amount, **changes)
    if charge.balance_transaction is None:
        work.views[charge.id] = charge.body  # source: recorded: pay-rails (null in the confirmation)
        charges.settle_after(work, charge)
    return Attempt(Attempted.CAPTURED, intent, charge)


def declined(work: Work, asked: Asked, charge: Record, reply: Reply) -> Attempt:
    """Records a declined attempt and keeps its failed charge. source: recorded: openfoodnetwork"""
    intent = asked.intent
    fields = charge_body.error_fields(reply, charge.id, asked.method.body)
    work.advance(
        intent,
        "confirm",
        "declined",
        last_payment_error=fields,
        latest_charge=charge.id,
        next_action=None,
        payment_method=None,
    )
    return Attempt(Attempted.DECLINED, intent, charge, refusals.declined(intent, fields))


def challenged(work: Work, asked: Asked, action: dict[str, Any]) -> Attempt:
    """Records that the payer has to act first. params: action: `next_action`. refuses: action_required"""
    if not asked.actions:
        if asked.kind.flow not in (Flow.CARD, Flow.IN_PERSON):
            raise kind_refusals.action_required()
        return _unwanted(work, asked)
    work.advance(
        asked.intent,
        "confirm",
        "challenged",
        payment_method=asked.method.id,
        next_action=action,
        last_payment_error=None,
    )
    return Attempt(Attempted.CHALLENGED, asked.intent)


def processing(work: Work, asked: Asked, charge: Record) -> Attempt:
    """Records an attempt whose money is still under way."""
    work.advance(
        asked.intent,
        "confirm",
        "processing",
        last_payment_error=None,
        latest_charge=charge.id,
        next_action=None,
        payment_method=asked.method.id,
    )
    return Attempt(Attempted.PROCESSING, asked.intent, charge)


def _unwanted(work: Work, asked: Asked) -> Attempt:
    fields = refusals.action_not_wanted(asked.method)
    intent = asked.intent
    work.advance(
        intent, "confirm", "declined", last_payment_error=fields, next_action=None, payment_method=None
    )
    return Attempt(Attempted.DECLINED, intent, None, refusals.declined(intent, fields))
