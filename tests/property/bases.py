"""Calls that succeed, from which generated ones begin: without them hardly any would get past validation."""

from __future__ import annotations

from typing import Any

from tests.property.place import Pool, rooms, template

Base = dict[str, Any]


def bases(name: str, pool: Pool) -> list[Base]:
    """Parameters with which an operation succeeds; none where it needs none.

    A name in braces is no parameter: it stands for a part of the path, or as `{key}` for the bearer token.
    """
    found = [{}]
    for room in OWNERS.get(name, ()):
        found = room.bases(pool).get(name, found)
    return found


def owners() -> dict[str, list[Any]]:
    """The modules that know how an operation succeeds which needs parameters."""
    found: dict[str, list[Any]] = {}
    for room in rooms():
        for name in room.bases(template()[1]):
            found.setdefault(name, []).append(room)
    return found


def parted(base: Base | None) -> tuple[Base | None, dict[str, str]]:
    """A base as parameters, and what it says of the path and the key."""
    if base is None:
        return None, {}
    named = {name.strip("{}"): value for name, value in base.items() if name.startswith("{")}
    return {name: value for name, value in base.items() if not name.startswith("{")}, named


OWNERS = owners()
KNOWN = frozenset(OWNERS)
