"""The early fraud warning record: a card's bank takes a payment for a fraud, and has not taken it back yet.

Owns: the record, whether anything can still be done. Does not own: when one comes (sequel.py). Money: none.
Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.payments.charge import CHARGE

EARLY_FRAUD_WARNING = Resource(
    "radar.early_fraud_warning",
    prefix="issfr",
    path="/v1/radar/early_fraud_warnings",
    generated="retrieve",
    events="radar.early_fraud_warning",
    noun="early fraud warning",
    index=("charge", "payment_intent"),
    source="spec; recorded: gumroad",
)


def issue(work: Work, charge: Record, kind: str) -> Record:
    """A bank warns of a charge. It can be acted on while the money is still the merchant's.

    source: recorded: gumroad; spec (payment_intent is left out where there is none)
    """
    intent = {"payment_intent": charge.payment_intent} if charge.payment_intent else {}
    open_ = not charge.refunded and not charge.disputed
    made = work.create(EARLY_FRAUD_WARNING, actionable=open_, charge=charge.id, fraud_type=kind, **intent)
    made.clock = charge.clock
    return made


@hears(CHARGE, "refund", "done")
def settle(work: Work, charge: Record) -> None:
    """The money was given back or disputed: nothing is left to do. source: recorded: gumroad (actionable)"""
    if charge.refunded or charge.disputed:
        for warning in work.where("radar.early_fraud_warning", 10, charge=charge.id):
            work.change(warning, actionable=False)
