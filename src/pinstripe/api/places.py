"""Keys with brackets, and where their values stand: `a[b][c]` is always the same place of an operation.

Owns: taking keys apart, places that were found once. Does not own: lists, and what is wrong with a key
(params). Money: none. Source: tags on each function.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from pinstripe.api import coerce, errors
from pinstripe.api.coerce import Coerce, Rule
from pinstripe.api.errors import ApiError

DEPTH: Final = 24
KEPT: Final = 1024
"""Metadata keys are the callers' own, so the memory is bounded."""

Place = tuple[tuple[str, ...], str, Coerce, str, bool]
"""(hashes on the way, name in the last one, coercion, path that refusals show, is it metadata's)."""


class Params(dict[str, Any]):
    """Decoded parameters, read as attributes; what was not sent is not there, None asks to unset.

    A parameter named like a method of dict (`items`, `values`) is read as `params["items"]`.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def pick(self, *names: str) -> dict[str, Any]:
        """Those of the named parameters that were sent."""
        return {name: self[name] for name in names if name in self}


@lru_cache(4096)
def split(key: str) -> tuple[str, ...] | None:
    """The parts of a key, `a[0][b]` as a, 0, b; None if its brackets don't pair. source: inferred"""
    head, bracket, rest = key.partition("[")
    if not bracket:
        return (key,)
    if not head or not rest.endswith("]"):
        return None
    parts = rest[:-1].split("][")
    if any("[" in part or "]" in part for part in parts):
        return None
    if len(parts) >= DEPTH:
        raise too_deep(head)
    return (head, *parts)


def shallow(body: bytes, sent: Any) -> None:
    """Is parsed JSON nested no deeper than a form may be? What is deeper could not be written again.

    refuses: too deep. source: inferred
    """
    if body.count(b"{") + body.count(b"[") <= DEPTH:
        return
    depth, level = 0, [sent]
    while level:
        depth += 1
        if depth > DEPTH + 1:
            raise too_deep()
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, dict | list)
        ]


def too_deep(param: str | None = None) -> ApiError:
    """More levels than any documented call has. source: inferred"""
    return errors.refused(f"Invalid parameter: nested more than {DEPTH} levels deep", None, param)


class Places:
    """The places below one operation's root that hold one value each."""

    __slots__ = ("_known", "_root")

    def __init__(self, root: Rule) -> None:
        self._root = root
        self._known: dict[str, Place | None] = {}

    def put(self, params: Params, key: str, raw: str) -> bool:
        """Put a value where its key says. gives: False where that takes a closer look"""
        try:
            place = self._known[key]
        except KeyError:
            place = self._remembered(key)
        if place is None:
            return False
        way, name, scalar, path, notes = place
        holder = params
        for step in way:
            inner = holder.get(step)
            if type(inner) is not Params:
                inner = holder[step] = Params()
            holder = inner
        if notes and len(holder) >= coerce.MOST_NOTES:
            return False
        holder[name] = scalar(raw, path)
        return True

    def _remembered(self, key: str) -> Place | None:
        if len(self._known) >= KEPT:
            self._known.clear()
        place = self._known[key] = self._found(key)
        return place

    def _found(self, key: str) -> Place | None:
        """The place, if nothing but hashes and maps stand on the way."""
        try:
            parts = split(key)
            if parts is None:
                return None
            rule = (self._root.props or {}).get(parts[0])
            path, notes = parts[0], False
            for part in parts[1:]:
                if rule is None or rule.items is not None or not part:
                    return None
                notes = rule.notes
                if notes:
                    coerce.note_key(part)
                rule = rule.props.get(part) if rule.props is not None else rule.values
                path = f"{path}[{part}]"
        except ApiError:
            return None
        if rule is None:
            return None
        return parts[:-1], parts[-1], rule.leaf or rule.scalar, path, notes
