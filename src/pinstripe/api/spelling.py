"""Spelling: which of the names that there are was meant by one that there is not.

Owns: how alike two names are. Does not own: who says so (params.py). Pure. Money: none.
Source: recorded: issue reports (`exp_mont`, `paynebt_method_types`, `payment_method_configuration`, which is
answered by `payment_behavior`: so the API looks names up as Ruby's own spell checker does).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ALIKE: Final = 0.834
SHORT_ALIKE: Final = 0.77
"""How alike names must be by Jaro and Winkler, and names of at most three letters: as in Ruby's own."""
BOOST: Final = 0.7
"""From where on letters in common at the beginning count, 0.1 each, at most four of them."""


def meant(name: str, known: Iterable[str]) -> str | None:
    """The name that was meant, if one is near enough: a mistyped one, or else the most alike."""
    least = ALIKE if len(name) > 3 else SHORT_ALIKE
    alike = {one: likeness(one, name) for one in known}
    near = sorted((one for one in alike if alike[one] >= least), key=alike.__getitem__, reverse=True)
    mistyped = -(-len(name) // 4)
    for most in (lambda one: mistyped, lambda one: min(len(one), len(name)) - 1):
        for one in near:
            if steps(one, name) <= most(one):
                return one
    return None


def likeness(one: str, other: str) -> float:
    """From 0 to 1, by Jaro and Winkler: letters in common near the same place, and in the same order."""
    short, long = sorted((one, other), key=len)
    reach = max(len(long) // 2 - 1, 0) if len(long) > 3 else 0
    taken: set[int] = set()
    pairs: list[str] = []
    for place, letter in enumerate(short):
        for at in range(max(0, place - reach), min(place + reach + 1, len(long))):
            if at not in taken and long[at] == letter:
                taken.add(at)
                pairs.append(letter)
                break
    if not pairs:
        return 0.0
    count = len(pairs)
    moved = sum(letter != long[at] for letter, at in zip(pairs, sorted(taken), strict=True)) // 2
    found = (count / len(short) + count / len(long) + (count - moved) / count) / 3
    if found <= BOOST:
        return found
    same = next((at for at in range(min(4, len(short))) if short[at] != long[at]), min(4, len(short)))
    return found + same * 0.1 * (1 - found)


def steps(one: str, other: str) -> int:
    """How many letters have to be added, left out or changed (Levenshtein)."""
    row = list(range(len(other) + 1))
    for done, letter in enumerate(one, 1):
        fresh = [done]
        for at, wanted in enumerate(other):
            fresh.append(min(fresh[at] + 1, row[at + 1] + 1, row[at] + (letter != wanted)))
        row = fresh
    return row[-1]
