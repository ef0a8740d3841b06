"""Calls that succeed, from which generated ones begin: without them hardly any would get past validation."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Pool, rooms, template

Base = dict[str, Any]


def bases(name: str, pool: Pool) -> list[Base]:
    """Parameters with which an operation succeeds; none where it needs none.

    A name in braces is no parameter: it stands for a part of the path, or as `{key}` for the bearer token.
    """
    return calls(pool).get(name, [{}])


def calls(pool: Pool) -> Bases:
    """Every operation that needs parameters to succeed, with such parameters."""
    found: Bases = {}
    for room in rooms():
        found |= room.bases(pool)
    return found


def parted(base: Base | None) -> tuple[Base | None, dict[str, str]]:
    """A base as parameters, and what it says of the path and the key."""
    if base is None:
        return None, {}
    named = {name.strip("{}"): value for name, value in base.items() if name.startswith("{")}
    return {name: value for name, value in base.items() if not name.startswith("{")}, named


KNOWN = frozenset(calls(template()[1]))
