"""A record is written only in the room that declares it: watched while the stories are told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from pinstripe import products
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from tests.laws.test_rooms import declared_in
from tests.scenarios.runner import Story, all_stories, tell

products.register()

WRITES = ("create", "change", "amend", "note", "advance", "announce", "delete", "discard")
ROOMS = "pinstripe.products."
Foreign = set[tuple[str, str, str]]


def writer(frame: FrameType | None) -> tuple[str, str]:
    """The room and the function that a write comes from: the nearest one on the way that stands in a room."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith(ROOMS):
            return name.removeprefix(ROOMS).partition(".")[
                0
            ], f"{name.removeprefix(ROOMS)}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "", ""


@contextmanager
def watched(found: Foreign) -> Iterator[None]:
    """Note every write of a record by another room than its own."""
    homes = declared_in()
    real = {name: getattr(Work, name) for name in WRITES}

    def watching(name: str) -> Any:
        def write(self: Work, subject: Any, /, *args: Any, **fields: Any) -> Any:
            kind = getattr(subject, "object", None) if name == "create" else subject.type
            room, function = writer(sys._getframe(1))
            # Entries and their balance transactions are made together, by the ledger on whoever's behalf.
            if room and kind != "balance_transaction" and homes.get(str(kind)) != room:
                found.add((function, name, str(kind)))
            return real[name](self, subject, *args, **fields)

        return write

    for name in WRITES:
        setattr(Work, name, watching(name))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(Work, name, function)


def foreign(stories: list[Story]) -> list[str]:
    """Writes of a record by a room that does not declare it, in these stories."""
    found: Foreign = set()
    with watched(found):
        for story in stories:
            tell(story)
    return sorted(f"{function}: {write} of {kind}" for function, write, kind in found)


def test_records_are_written_only_in_their_room() -> None:
    assert foreign(all_stories()) == []


def test_a_write_from_another_room_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    homes = {**declared_in(), "customer": "catalog"}
    monkeypatch.setattr("tests.laws.test_writes.declared_in", lambda: homes)
    story = next(one for one in all_stories() if any("/v1/customers" in line.text for line in one.lines))
    assert any(": create of customer" in one for one in foreign([story]))
    assert REGISTRY["customer"].object == "customer"
