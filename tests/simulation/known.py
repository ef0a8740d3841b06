"""What the auditor keeps in mind: objects as the log tells them, and what was read in the end.

Imports nothing of the server.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass
class Payment:
    """A payment intent as the log tells it."""

    amount: int
    currency: str
    manual: bool
    status: str = "requires_payment_method"
    received: int = 0
    held_at: int | None = None
    method: str = ""


@dataclass
class Subscription:
    """A subscription as the log tells it."""

    clock: str
    began: int
    quantity: int
    unit: int
    meter: str
    customer: str
    ended: int | None = None
    item: str = ""
    """The item, where it takes usage records."""


@dataclass
class Reads:
    """What the server says when the run is over, by the path that was read."""

    objects: dict[str, Any] = field(default_factory=dict)
    """By path: the body of a retrieve."""
    lists: dict[str, list[Any]] = field(default_factory=dict)
    """By path: all elements of all pages."""


def months_after(moment: int, count: int) -> int:
    """The same time of day so many months later, on the last day of a shorter month."""
    began = datetime.fromtimestamp(moment, UTC)
    month = began.month - 1 + count
    year, month = began.year + month // 12, month % 12 + 1
    day = min(began.day, calendar.monthrange(year, month)[1])
    return int(began.replace(year=year, month=month, day=day).timestamp())
