"""The books of one unit of work: entries, changes of balances and holds that are not committed yet.

Owns: these three, and reading a balance as the work sees it. Does not own: what is written (book.py), rows
and their tables (kernel/keeping.py, store). Money: whole minor units.
"""

from __future__ import annotations

from typing import Protocol

Hold = tuple[str, int, str, str]
"""(posting that changed it last, what is left of it, currency, state): held, settle or release."""
Entry = tuple[str, str, str, str, str, str, int, str]
"""(account, posting, record, balance transaction, source, target, amount, currency)."""


class Reader(Protocol):
    """Whoever knows the books as they were before this work: a batch."""

    balances: dict[tuple[str, str], int]
    """What it has moved itself: (name, currency) → change."""

    def balance(self, name: str, currency: str) -> int:
        """What an account of the chart holds."""

    def balances_of(self, account: str) -> list[tuple[str, str, int]]:
        """Stored balances under an account's name: (name, currency, amount)."""

    def hold(self, key: str) -> Hold | None:
        """What is set aside for a record."""


class Books:
    """What a unit of work has written into the ledger so far."""

    __slots__ = ("before", "deltas", "entries", "holds", "platform")

    def __init__(self, before: Reader, platform: str) -> None:
        self.before = before
        self.platform = platform
        self.entries: list[Entry] = []
        self.deltas: dict[tuple[str, str], int] = {}
        self.holds: dict[str, Hold] = {}

    def enter(self, entry: Entry) -> None:
        """One leg."""
        self.entries.append(entry)
        source, target, amount, currency = entry[4:]
        for name, delta in ((source, -amount), (target, amount)):
            self.deltas[(name, currency)] = self.deltas.get((name, currency), 0) + delta

    def balance(self, name: str, currency: str) -> int:
        """What an account of the chart holds, by its qualified name."""
        return self.before.balance(name, currency) + self.deltas.get((name, currency), 0)

    def hold(self, key: str) -> Hold | None:
        """What is set aside for a record."""
        return self.holds.get(key) or self.before.hold(key)
