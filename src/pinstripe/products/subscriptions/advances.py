"""Advances: usage that was billed before its period ended, and what is left of it to bill.

Owns: which quantity of a running period is billed already, the lines of the rest. Does not own: when usage is
billed early (thresholds.py), what a quantity costs (room catalog). Money: lines' amounts in minor units.
Source: docs: Set up thresholds. Private fact of an item: advances, the quantity billed by a period's start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import decimal_text
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog.pricing import PricedLine, Quantity

KEPT = 2
"""So many periods are remembered: the running one, and the one whose invoice may still be a draft."""


def billed(item: Record, start: int) -> Quantity:
    """What of the period that began then is billed already."""
    return Decimal((item.private.get("advances") or {}).get(str(start), 0))


def remember(work: Work, item: Record, start: int, quantity: Quantity) -> None:
    """So much of a period is billed by now."""
    known = {**(item.private.get("advances") or {}), str(start): str(quantity)}
    work.note(item, advances=dict(list(known.items())[-KEPT:]))


def charges(
    price: Mapping[str, Any], tiers: Sequence[Mapping[str, Any]], quantity: Quantity, before: Quantity
) -> list[PricedLine]:
    """What a quantity costs beside what is billed of it. Tiers go on where they were.

    Where all units cost what the last one does, and that changed, everything is charged anew and what was
    billed is given back. source: docs: Set up thresholds
    """
    every = pricing.charges(price, tiers, quantity)
    if not before:
        return every
    old = pricing.charges(price, tiers, before)
    if price.get("tiers_mode") == "volume" and every[0].tier != old[0].tier:
        given_back = -sum(line.amount for line in old)
        return [*every, old[0]._replace(kind="billed", quantity=0, quantity_decimal="0", amount=given_back)]
    known = {(line.kind, line.tier): line for line in old}
    places = dict.fromkeys([*((line.kind, line.tier) for line in every), *known])
    now = {(line.kind, line.tier): line for line in every}
    rest = [_less(now.get(place), known.get(place)) for place in places]
    return [line for line in rest if line.amount or line.quantity_decimal != "0"] or rest[-1:]


def _less(line: PricedLine | None, before: PricedLine | None) -> PricedLine:
    """A line without what was billed of it; one that is no longer there is given back."""
    if before is None:
        assert line is not None, "a line that was never there"
        return line
    now = line or before._replace(quantity_decimal="0", amount=0)
    quantity = Decimal(now.quantity_decimal) - Decimal(before.quantity_decimal)
    return now._replace(
        quantity=int(quantity),
        quantity_decimal=decimal_text(quantity),
        amount=now.amount - before.amount,
    )
