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

from pinstripe.kernel.pages import FOLDER, SECRETS

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

Told = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked. kind: as HTML has it, or "select" with its options (value, words). ticked: of
    a checkbox, which sends its value only then.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    problem: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something else that a person may answer, as a form of its own."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form among several; it goes where its sheet's answer goes. told: what it says beside its fields."""

    button: str
    fields: tuple[Field, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


Cell = str | tuple[str, str]
"""Some text, or an address and the words that lead there."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page. facts: what things are called, and what they are. rows: of a table, the first says
    what stands in its columns, of which so many of the last are `numbers`. sums: labels and values, the last
    stands out.
    """

    heading: str = ""
    text: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    forms: tuple[Form, ...] = ()
    facts: tuple[tuple[str, Cell], ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    numbers: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form. place: where its answer goes. problem: what was wrong with the answer before. button: "" where
    there is no form but those of its parts. headline: the one thing to know, in large letters.
    """

    title: str
    text: tuple[str, ...]
    place: str
    fields: tuple[Field, ...] = ()
    button: str = "Continue"
    beside: tuple[Button, ...] = ()
    problem: str = ""
    parts: tuple[Part, ...] = ()
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Where the person is sent instead."""

    address: str


Answered = Callable[["Work", str, Told, "Told | None"], "Sheet | Away | None"]
"""(work of the account, id of the record, what stands in the address, what was answered) → what follows; None
where there is no such form."""

SHEETS: dict[str, tuple[tuple[str, ...], Answered]] = {}


def sheet(kind: str, *prefixes: str) -> Callable[[Answered], Answered]:
    """Bind a function to a kind of form. params: prefixes, of the records that it is about"""
    assert kind not in SHEETS, f"forms {kind} are declared twice"

    def bind(function: Answered) -> Answered:
        SHEETS[kind] = (prefixes, function)
        return function

    return bind


KEY = "_secret_"
"""What stands between an id and the letters that let somebody in."""


def path(kind: str, key: str, account: str) -> str:
    """Where a form is, for `work.public`."""
    return f"{FOLDER}{kind}/{key}?merchant={account}"


def open_path(kind: str, key: str, account: str, secret: str = "") -> str:
    """The same without a query, for an address to which others add one of their own. params: secret, letters
    without which nobody gets in
    """
    return f"{FOLDER}{kind}/{account}/{key}{KEY + secret if secret else ''}"


def secret_path(kind: str, key: str, account: str, secret: str) -> str:
    """The same with the secret of an intent: whoever knows that may answer."""
    return f"{path(kind, key, account)}&{SECRETS[key.partition('_')[0]]}={secret}"


def found(address: str) -> tuple[str, Answered, str, str] | None:
    """The id, the function and, where they stand in the path, the account and the secret; None where it is no
    form's."""
    kind, _, rest = address.removeprefix(FOLDER).partition("/")
    account, _, named = rest.rpartition("/")
    key, _, secret = named.partition(KEY)
    known = SHEETS.get(kind)
    plain = (named + account).replace("_", "").isalnum()
    if known is None or key.partition("_")[0] not in known[0] or not plain:
        return None
    return key, known[1], account, secret
