"""The transaction record: money that came to or left an account at another bank.

Owns: the record, its lifecycle, which transactions an account has on a day. Does not own: the endpoints
(transactions.py), when they become known (freshness.py). Money: none; it is at another bank. No event.
Source: spec; docs: id table of the public examples (words). Private fact: `number`, of the refresh that told
it last.
"""

from __future__ import annotations

from typing import NamedTuple

from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel.resource import ANY, Resource, lifecycle

# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to
    ("create", "pending", ANY,       "pending"),
    ("create", "posted",  ANY,       "posted"),
    ("settle", "posted",  "pending", "posted"),
    ("settle", "void",    "pending", "void"),
)
# fmt: on

TRANSACTION = Resource(
    "financial_connections.transaction",
    prefix="fctxn",
    generated="retrieve",
    index=("account", "status"),
    noun="financial connections transaction",
    param="transaction",
    lifecycle=LIFECYCLE,
    source="spec",
)

HISTORY_DAYS = 90
"""How far back the first refresh looks. source: inferred"""
POSTED_AFTER_SECONDS = 2 * DAY
WORDS = (
    ("Rocket Rides", -300, -4000),
    ("Rocket Deliveries", -1200, -9000),
    ("Grocer", -500, -15000),
    ("Payroll", 100000, 250000),
    ("Refund", 500, 3000),
)
"""What it is for, and between which amounts it lies. source: docs: id table of the public examples (first);
inferred"""


class Seen(NamedTuple):
    """A transaction as the bank has it."""

    moment: int
    words: str
    amount: int
    void: bool


def chance(seed: str, key: str, day: int, what: str, below: int) -> int:
    """A number that follows from the world's seed and what it is about."""
    return int.from_bytes(stable(12, seed, key, day, what).encode()) % below


def on_day(seed: str, key: str, day: int) -> Seen | None:
    """The transaction of an account on a day, counted in days of Unix time; every other day there is none."""
    if chance(seed, key, day, "whether", 2):
        return None
    words, low, high = WORDS[chance(seed, key, day, "which", len(WORDS))]
    least, most = min(low, high), max(low, high)
    amount = least + chance(seed, key, day, "amount", most - least)
    moment = day * DAY + chance(seed, key, day, "moment", DAY)
    return Seen(moment, words, amount, chance(seed, key, day, "void", 12) == 0)


def between(seed: str, key: str, start: int, end: int) -> list[Seen]:
    """All of them from one moment up to another, oldest first."""
    days = range(start // DAY, end // DAY + 1)
    found = (on_day(seed, key, day) for day in days)
    return [one for one in found if one is not None and start < one.moment <= end]
