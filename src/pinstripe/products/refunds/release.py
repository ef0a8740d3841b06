"""Release: what was held and is not taken is let go, and shows as a refund that moves no money.

Owns: the refund records of holds. Does not own: the charge's own change (room payments).
Money: none moved when it was held, so none moves now. Source: recorded: gumroad (cancel in requires_capture);
spec (expired_uncaptured_charge); docs: place a hold; recorded: issue reports (the rest of a partial capture).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments.charge import CHARGE
from pinstripe.products.refunds.refund import REFUND


def let_go(work: Work, charge: Record, amount: int, **facts: Any) -> Record:
    """A refund of what was only held."""
    details: dict[str, Any] = {}
    if charge.payment_method_details["type"] in ("card", "card_present"):
        details = {"destination_details": {"card": {"type": "reversal"}, "type": "card"}}
    return work.create(
        REFUND,
        "released",
        amount=amount,
        charge=charge.id,
        currency=charge.currency,
        payment_intent=charge.payment_intent,
        **details,
        **facts,
    )


def by_hand(work: Work, charge: Record, facts: dict[str, Any]) -> Record:
    """A caller refunds a charge that was not captured: its hold is let go as a whole.

    source: docs: Charges API (refund of an uncaptured charge)
    """
    work.unschedule("lapse", charge)
    charges.release(work, charge)
    found = work.where("refund", 1, charge=charge.id)
    return work.amend(found[0], **facts)


@hears(CHARGE, "release", "done")
def released(work: Work, charge: Record) -> None:
    """A hold is let go. source: recorded: gumroad"""
    let_go(work, charge, charge.amount)


@hears(CHARGE, "expire", "done")
def expired(work: Work, charge: Record) -> None:
    """A hold was not used in time. source: spec (reason)"""
    let_go(work, charge, charge.amount, reason="expired_uncaptured_charge")


@hears(CHARGE, "capture", "done")
def partly_captured(work: Work, charge: Record) -> None:
    """What a capture leaves of a hold is let go. source: recorded: issue reports (20675 and 20300)"""
    if charge.amount_refunded:
        let_go(work, charge, charge.amount_refunded)
