"""The tax transaction record: tax that a sale made somebody owe, or that a reversal took back, for good.

Owns: the record, how a calculation becomes one, what is left of it. Does not own: the endpoints
(transactions.py), how a reversal is shared out (reversal.py), the tax itself (calculation.py).
Money: none moves; nobody pays the tax to the state here. Source: spec; docs: Tax transactions.
Private facts: lines (ids in order) · reversed (it is taken back as a whole) · part (it reverses a part of
another) · taken (what partial reversals took of each line and of shipping: amount and tax, below zero).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.tax import calculation as calculations
from pinstripe.products.tax import refusals
from pinstripe.products.tax.transaction_line_item import TRANSACTION_LINE

SHIPPING = "shipping"
"""Under which name `taken` counts what sending cost."""


def lines_shown(shower: Any, transaction: Record) -> dict[str, Any]:
    """The lines of a transaction, when a caller asks for them. source: spec; docs: Tax transactions"""
    found = lines_of(shower.work, transaction)
    return {
        "object": "list",
        "data": [shower.body(line) for line in found[:10]],
        "has_more": len(found) > 10,
        "url": f"/v1/tax/transactions/{transaction.id}/line_items",
    }


TRANSACTION = Resource(
    "tax.transaction",
    prefix="tax",
    generated="retrieve",
    noun="tax transaction",
    param="transaction",
    index=("reference",),
    absent="line_items",
    includable={"line_items": lines_shown},
)


def lines_of(work: Work, transaction: Record) -> list[Record]:
    """The lines of a transaction, in their order."""
    return [work.load(key, TRANSACTION_LINE.object) for key in transaction.private["lines"]]


def is_taken(work: Work, reference: str) -> bool:
    """Has a transaction this reference?"""
    return bool(work.where(TRANSACTION.object, limit=1, reference=reference))


def refuse_taken(work: Work, reference: str) -> None:
    """References are unique over all transactions. refuses: reference_taken"""
    if is_taken(work, reference):
        raise refusals.reference_taken(reference)


def of_calculation(
    work: Work, calculation: Record, reference: str, posted_at: int, metadata: Mapping[str, str]
) -> Record:
    """The tax of a calculation is owed: everything is copied, and never worked out again. refuses:
    reference_taken. source: docs: Tax transactions"""
    refuse_taken(work, reference)
    lines = []
    for line in calculations.lines_of(work, calculation):
        names = "amount amount_tax metadata product quantity reference tax_behavior tax_code".split()
        fields = {name: line.body[name] for name in names}
        lines.append(work.create(TRANSACTION_LINE, **fields, reversal=None, type="transaction"))
    names = "currency customer customer_details ship_from_details shipping_cost tax_date".split()
    return work.create(
        TRANSACTION,
        **{name: calculation.body[name] for name in names},
        metadata=dict(metadata),
        posted_at=posted_at,
        reference=reference,
        reversal=None,
        type="transaction",
        private={"lines": [line.id for line in lines]},
    )


def parts_of(work: Work, transaction: Record) -> dict[str, tuple[int, int, str]]:
    """What a transaction is of: amount, tax and tax behavior of each line by its id, and of shipping."""
    found = {
        line.id: (line.amount, line.amount_tax, line.tax_behavior) for line in lines_of(work, transaction)
    }
    cost = transaction.shipping_cost
    if cost is not None:
        found[SHIPPING] = (cost["amount"], cost["amount_tax"], cost["tax_behavior"])
    return found


def left_of(work: Work, transaction: Record) -> dict[str, tuple[int, int, str]]:
    """What partial reversals left of each part. source: docs: Tax transactions"""
    taken = transaction.private.get("taken") or {}
    found = {}
    for key, (amount, tax, behavior) in parts_of(work, transaction).items():
        less = taken.get(key, (0, 0))
        found[key] = (amount + less[0], tax + less[1], behavior)
    return found


def take(work: Work, transaction: Record, parts: Mapping[str, tuple[int, int]], sign: int = 1) -> None:
    """A partial reversal took these parts, or gives them back. params: sign, -1 for the second"""
    taken = dict(transaction.private.get("taken") or {})
    for key, (amount, tax) in parts.items():
        less = taken.get(key, (0, 0))
        taken[key] = [less[0] + sign * amount, less[1] + sign * tax]
    work.note(transaction, taken=taken)
