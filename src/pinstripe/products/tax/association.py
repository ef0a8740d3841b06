"""The tax association record: which transactions were made of a payment whose tax had been calculated.

Owns: the record; the transaction that a paid intent makes, and the reversals that its refunds make. Does not
own: the endpoint (associations.py), transactions, payments, refunds. Money: none moves.
Source: spec; docs: Tax (payment intents). That a refund takes back its amount of everything: inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT
from pinstripe.products.refunds.refund import REFUND
from pinstripe.products.tax import reversal
from pinstripe.products.tax import transaction as transactions
from pinstripe.products.tax.calculation import CALCULATION
from pinstripe.products.tax.transaction import TRANSACTION

ASSOCIATION = Resource(
    "tax.association",
    prefix="taxa",
    noun="tax association",
    param="payment_intent",
    index=("payment_intent", "calculation"),
)


def calculation_of(intent: Record) -> str | None:
    """The calculation that an intent was given. source: spec"""
    found: str | None = intent.at("hooks", "inputs", "tax", "calculation")
    return found or None


def of_intent(work: Work, intent: str) -> Record | None:
    """The association of a payment."""
    return next(iter(work.where(ASSOCIATION.object, limit=1, payment_intent=intent)), None)


@hears(PAYMENT_INTENT, "create", "empty")
@hears(PAYMENT_INTENT, "create", "equipped")
@hears(PAYMENT_INTENT, "change")
def associate(work: Work, intent: Record) -> None:
    """An intent names the calculation that its amount comes from. refuses: resource_missing. source: spec"""
    if intent.status not in ("succeeded", "canceled"):
        found(work, intent)


def found(work: Work, intent: Record) -> Record | None:
    """The association of an intent, made or moved to the calculation that it names now."""
    key, known = calculation_of(intent), of_intent(work, intent.id)
    if key is None or (known is not None and known.calculation == key):
        return known
    work.find(CALCULATION.object, key, "hooks[inputs][tax][calculation]")
    if known is not None:
        return work.amend(known, calculation=key)
    return work.create(ASSOCIATION, calculation=key, payment_intent=intent.id, tax_transaction_attempts=[])


@hears(PAYMENT_INTENT, "confirm", "captured")
@hears(PAYMENT_INTENT, "settle", "done")
@hears(PAYMENT_INTENT, "capture", "done")
def commit(work: Work, intent: Record) -> None:
    """The payment is made: what was calculated was sold. source: spec"""
    association = found(work, intent)
    if association is None:
        return
    calculation = work.load(association.calculation, CALCULATION.object)
    others = [
        one
        for one in work.where(ASSOCIATION.object, limit=100, calculation=calculation.id)
        if one.id != association.id
        and any(tried["status"] == "committed" for tried in one.tax_transaction_attempts)
    ]
    if others:
        _failed(work, association, intent.id, "another_payment_associated_with_calculation")
    elif calculation.expires_at <= work.now:
        _failed(work, association, intent.id, "calculation_expired")
    elif calculation.currency != intent.currency:
        _failed(work, association, intent.id, "currency_mismatch")
    elif transactions.is_taken(work, intent.id):
        _failed(work, association, intent.id, "unique_reference_violation")
    else:
        made = transactions.of_calculation(work, calculation, intent.id, work.now, {})
        _committed(work, association, intent.id, made)


@hears(REFUND, "create", "done")
@hears(REFUND, "create", "pending")
@hears(REFUND, "create", "asking")
def take_back(work: Work, refund: Record) -> None:
    """Money goes back to the payer: as much of the sale is taken back. source: spec (attempts of refunds)"""
    association = of_intent(work, refund.payment_intent) if refund.payment_intent else None
    if association is None:
        return
    sale = next(iter(work.where(TRANSACTION.object, limit=1, reference=refund.payment_intent)), None)
    if sale is None:
        return
    left = sum(reversal.total(*part) for part in transactions.left_of(work, sale).values())
    if sale.private.get("reversed") or not left:
        _failed(work, association, refund.id, "original_transaction_voided")
    elif transactions.is_taken(work, refund.id):
        _failed(work, association, refund.id, "unique_reference_violation")
    elif refund.amount >= left and not sale.private.get("taken"):
        _committed(work, association, refund.id, reversal.whole(work, sale, refund.id, {}))
    else:
        back = reversal.of_amount(work, sale, -min(refund.amount, left))
        _committed(work, association, refund.id, reversal.partial(work, sale, back, refund.id, {}))


def _committed(work: Work, association: Record, source: str, made: Record) -> None:
    _tried(
        work, association, {"committed": {"transaction": made.id}, "source": source, "status": "committed"}
    )


def _failed(work: Work, association: Record, source: str, reason: str) -> None:
    _tried(work, association, {"errored": {"reason": reason}, "source": source, "status": "errored"})


def _tried(work: Work, association: Record, attempt: dict[str, Any]) -> None:
    work.amend(association, tax_transaction_attempts=[*association.tax_transaction_attempts, attempt])
