"""Stripe's search query language: which records a query means.

Owns: the grammar, matching of one body.
Does not own: which fields a resource has (its `search` words), reading, pages (kernel/search.py).
Money: amounts are compared as whole numbers of minor units.
Source: docs: Search (grammar, fields); texts as each function says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pinstripe.api import errors

MOST_CLAUSES: Final = 10
SHORTEST_PART: Final = 3
LONGEST: Final = 5000
SINCE: Final = "2020-08-27"

TEXT, NUMBER, BOOLEAN, METADATA, FREE = "text", "number", "boolean", "metadata", "free"


@dataclass(frozen=True, slots=True)
class Field:
    """What a field holds, and where a body keeps it if not under its own name."""

    kind: str = TEXT
    path: str = ""


Fields = Mapping[str, Field]


def fields_of(words: str) -> Fields:
    """What a resource may be searched by: its own words, its time of creation, its metadata.

    words: `name`, `name:kind`, `name=dotted.path` or both; a "free" text is what people write, which an index
    holds in one spelling. source: docs: Search (query fields)
    """
    fields = {"created": Field(NUMBER), "metadata": Field(METADATA)}
    for word in words.split():
        name, _, path = word.partition("=")
        name, _, kind = name.partition(":")
        assert kind in ("", NUMBER, BOOLEAN, FREE), f"{word}: a field is text, free text, number or boolean"
        fields[name] = Field(kind or TEXT, path)
    return fields


_STRING: Final = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
CLAUSE: Final = re.compile(
    rf"""(?P<negated>-?)
    (?P<field>[A-Za-z_][\w.]*) (?:\[(?P<key>{_STRING})\])?
    \s*(?P<operator>:|~|>=|<=|>|<)\s*
    (?P<value>{_STRING}|-?\d{{1,18}}(?!\S)|null(?!\S)|true(?!\S)|false(?!\S))""",
    re.VERBOSE,
)
JOINT: Final = re.compile(r"\s+(?:(AND|OR)\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition; a value of None asks whether the field is empty."""

    field: Field
    path: tuple[str, ...]
    operator: str
    value: str | int | bool | None
    negated: bool

    @property
    def narrows(self) -> bool:
        """Does it ask for one value of a field, and nothing less?"""
        return self.operator == ":" and not self.negated and self.value is not None

    def holds(self, body: Mapping[str, Any]) -> bool:
        """Whether the body meets it; what a body lacks meets nothing, and so everything negated."""
        return self._meets(below(body, self.path)) is not self.negated

    def _meets(self, found: Any) -> bool:
        if self.value is None:
            return found is None
        if found is None:
            return False
        if self.operator == ":":
            return _same(found, self.value)
        if self.operator == "~":
            return str(self.value).casefold() in str(found).casefold()
        return isinstance(found, int) and _compared(found, self.operator, int(self.value))


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions of which all must hold, or any."""

    clauses: tuple[Clause, ...]
    any: bool = False

    def matches(self, body: Mapping[str, Any]) -> bool:
        """Whether a record is meant."""
        held = (clause.holds(body) for clause in self.clauses)
        return any(held) if self.any else all(held)


def parse(query: str, fields: Fields, resource: str) -> Query:
    """The conditions of a query; `resource` is the plural in the URL. source: docs: Search"""
    clauses: list[Clause] = []
    joints: set[str] = set()
    text, at = query.strip(), 0
    if len(text) > LONGEST:
        raise errors.long_string(text, LONGEST, "query")
    while True:
        found = CLAUSE.match(text, at)
        if found is None:
            raise _unreadable()
        clauses.append(_clause(found, fields, resource))
        at = found.end()
        if at == len(text):
            break
        joint = JOINT.match(text, at)
        if joint is None:
            raise _unreadable()
        joints.add((joint.group(1) or "AND").upper())
        at = joint.end()
    if len(joints) > 1:
        raise errors.refused("You cannot combine AND and OR clauses in one search query.")
    if len(clauses) > MOST_CLAUSES:
        raise errors.refused(f"Search queries can have up to {MOST_CLAUSES} clauses.")
    return Query(tuple(clauses), joints == {"OR"})


def _clause(found: re.Match[str], fields: Fields, resource: str) -> Clause:
    name, key = found["field"], found["key"]
    field = fields.get(name)
    if field is None:
        raise _unsupported(name, resource)
    if (field.kind == METADATA) is (key is None):
        raise _unreadable()
    path = (name, _unquoted(key)) if key else tuple((field.path or name).split("."))
    operator, value = found["operator"], _value(found["value"], field.kind)
    numeric = field.kind == NUMBER
    if (operator in (">", "<", ">=", "<=") and not numeric) or (operator == "~" and field.kind == NUMBER):
        raise errors.refused(f"Field `{name}` does not support the operator `{operator}`.")
    if operator == "~" and (not isinstance(value, str) or len(value) < SHORTEST_PART):
        raise errors.refused(f"Substring search needs at least {SHORTEST_PART} characters.")
    if operator != ":" and value is None:
        raise _unreadable()
    return Clause(field, path, operator, value, bool(found["negated"]))


def _value(raw: str, kind: str) -> str | int | bool | None:
    if raw == "null":
        return None
    text = _unquoted(raw)
    if kind == NUMBER:
        if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            raise _unreadable()
        return int(text)
    if kind == BOOLEAN:
        if text.lower() not in ("true", "false"):
            raise _unreadable()
        return text.lower() == "true"
    return text


def _unquoted(raw: str) -> str:
    return re.sub(r"\\(.)", r"\1", raw[1:-1], flags=re.DOTALL) if raw[0] in "\"'" else raw


def below(body: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What stands at a path of a body; None where nothing does."""
    found: Any = body
    for part in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def _same(found: Any, value: str | int | bool) -> bool:
    if isinstance(value, str):
        return str(found).casefold() == value.casefold()
    return bool(found == value)


def _compared(found: int, operator: str, value: int) -> bool:
    if operator == ">":
        return found > value
    if operator == "<":
        return found < value
    return found >= value if operator == ">=" else found <= value


def _unreadable() -> errors.ApiError:
    """A query that follows no grammar. source: docs: Search, wording inferred"""
    return errors.refused(
        'We were unable to parse your search query. Please try using the format `metadata["key"]:"value"` to '
        'query for metadata or key:"value" to query for other fields.'
    )


def _unsupported(name: str, resource: str) -> errors.ApiError:
    """A field that the resource cannot be searched by. source: docs: Search, wording inferred"""
    anchor = resource.replace("_", "-")
    return errors.refused(
        f"Field `{name}` is an unsupported search field for resource `{resource}`. See "
        f"http://stripe.com/docs/search#query-fields-for-{anchor} for a list of supported fields."
    )


def bad_page() -> errors.ApiError:
    """A page that no result named. source: inferred"""
    return errors.refused("Invalid page: use the `next_page` of the result before.", None, "page")


def too_old(version: str) -> errors.ApiError:
    """Callers from before there was a search. source: recorded: Bubble forum"""
    return errors.refused(
        f"Search is not supported on api version {version}. Update your API version, or set the API Version "
        f"of this request to {SINCE} or greater."
    )
