"""Feeds: what the rows of an uploaded file say, and what is wrong with them.

Owns: columns of each feed, checking a row, the file that says what is wrong. Does not own: imports
(product_catalog_import.py). Money: none. Source: docs: Product Catalog Import; which columns must be there
and what they may say: inferred.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

REQUIRED: Final = {
    "inventory": ("id", "availability"),
    "pricing": ("id", "price"),
    "product": ("id", "title", "description", "link", "image_link", "availability", "price"),
    "promotion": ("id", "title"),
}
"""The columns that a feed must have, and no row may leave empty."""
KNOWN: Final = ("in_stock", "out_of_stock", "preorder", "backorder")
PRICE: Final = re.compile(r"\d+(\.\d{1,3})? [A-Za-z]{3}", re.ASCII)
LINK: Final = re.compile(r"https?://\S+", re.ASCII)
DELETE: Final = "delete"
COLUMNS: Final = ("row", "id", "field", "error_message")
"""Of the file that says what is wrong."""


class Flaw(NamedTuple):
    """What is wrong with one field of one row."""

    row: int
    id: str
    field: str
    message: str


class Read(NamedTuple):
    """What a feed said: ids of the rows that are good, of products that go, what is wrong with the others."""

    kept: list[str]
    gone: list[str]
    flaws: list[Flaw]

    @property
    def failed(self) -> int:
        """How many rows are not good."""
        return len({flaw.row for flaw in self.flaws})


def read(data: bytes, kind: str, catalog: frozenset[str]) -> Read | str:
    """What a file says. params: kind, its feed's; catalog, the products that there are. gives: why it is no
    feed, where it is none"""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "The file is not encoded as UTF-8."
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in REQUIRED[kind] if name not in header]
        if missing:
            return f"The file lacks required columns: {', '.join(missing)}."
        found = Read([], [], [])
        for number, values in enumerate(rows, start=1):
            if values:
                _take(found, number, header, values, kind, catalog)
    except csv.Error as error:
        return f"The file is not valid CSV: {error}."
    if not found.kept and not found.gone and not found.flaws:
        return "The file has no rows."
    return found


def _take(
    found: Read, number: int, header: Sequence[str], values: Sequence[str], kind: str, catalog: frozenset[str]
) -> None:
    """One row is good, or says what is not."""
    row = dict(zip(header, (value.strip() for value in values), strict=False))
    key = row.get("id", "")
    if len(values) > len(header):
        found.flaws.append(Flaw(number, key, "", "The row has more fields than the header."))
        return
    goes = row.get(DELETE, "").lower()
    if goes not in ("", "true", "false"):
        found.flaws.append(Flaw(number, key, DELETE, "Must be `true` or `false`."))
        return
    names = ("id",) if goes == "true" else REQUIRED[kind]
    flaws = [
        Flaw(number, key, name, message) for name in names if (message := _wrong(name, row.get(name, "")))
    ]
    if kind in ("inventory", "pricing") and key and key not in catalog:
        flaws.append(Flaw(number, key, "id", f"No product with the id `{key}` was imported."))
    found.flaws.extend(flaws)
    if not flaws:
        (found.gone if goes == "true" else found.kept).append(key)


def _wrong(name: str, value: str) -> str:
    """What is wrong with a field; nothing, if it is good."""
    if not value:
        return "This field is required."
    if name == "price" and not PRICE.fullmatch(value):
        return "Must be an amount and a currency, for example `10.00 USD`."
    if name == "availability" and value.lower() not in KNOWN:
        return f"Must be one of {', '.join(KNOWN)}."
    if name in ("link", "image_link") and not LINK.fullmatch(value):
        return "Must be a URL."
    return ""


def errors_file(flaws: Iterable[Flaw]) -> bytes:
    """What is wrong, row by row, as a file."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(flaws)
    return written.getvalue().encode()
