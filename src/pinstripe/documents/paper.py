"""Papers: what stands on a document, before anybody draws it.

Owns: the parts of a document, how money and days are written on one. Does not own: how it looks (pdf.py),
what is true of an invoice (its room). Money: shown only. Source: our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pinstripe import currencies
from pinstripe.clock.calendar import utc_date

ENCODING: Final = "cp1252"
"""What the fonts that every reader of PDF has can write."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


class Party(NamedTuple):
    """Somebody whom the document names."""

    title: str
    lines: Sequence[str]


class Row(NamedTuple):
    """One line of what is sold. beneath: smaller, under its description."""

    description: str
    quantity: str
    unit: str
    amount: str
    beneath: str = ""


class Paper(NamedTuple):
    """A whole document. facts, sums: labels and values, the last sum stands out. created: its time."""

    title: str
    facts: Sequence[tuple[str, str]]
    parties: Sequence[Party]
    headline: str
    rows: Sequence[Row]
    sums: Sequence[tuple[str, str]]
    created: int
    name: str = "document"
    """Of the file that it is kept as."""
    before: str = ""
    """A text above what is sold."""
    after: str = ""
    """A text below it."""
    footer: str = ""
    size: str = "a4"


def amount(value: int | str, currency: str) -> str:
    """Money as documents show it: with its symbol, or with its code where the fonts lack that."""
    shown = currencies.symbol_amount(value, currency)
    if shown.encode(ENCODING, "ignore").decode(ENCODING) == shown:
        return shown
    return currencies.coded_amount(value, currency)


def day(moment: int) -> str:
    """A day as documents show it, in English like all that they say."""
    date = utc_date(moment)
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"
