"""Forms that a person fills in on a page of this server, where Stripe would ask on a page of its own.

Owns: what a form is, which kinds there are, where they are. Does not own: how they look and who calls them
(control/sheets.py), what is asked and what follows (the rooms that declare a kind). Money: none.
The address names the record that the form is about and the account that it stands under; whoever knows it
may answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pinstripe.kernel.pages import FOLDER

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

Told = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked. kind: as HTML has it, or "select" with its options (value, words)."""

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something else that a person may answer, as a form of its own."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form. place: where its answer goes. problem: what was wrong with the answer before. button: its
    words, "" where nothing is asked any more."""

    title: str
    text: tuple[str, ...]
    place: str
    fields: tuple[Field, ...] = ()
    button: str = "Continue"
    beside: tuple[Button, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Where the person is sent instead."""

    address: str


Answered = Callable[["Work", str, Told, "Told | None"], "Sheet | Away | None"]
"""(work of the account, id of the record, what stands in the address, what was answered) → what follows; None
where there is no such form."""

SHEETS: dict[str, tuple[str, Answered]] = {}


def sheet(kind: str, prefix: str) -> Callable[[Answered], Answered]:
    """Bind a function to a kind of form. params: prefix, of the records that it is about"""
    assert kind not in SHEETS, f"forms {kind} are declared twice"

    def bind(function: Answered) -> Answered:
        SHEETS[kind] = (prefix, function)
        return function

    return bind


def path(kind: str, key: str, account: str) -> str:
    """Where a form is, for `work.public`."""
    return f"{FOLDER}{kind}/{key}?merchant={account}"


def found(address: str) -> tuple[str, Answered] | None:
    """The id and the function of a path, None where it is no form's."""
    kind, _, key = address.removeprefix(FOLDER).partition("/")
    known = SHEETS.get(kind)
    if known is None or not key.startswith(f"{known[0]}_") or not key.replace("_", "").isalnum():
        return None
    return key, known[1]
