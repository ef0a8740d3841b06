"""Usage records as the log tells them: what each period of an item comes to, by its way of summing up.

Imports nothing of the server. A period holds what comes after its start, up to and including its end; the
first one also holds its opening second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.wire import Entry

MODES = ("sum", "max", "last_during_period", "last_ever")


@dataclass
class Item:
    """A subscription item that takes usage records."""

    subscription: str
    mode: str
    amounts: dict[int, int] = field(default_factory=dict)
    """What was used at each moment."""

    def told(self, entry: Entry) -> None:
        """One usage record that was taken."""
        given = entry.params
        before = self.amounts.get(given["timestamp"], 0) if given["action"] == "increment" else 0
        self.amounts[given["timestamp"]] = before + given["quantity"]

    def total(self, start: int, end: int | None, first: bool) -> int:
        """What a period comes to; end: None while it runs."""
        until = {at: amount for at, amount in sorted(self.amounts.items()) if end is None or at <= end}
        if self.mode == "last_ever":
            return list(until.values())[-1] if until else 0
        inside = [amount for at, amount in until.items() if at > start or (first and at == start)]
        if not inside:
            return 0
        return {"sum": sum(inside), "max": max(inside), "last_during_period": inside[-1]}[self.mode]


def wrong_summaries(
    key: str, item: Item, turns: list[int], over: int | None, found: list[Any]
) -> Iterator[str]:
    """Newest first, the running period open and without an invoice, each total what the records say.

    params: over, when the open one has ended already, while its invoice waits for late usage.
    """
    expected = [(start, end) for start, end in zip(turns, [*turns[1:], None], strict=True)][::-1]
    periods = [(one["period"]["start"], one["period"]["end"]) for one in found]
    if periods != expected:
        yield f"{key} has periods {periods}, not {expected}"
        return
    for summary, (start, end) in zip(found, expected, strict=True):
        total = item.total(start, over if end is None else end, start == turns[0])
        if summary["total_usage"] != total:
            yield f"{key} used {summary['total_usage']} from {start} to {end}, its records say {total}"
        if (summary["invoice"] is None) != (end is None):
            yield f"{key}: the invoice of the period from {start} is {summary['invoice']}"
