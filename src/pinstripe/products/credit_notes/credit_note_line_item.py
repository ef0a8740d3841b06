"""The credit note line item record: a line of an invoice that is credited, or one that says something else.

Owns: the record, the envelope in a credit note's body. Does not own: what it comes to (amounts.py), the
endpoints (credit_note_line_items.py). Money: amounts in minor units, before discounts.
Source: spec; recorded: airbytehq.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

LINE = Resource(
    "credit_note_line_item",
    prefix="cnli",
    path="/v1/credit_notes/{credit_note}/lines",
    noun="credit note line item",
    defaults={
        "discount_amount": 0,
        "discount_amounts": [],
        "metadata": {},
        "pretax_credit_amounts": [],
        "tax_rates": [],
        "taxes": [],
    },
)

SHOWN = 10
"""How many lines a credit note's body holds. source: spec; inferred (as an invoice's)"""


def envelope(url: str, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The first lines as a credit note shows them. source: recorded: airbytehq"""
    return {"object": "list", "data": list(lines[:SHOWN]), "has_more": len(lines) > SHOWN, "url": url}


def keys_of(note: Record) -> list[str]:
    """The ids of a credit note's lines, in their order."""
    keys: list[str] = note.private.get("lines") or []
    return keys


def of(work: Work, keys: Sequence[str]) -> list[Record]:
    """These lines."""
    return [work.load(key, "credit_note_line_item") for key in keys]
