"""Advances: usage that was billed before its period ended.

Owns: which quantity of a running period is billed already. Does not own: when usage is billed early
(thresholds.py), what the rest costs (room catalog). Money: none.
Source: docs: Set up thresholds. Private fact of an item: advances, the quantity billed by a period's start.
"""

from __future__ import annotations

from decimal import Decimal

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog.pricing import Quantity

KEPT = 20
"""So many periods are remembered: the running one with its parts at earlier prices, and the one whose invoice
may still be a draft."""


def billed(item: Record, start: int) -> Quantity:
    """What of the period that began then is billed already."""
    return Decimal((item.private.get("advances") or {}).get(str(start), 0))


def remember(work: Work, item: Record, start: int, quantity: Quantity) -> None:
    """So much of a period is billed by now."""
    known = {**(item.private.get("advances") or {}), str(start): str(quantity)}
    work.note(item, advances=dict(list(known.items())[-KEPT:]))
