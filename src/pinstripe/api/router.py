"""From method and path to the operation of the compiled table.

Owns: matching, path parameters, the refusal of addresses that don't exist. Does not own: what is called.
Money: none. Source: spec (paths); tags on each function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinstripe.api import errors, forms

if TYPE_CHECKING:
    from pinstripe.api.table import Operation, Table

Match = tuple["Operation", dict[str, str]]
Address = tuple[str, tuple[str, ...]]


class Fork:
    """What may follow at one place of a path: words of the API, any one value, or the end."""

    __slots__ = ("ends", "value", "words")

    def __init__(self) -> None:
        self.words: dict[str, Fork] = {}
        self.value: Fork | None = None
        self.ends: dict[str, Address] = {}


class Router:
    """The addresses of one API version."""

    __slots__ = ("_at_end", "_before_end", "_fork", "_gone", "_literal", "_table")

    def __init__(self, table: Table, gone: frozenset[str] = frozenset()) -> None:
        """params: gone, operations of other versions: their addresses are no value's"""
        self._table = table
        self._gone = gone
        self._literal: dict[str, str] = {}
        # Nearly every call has one value, last or next to last: these are found without walking.
        self._at_end: dict[str, Address] = {}
        self._before_end: dict[tuple[str, str], Address] = {}
        self._fork = Fork()
        for name in table.operations():
            self._add(name)

    @classmethod
    def of(cls, table: Table) -> Router:
        """The table's router, made once."""
        known = _ROUTERS.get(id(table))
        if known is None:
            known = _ROUTERS[id(table)] = cls(table)
        return known

    def match(self, method: str, path: str) -> Match:
        """The operation that stands there, with the values of its path parameters; or Stripe's 404.

        source: docs: errors, wording inferred; a trailing slash is another address
        """
        name = self._literal.get(f"{method} {path}")
        if name is not None:
            return self._table.operation(name), {}
        if f"{method} {path}" in self._gone:
            raise errors.unknown_url(method, path)
        head, _, last = path.rpartition("/")
        found = self._at_end.get(f"{method} {head}")
        if found is not None and last:
            return self._matched(found, (last,))
        start, _, value = head.rpartition("/")
        found = self._before_end.get((f"{method} {start}", last))
        if found is not None and value:
            return self._matched(found, (value,))
        way = _way(self._fork, path.split("/"), 1, (), method)
        if way is None:
            raise errors.unknown_url(method, path)
        return self._matched(*way)

    def _matched(self, found: Address, values: tuple[str, ...]) -> Match:
        name, keys = found
        named = dict(zip(keys, values, strict=True))
        for key, value in named.items():
            if "%" in value or "+" in value:  # recorded: gumroad-f4cb065dae (a plus sign is a space)
                named[key] = forms.decode(value.replace("+", " "))
        return self._table.operation(name), named

    def _add(self, name: str) -> None:
        method, _, path = name.partition(" ")
        if "{" not in path:
            self._literal[name] = name
            return
        fork, keys = self._fork, []
        for part in path.split("/")[1:]:
            if part.startswith("{"):
                keys.append(part[1:-1])
                fork.value = fork = fork.value or Fork()
            else:
                fork = fork.words.setdefault(part, Fork())
        address = fork.ends[method] = (name, tuple(keys))
        start, *rest = name.split("/{")
        if len(rest) == 1:
            _, _, last = rest[0].partition("/")
            if not last:
                self._at_end[start] = address
            elif "/" not in last:
                self._before_end[start, last] = address


# Tables are loaded once per process, and few: each keeps its router.
_ROUTERS: dict[int, Router] = {}


def _way(
    fork: Fork, parts: list[str], at: int, values: tuple[str, ...], method: str
) -> tuple[Address, tuple[str, ...]] | None:
    """Where the parts lead for this method, the API's own words before values."""
    if at == len(parts):
        end = fork.ends.get(method)
        return None if end is None else (end, values)
    part = parts[at]
    word = fork.words.get(part)
    way = None if word is None else _way(word, parts, at + 1, values, method)
    if way is None and fork.value is not None and part:
        way = _way(fork.value, parts, at + 1, (*values, part), method)
    return way
