"""What a story says of money that moved: entries of the acting account, in order, in the account's own
words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pinstripe.store.base import Store

WANTED = re.compile(r"(\S+) > (\S+) (\d+) ([a-z]{3})")


class Entry(NamedTuple):
    """One entry: of which posting, from where to where, how much."""

    posting: str
    source: str
    target: str
    amount: int
    currency: str

    def __str__(self) -> str:
        return f"{self.source} > {self.target} {self.amount} {self.currency}"


def moved(store: Store, world: int, account: str, after: int) -> tuple[list[Entry], int]:
    """The account's entries since a sequence number, and the last one's number; its own name is left out."""
    rows = store.rows(
        "SELECT seq,posting,source,target,amount,currency FROM ledger_entries "
        "WHERE world=? AND account=? AND seq>? ORDER BY seq",
        (world, account, after),
    )
    own = f"{account}/"
    found = [
        Entry(row[1], row[2].removeprefix(own), row[3].removeprefix(own), row[4], row[5]) for row in rows
    ]
    return found, rows[-1][0] if rows else after


def fits(found: list[Entry], wanted: str, filled: Callable[[str], str]) -> bool:
    """Are these all the entries that a line names? refuses: ValueError, when it is no list of entries"""
    lines = [] if wanted.strip() == "none" else [one.strip() for one in wanted.split(",")]
    return len(lines) == len(found) and all(map(_same, found, lines, [filled] * len(lines)))


def _same(entry: Entry, line: str, filled: Callable[[str], str]) -> bool:
    matched = WANTED.fullmatch(line)
    if matched is None:
        raise ValueError(line)
    source, target, amount, currency = matched.groups()
    return (
        _named(entry.source, source, filled)
        and _named(entry.target, target, filled)
        and (entry.amount, entry.currency) == (int(amount), currency)
    )


def _named(name: str, wanted: str, filled: Callable[[str], str]) -> bool:
    """`pending` stands for any day's, `pending:@2026-01-05` for one; the outside is named in full."""
    purpose, detailed, detail = wanted.partition(":")
    return name == f"{purpose}:{filled(detail)}" if detailed else name.partition(":")[0] == purpose
