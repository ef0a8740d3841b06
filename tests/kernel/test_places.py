"""Sets of places: what is packed is found again, few or many, and sets of both kinds go together."""

from __future__ import annotations

import random

import pytest

from pinstripe.kernel import places
from pinstripe.kernel.places import BYTES, MANY, WIDTH

CHANCE = random.Random(7)
SETS = {
    "none": set[int](),
    "one": {0},
    "the last": {WIDTH - 1},
    "few": {1, 5, 700, 65_000},
    "just too few": set(range(3, 3 + MANY - 1)),
    "many": set(CHANCE.sample(range(WIDTH), 20_000)),
    "all": set(range(WIDTH)),
}


def listed(found: places.Places) -> list[int]:
    return list(places.falling(found))


@pytest.mark.parametrize("name", SETS)
def test_what_is_packed_is_found_again(name: str) -> None:
    held = SETS[name]
    raw = places.merged(b"", held)
    assert len(raw) == min(2 * len(held), BYTES)
    assert listed(places.unpacked(raw)) == sorted(held, reverse=True)
    for other in SETS.values():
        together = places.merged(raw, other)
        assert listed(places.unpacked(together)) == sorted(held | other, reverse=True)


@pytest.mark.parametrize("name", SETS)
def test_sets_of_both_kinds_go_together(name: str) -> None:
    held = SETS[name]
    for other in SETS.values():
        one, two = (places.unpacked(places.merged(b"", every)) for every in (held, other))
        assert listed(places.both(one, two)) == sorted(held & other, reverse=True)
        assert listed(places.each((one, two, one))) == sorted(held & other, reverse=True)
        assert listed(places.either((one, two))) == sorted(held | other, reverse=True)
    assert places.each(()) == set() and places.either(()) == set()
