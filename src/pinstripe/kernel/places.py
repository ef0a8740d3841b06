"""Sets of places within a bucket of 65,536 numbers: few as a set, many as bits of one whole number.

Owns: packing and the operations that a search needs. Does not own: what stands at a place. Money: none.
Packed, few are numbers of two bytes in order, little end first, and many are 65,536 bits.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator

SHIFT = 16
WIDTH = 1 << SHIFT
BYTES = WIDTH // 8
MANY = BYTES // 2
"""So many numbers of two bytes take as much as the bits of all."""

Places = set[int] | int


def unpacked(raw: bytes) -> Places:
    """What was packed."""
    if len(raw) == BYTES:
        return int.from_bytes(raw, "little")
    return set(_numbers(raw))


def merged(raw: bytes, more: Iterable[int]) -> bytes:
    """Packed places and more of them, packed."""
    if len(raw) == BYTES:
        known = bytearray(raw)
        for place in more:
            known[place >> 3] |= 1 << (place & 7)
        return bytes(known)
    every = {*_numbers(raw), *more}
    if len(every) >= MANY:
        return bits(every).to_bytes(BYTES, "little")
    numbers = array("H", sorted(every))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(raw: bytes) -> array[int]:
    numbers = array("H", raw)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def bits(few: Iterable[int]) -> int:
    """A set as bits."""
    text = bytearray(b"0") * WIDTH
    for place in few:
        text[WIDTH - 1 - place] = 49  # "1"; the first digit of a number is its highest
    return int(text, 2)


def both(one: Places, other: Places) -> Places:
    """What is in each of two."""
    if isinstance(one, int) and isinstance(other, int):
        return one & other
    if isinstance(one, set) and isinstance(other, set):
        return one & other
    few, many = (one, other) if isinstance(one, set) else (other, one)
    assert isinstance(few, set) and isinstance(many, int)
    raw = many.to_bytes(BYTES, "little")
    return {place for place in few if raw[place >> 3] >> (place & 7) & 1}


def each(several: Iterable[Places]) -> Places:
    """What is in each of several; nothing, where there are none."""
    found: Places | None = None
    for one in several:
        found = one if found is None else both(found, one)
    return found if found is not None else set()


def either(several: Iterable[Places]) -> Places:
    """What is in any of several."""
    few: set[int] = set()
    many = 0
    for one in several:
        if isinstance(one, int):
            many |= one
        else:
            few |= one
    return many | bits(few) if many and few else many or few


def falling(places: Places) -> Iterator[int]:
    """The places, highest first."""
    if isinstance(places, set):
        yield from sorted(places, reverse=True)
        return
    text = f"{places:0{WIDTH}b}"
    at = text.find("1")
    while at >= 0:
        yield WIDTH - 1 - at
        at = text.find("1", at + 1)
