"""Bounds of time: the first place at a moment, however unevenly time went by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import pytest

from pinstripe.store.moments import first_at

COUNT = 4000
PACES = {
    "even": [place // 3 for place in range(COUNT)],
    "at once": [7] * COUNT,
    "ever faster": [int((place / COUNT) ** 0.25 * 9000) for place in range(COUNT)],
    "in bursts": [place // 500 * 100_000 + place % 500 // 40 for place in range(COUNT)],
    "few and far": [10**9 * place for place in range(5)],
    "none": [],
}


class Asked:
    """Records of one kind at every third place, and how often they were asked for."""

    def __init__(self, times: Sequence[int]) -> None:
        self.times = times
        self.count = 0

    def rows(self, query: str, args: Sequence[Any]) -> list[tuple[int, int]]:
        """The first at a place or after it."""
        self.count += 1
        number = -(-(args[-1] - 3) // 3)
        number = max(number, 0)
        return [(3 + 3 * number, self.times[number])] if number < len(self.times) else []


@pytest.mark.parametrize("pace", PACES)
def test_the_first_at_a_moment_is_found(pace: str) -> None:
    times = PACES[pace]
    last = 3 * len(times) + 20
    for moment in {0, 1, 7, 8, *times[::37], *(time + 1 for time in times[::41]), 10**12}:
        store = Asked(times)
        found = first_at(store, "", (), last, moment)  # type: ignore[arg-type]
        number = bisect_left(times, moment)
        before = 3 * number  # the place of the one before it
        after = 3 + 3 * number if number < len(times) else last + 1
        assert before < found <= after, (moment, found)
        assert store.count <= 2 * (last + 1).bit_length() + 2, moment


def test_an_even_pace_needs_few_questions() -> None:
    """Halving alone asks fourteen times."""
    counts = []
    for moment in range(500, 9 * COUNT, 171):
        store = Asked([9 * place for place in range(COUNT)])
        first_at(store, "", (), 3 * COUNT, moment)  # type: ignore[arg-type]
        counts.append(store.count)
    assert sum(counts) / len(counts) <= 8
