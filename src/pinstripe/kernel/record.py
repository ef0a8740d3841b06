"""A record: one API object in its canonical shape, with the facts that the shape does not show.

Read by attribute (`intent.amount`); written only through the unit of work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from pinstripe.kernel.decoded import BODIES
from pinstripe.store.base import Row

PRETTY = orjson.OPT_INDENT_2


class Record:
    """Identity, canonical body, private facts; its body is replaced, never changed in place."""

    __slots__ = (
        "_body",
        "_private",
        "account",
        "again",
        "born",
        "clock",
        "deleted",
        "id",
        "raw",
        "raw_of",
        "rev",
        "seq",
        "stored_private",
        "stored_raw",
        "type",
    )

    def __init__(
        self, kind: str, account: str, key: str, body: dict[str, Any] | None, clock: str = ""
    ) -> None:
        self.type = kind
        self.account = account
        self.id = key
        self.clock = clock
        self.rev = 0
        self.born = 0
        self.seq = 0
        self.deleted = False
        self.again = False
        """Was its id a deleted record's before?"""
        self.raw: bytes | None = None
        self.raw_of: dict[str, Any] | None = None
        self.stored_raw: bytes | None = None
        self.stored_private: bytes | None = None
        self._body = body
        self._private: dict[str, Any] | None = None

    @classmethod
    def of(cls, row: Row, account: str) -> Record:
        """The record of a stored row; its body is parsed when somebody looks into it."""
        record = cls(row.type, account, row.id, None, row.clock)
        record.raw = record.stored_raw = row.body
        record.stored_private = row.private
        record.rev, record.born, record.seq = row.rev, row.born, row.seq
        record.deleted = bool(row.deleted)
        return record

    @property
    def body(self) -> dict[str, Any]:
        """The canonical body."""
        body = self._body
        if body is None:
            assert self.raw is not None
            body = self._body = self.raw_of = BODIES.of(self.raw)
        return body

    @body.setter
    def body(self, body: dict[str, Any]) -> None:
        self._body = body

    @property
    def private(self) -> dict[str, Any]:
        """Facts that the body does not show."""
        facts = self._private
        if facts is None:
            facts = self._private = orjson.loads(self.stored_private) if self.stored_private else {}
        return facts

    @private.setter
    def private(self, facts: dict[str, Any]) -> None:
        self._private = facts

    def copy(self) -> Record:
        """A second handle on the same state, so that a work that fails leaves the first one alone."""
        twin = Record.__new__(Record)
        twin.become(self)
        return twin

    def become(self, newest: Record) -> None:
        """Show the state that another handle on the same record has."""
        self.type, self.account, self.id, self.clock = newest.type, newest.account, newest.id, newest.clock
        self._body, self._private = newest._body, newest._private
        self.rev, self.born, self.seq, self.deleted = newest.rev, newest.born, newest.seq, newest.deleted
        self.again = newest.again
        self.raw, self.raw_of = newest.raw, newest.raw_of
        self.stored_raw, self.stored_private = newest.stored_raw, newest.stored_private

    def take_id_of(self, former: Record) -> None:
        """An id of the caller's choice may be that of a deleted record, which nothing shows any more."""
        assert former.deleted, f"{self.id} exists"
        self.rev, self.again = former.rev, bool(former.rev)

    def __getattr__(self, name: str) -> Any:
        body = self._body
        try:
            return (self.body if body is None else body)[name]
        except KeyError:
            raise AttributeError(f"{self.type} has no {name}") from None

    def get(self, name: str, default: Any = None) -> Any:
        """A field that the shape may leave out."""
        return self.body.get(name, default)

    def at(self, *path: str) -> Any:
        """A nested field, None where any step is missing."""
        value: Any = self.body
        for name in path:
            if not isinstance(value, Mapping):
                return None
            value = value.get(name)
        return value

    @property
    def untouched(self) -> bool:
        """Is it as its version row has it?"""
        return self.raw is self.stored_raw and (self._body is None or self.raw_of is self._body)

    def encoded(self) -> bytes:
        """The body as it is stored and answered."""
        if self.raw is None or (self._body is not None and self.raw_of is not self._body):
            assert self._body is not None
            self.raw, self.raw_of = orjson.dumps(self._body, option=PRETTY), self._body
            BODIES.keep(self.raw, self._body)
        return self.raw

    def private_bytes(self) -> bytes | None:
        """The private facts as they are stored."""
        if self._private is None:
            return self.stored_private
        return orjson.dumps(self._private) if self._private else None

    def __repr__(self) -> str:
        return f"<{self.type} {self.id}>"


class Absent:
    """In a change: the field leaves the body, because its shape has no null for what is not set."""


ABSENT = Absent()


def replaced(old: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A body with changes, without what they take away."""
    new = {**old, **changes}
    for name, value in changes.items():
        if value is ABSENT:
            del new[name]
    return new


def says(body: Mapping[str, Any], changes: Mapping[str, Any]) -> bool:
    """Does a body say all of these changes already?"""
    for name, value in changes.items():  # noqa: SIM110 - asked of every change; a generator costs more
        if body.get(name, ABSENT) != value:
            return False
    return True


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What `previous_attributes` shows: changed keys with their old values, nested hashes by leaf.

    A key that did not exist before is null; arrays are whole. source: recorded: all recordings.
    """
    out: dict[str, Any] = {}
    for name in [name for name, value in new.items() if old.get(name) is not value]:
        before, value = old.get(name), new[name]
        if before == value and type(before) is type(value):
            continue
        if isinstance(before, Mapping) and isinstance(value, Mapping) and before.get("object") != "list":
            inner = changed(before, value)
            if inner:
                out[name] = inner
        else:
            out[name] = before
    if not old.keys() <= new.keys():
        out.update({name: before for name, before in old.items() if name not in new})
    return out


def merged(old: Any, new: Any) -> Any:
    """An update of a nested hash: given leaves replace, the others stay; None unsets."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{name: merged(old.get(name), value) for name, value in new.items()}}
    return new


def merged_metadata(old: Mapping[str, str] | None, new: Mapping[str, str | None] | None) -> dict[str, str]:
    """Metadata rules: keys merge, an unset value deletes its key, unsetting the whole clears it.
    source: spec
    """
    if new is None:
        return {}
    both = {**(old or {}), **new}
    return {name: value for name, value in both.items() if value is not None}
