"""The words under which a search finds a record: pieces of texts, digits of numbers, is a field empty.

Owns: which words a record has, and which of them a condition asks for. Does not own: where they are kept
(kernel/lookup.py, store/words.py), the query language (api/search.py). Money: amounts are whole numbers here.
A word is a number of 63 bits: what it is a word of (account, type, field, kind), and which one. Two may fall
together, and a record may lose one: words say who may be meant, the query says who is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from pinstripe.api import search
from pinstripe.api.search import Clause, Query
from pinstripe.kernel.resource import REGISTRY, Resource

LONGEST, LONGEST_FACT = 600, 64
"""Bytes of a text, and of a value of metadata, that are taken to pieces; a longer one is always looked at."""
MOST_PIECES = 24
"""So many pieces of what is looked for are enough to tell."""
LOW = (1 << 32) - 1
HALF, DIGIT, DIGITS = 1 << 43, 2, 22
"""Numbers are moved by a half so that none is negative, and taken to pieces of two bits, 22 of them;
what lies beyond counts as the last one."""
BEYOND = 1 << 62


class Scopes(NamedTuple):
    """The upper halves of the words of one field."""

    empty: int
    filled: int
    pieces: int
    long: int
    digits: tuple[int, ...]


class Wanted(NamedTuple):
    """Words of which a record must have all, or any; `also` lets it pass by itself."""

    words: tuple[int, ...]
    all: bool
    also: tuple[int, ...] = ()


class Plan(NamedTuple):
    """Conditions of which a record must meet all, or any."""

    wanted: tuple[Wanted, ...]
    any: bool


@lru_cache(maxsize=20_000)
def scopes(account: str, kind: str, path: tuple[str, ...]) -> Scopes:
    """Of one field, by its path in the body."""

    def scope(word: str) -> int:
        text = "\0".join((account, kind, word, *path))
        return crc32(text.encode("utf-8", "surrogatepass")) >> 1 << 32

    digits = tuple(scope(f"digits {place}") for place in range(DIGITS))
    return Scopes(scope("empty"), scope("filled"), scope("pieces"), scope("long"), digits)


@lru_cache(maxsize=1000)
def paths_of(resource: Resource) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The fields that a type is searched by, with whether they are numbers; metadata and the time of creation
    go without words of their own.
    """
    return tuple(
        (tuple((field.path or name).split(".")), field.kind == search.NUMBER)
        for name, field in search.fields_of(resource.search).items()
        if name not in ("created", "metadata")
    )


def searched() -> list[str]:
    """The types that can be searched."""
    return sorted(name for name, resource in REGISTRY.items() if resource.search)


def words_of(resource: Resource, account: str, body: Mapping[str, Any]) -> set[int]:
    """Every word of a record."""
    out: set[int] = set()
    for path, numeric in paths_of(resource):
        field, value = scopes(account, resource.object, path), search.below(body, path)
        if value is None:
            out.add(field.empty)
        elif not numeric:
            _text(out, field, value, LONGEST)
        else:
            out.add(field.filled)
            if isinstance(value, int):
                out.update(digits(field, value))
    for key, value in (body.get("metadata") or {}).items():
        _text(out, scopes(account, resource.object, ("metadata", key)), value, LONGEST_FACT)
    return out


def _text(out: set[int], field: Scopes, value: Any, longest: int) -> None:
    raw = encoded(value)
    out.add(field.filled)
    if len(raw) > longest:
        out.add(field.long)
        return
    out.update(pieces(field, raw))


def pieces(field: Scopes, raw: bytes) -> list[int]:
    """The words of each three bytes in a row."""
    above = field.pieces
    rows = zip(raw, raw[1:], raw[2:], strict=False)
    return [above | one << 16 | two << 8 | three for one, two, three in rows]


def encoded(value: Any) -> bytes:
    """A text as a search compares it."""
    return str(value).casefold().encode("utf-8", "surrogatepass")


def placed(value: int) -> int:
    """A number among those that are told apart."""
    return min(max(value + HALF, 0), 2 * HALF - 1)


def digits(field: Scopes, value: int) -> Iterator[int]:
    """A number's words: itself, and what is left of it as one digit after the other is taken off."""
    number = placed(value)
    for scope in field.digits:
        yield scope | number & LOW
        number >>= DIGIT


def plan_of(resource: Resource, account: str, query: Query) -> Plan | None:
    """The words that a query asks for; None where words don't lead to what it means."""
    wanted = [wanted_by(resource, account, clause) for clause in query.clauses]
    known = tuple(one for one in wanted if one is not None)
    if not known or (query.any and len(known) < len(wanted)):
        return None
    return Plan(known, query.any)


def wanted_by(resource: Resource, account: str, clause: Clause) -> Wanted | None:
    """The words that one condition asks for; None where it is no help."""
    field, kind, value = scopes(account, resource.object, clause.path), clause.field.kind, clause.value
    if value is None:
        if clause.negated:
            return Wanted((field.filled,), True)
        return Wanted((field.empty,), True) if kind != search.METADATA else None
    if clause.negated or clause.path == ("created",):
        return None
    if kind == search.NUMBER:
        return Wanted(tuple(between(field, *bounds(clause.operator, int(value)))), False)
    raw = encoded(value)
    if len(raw) > (LONGEST_FACT if kind == search.METADATA else LONGEST):
        return Wanted((field.long,), True)
    found = sorted(set(pieces(field, raw)))
    if not found:
        return Wanted((field.filled,), True)
    also = (field.long,) if clause.operator == "~" else ()
    return Wanted(tuple(found[:MOST_PIECES]), True, also)


def bounds(operator: str, value: int) -> tuple[int, int]:
    """The first and the last of the numbers that are meant."""
    low = value + 1 if operator == ">" else value if operator in (">=", ":") else -BEYOND
    high = value - 1 if operator == "<" else value if operator in ("<=", ":") else BEYOND
    return low, high


def between(field: Scopes, first: int, last: int) -> Iterator[int]:
    """The fewest words that stand for each number of a range, and for no other.

    A number beyond what is told apart counts as the last one: so does a bound.
    """
    low, high = placed(first), placed(last)
    if first > last:
        return
    lowest = (1 << DIGIT) - 1
    for place, scope in enumerate(field.digits):
        end = place == DIGITS - 1
        while low <= high and (low & lowest or end):
            yield scope | low & LOW
            low += 1
        while low <= high and high & lowest != lowest:
            yield scope | high & LOW
            high -= 1
        if low > high:
            return
        low, high = low >> DIGIT, high >> DIGIT
