"""The reversal of a tax transaction: as a whole, line by line, or by an amount that is shared out.

Owns: how much of each line comes back, what is refused. Does not own: the record (transaction.py), the
endpoints (transactions.py). Money: none moves. Source: docs: Tax transactions (worked examples); spec.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.money import split
from pinstripe.products.tax import refusals
from pinstripe.products.tax import transaction as transactions
from pinstripe.products.tax.transaction import SHIPPING, TRANSACTION
from pinstripe.products.tax.transaction_line_item import TRANSACTION_LINE


class Back(NamedTuple):
    """What comes back of one line, below zero; what the reversal says of the line."""

    amount: int
    tax: int
    said: Mapping[str, Any] = {}


def whole(work: Work, original: Record, reference: str, metadata: Mapping[str, str]) -> Record:
    """All of it comes back, whatever was taken back in part before; the reversal of a reversal undoes it.

    refuses: reference_taken, fully_reversed. source: docs: Tax transactions
    """
    transactions.refuse_taken(work, reference)
    if original.private.get("reversed"):
        raise refusals.fully_reversed(original.id)
    parts = transactions.parts_of(work, original)
    lines = {line.id: line for line in transactions.lines_of(work, original)}
    back = {
        key: Back(-amount, -tax, {"quantity": lines[key].quantity} if key in lines else {})
        for key, (amount, tax, _) in parts.items()
    }
    made = _reverse(work, original, back, reference, metadata)
    work.note(original, reversed=True)
    _give_back(work, original)
    return made


def _give_back(work: Work, reversal: Record) -> None:
    """What a reversal took can come back again once it is undone. source: docs: Tax transactions"""
    if reversal.reversal is None:
        return
    first = work.load(reversal.reversal["original_transaction"], TRANSACTION.object)
    taken = reversal.private.get("part")
    if taken is None:
        work.note(first, reversed=False)
    else:
        transactions.take(work, first, {key: (pair[0], pair[1]) for key, pair in taken.items()}, -1)


def partial(
    work: Work, original: Record, back: Mapping[str, Back], reference: str, metadata: Mapping[str, str]
) -> Record:
    """A part of it comes back. refuses: reference_taken"""
    transactions.refuse_taken(work, reference)
    made = _reverse(work, original, back, reference, metadata)
    taken = {key: (one.amount, one.tax) for key, one in back.items()}
    transactions.take(work, original, taken)
    work.note(made, part=taken)
    return made


def refuse_reversed(original: Record) -> None:
    """What was taken back as a whole, or is a reversal itself, does not come back in part. refuses:
    fully_reversed, reversal_in_part"""
    if original.private.get("reversed"):
        raise refusals.fully_reversed(original.id)
    if original.reversal is not None:
        raise refusals.reversal_in_part(original.id)


def _reverse(
    work: Work, original: Record, back: Mapping[str, Back], reference: str, metadata: Mapping[str, str]
) -> Record:
    """The reversal with its lines; what is nothing has none."""
    lines = []
    for line in transactions.lines_of(work, original):
        if line.id not in back:
            continue
        one = back[line.id]
        fields = {
            name: line.body[name] for name in ("metadata", "product", "reference", "tax_behavior", "tax_code")
        }
        fields |= {"amount": one.amount, "amount_tax": one.tax, "quantity": 1, **one.said}
        made = work.create(
            TRANSACTION_LINE, **fields, reversal={"original_line_item": line.id}, type="reversal"
        )
        lines.append(made)
    cost = None
    if SHIPPING in back:
        sent = back[SHIPPING]
        cost = {**original.shipping_cost, "amount": sent.amount, "amount_tax": sent.tax}
    names = "currency customer customer_details ship_from_details tax_date".split()
    return work.create(
        TRANSACTION,
        **{name: original.body[name] for name in names},
        metadata=dict(metadata),
        posted_at=work.now,
        reference=reference,
        reversal={"original_transaction": original.id},
        shipping_cost=cost,
        type="reversal",
        private={"lines": [line.id for line in lines]},
    )


def of_amount(work: Work, original: Record, amount: int) -> dict[str, Back]:
    """What an amount takes of each line and of shipping: in proportion to what is left of them, tax included;
    within each its tax in proportion, too.

    params: amount, below zero. refuses: too_much. source: docs: Tax transactions (16.50 of 33.00)
    """
    left = transactions.left_of(work, original)
    keys = list(left)
    totals = [total(*left[key]) for key in keys]
    if -amount > sum(totals):
        raise refusals.too_much(sum(totals), "flat_amount")
    back = {}
    for key, whole_, part in zip(keys, totals, split(-amount, totals), strict=True):
        if not part:
            continue
        rest, tax, behavior = left[key]
        own = tax if part == whole_ else split(part, [whole_ - tax, tax])[1]
        back[key] = Back(-part if behavior == "inclusive" else own - part, -own)
    return back


def total(amount: int, tax: int, behavior: str) -> int:
    """What a buyer paid for something."""
    return amount if behavior == "inclusive" else amount + tax


def of_lines(work: Work, original: Record, params: Params) -> dict[str, Back]:
    """What is named of lines and of shipping. refuses: other_line, positive, too_much, no_shipping,
    same_reference"""
    left = transactions.left_of(work, original)
    back: dict[str, Back] = {}
    seen: set[str] = set()
    given: Sequence[Params] = params.get("line_items") or ()
    for number, one in enumerate(given):
        where, key = f"line_items[{number}]", one.original_line_item
        if key not in left or key == SHIPPING:
            raise refusals.other_line(key, f"{where}[original_line_item]")
        if one.reference in seen:
            raise refusals.same_reference(one.reference, f"{where}[reference]")
        seen.add(one.reference)
        before = back.get(key, Back(0, 0))
        said = {"reference": one.reference, "metadata": merged_metadata(None, one.get("metadata")) or None}
        if one.get("quantity") is not None:
            said["quantity"] = one.quantity
        back[key] = Back(before.amount + one.amount, before.tax + one.amount_tax, said)
        _refuse_more(left[key], back[key], one, where)
    sent = params.get("shipping_cost")
    if sent:
        if SHIPPING not in left:
            raise refusals.no_shipping()
        back[SHIPPING] = Back(sent.amount, sent.amount_tax)
        _refuse_more(left[SHIPPING], back[SHIPPING], sent, "shipping_cost")
    return back


def _refuse_more(left: tuple[int, int, str], back: Back, given: Params, where: str) -> None:
    for name, rest, asked in (("amount", left[0], back.amount), ("amount_tax", left[1], back.tax)):
        if given[name] > 0:
            raise refusals.positive(f"{where}[{name}]")
        if -asked > rest:
            raise refusals.too_much(rest, f"{where}[{name}]")


def asked_of(work: Work, original: Record, params: Params) -> dict[str, Back]:
    """What a request for a partial reversal names. refuses: part_of_nothing, exclusive_params, positive,
    too_much"""
    named = [name for name in ("line_items", "shipping_cost") if params.get(name)]
    amount = params.get("flat_amount")
    if amount is None:
        if not named:
            raise refusals.part_of_nothing()
        return of_lines(work, original, params)
    if named:
        raise errors.exclusive_params(["flat_amount", *named])
    if amount >= 0:
        raise refusals.positive("flat_amount")
    return of_amount(work, original, amount)
