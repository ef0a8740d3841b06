"""Each story as it is told plainly, once per process: in memory, watched by those who want to know.

The tests of stories and the laws about what stories reach use the same telling.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import FrameType
from typing import Any

from pinstripe.kernel.work import Work
from tests.scenarios.runner import Story, Told, tell

WRITES = ("create", "change", "amend", "note", "advance", "announce", "delete", "discard")
ROOMS = "pinstripe.products."


@dataclass(frozen=True)
class Write:
    """A write of a record: the room and the function that it comes from, the method of `Work`, the type."""

    room: str
    function: str
    name: str
    kind: str


@dataclass
class Telling:
    """What came of a story, and every write of a record on the way."""

    told: Told
    writes: set[Write] = field(default_factory=set)


def writer(frame: FrameType | None) -> tuple[str, str]:
    """The room and the function that a write comes from: the nearest one on the way that stands in a room."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith(ROOMS):
            inside = name.removeprefix(ROOMS)
            return inside.partition(".")[0], f"{inside}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "", ""


@contextmanager
def watched(found: set[Write]) -> Iterator[None]:
    """Note every write of a record."""
    real = {name: getattr(Work, name) for name in WRITES}

    def watching(name: str) -> Any:
        def write(self: Work, subject: Any, /, *args: Any, **fields: Any) -> Any:
            kind = getattr(subject, "object", None) if name == "create" else subject.type
            found.add(Write(*writer(sys._getframe(1)), name, str(kind)))
            return real[name](self, subject, *args, **fields)

        return write

    for name in WRITES:
        setattr(Work, name, watching(name))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(Work, name, function)


@cache
def telling(story: Story) -> Telling:
    """A story's one plain telling. refuses: AssertionError, naming the line"""
    writes: set[Write] = set()
    with watched(writes):
        return Telling(tell(story), writes)
