"""Money moves by legs: none can be written down that do not balance, and each account is in the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from pinstripe import products
from pinstripe.kernel.resource import REGISTRY
from pinstripe.ledger import accounts, book
from pinstripe.ledger.books import Books
from pinstripe.ledger.posting import POSTINGS, Move, Posting, posting
from tests.laws.code import Module, is_work, method, package, planted, word

products.register()

CHART = frozenset(
    value for name, value in vars(accounts).items() if name.isupper() and isinstance(value, str)
)
MONEY_DOORS = frozenset({"pinstripe.ledger.book", "pinstripe.ledger.posting", "pinstripe.kernel.work"})
FORBIDDEN = {"post", "_post", "enter"}
"""Ways to write entries that rooms leave to the rows of their lifecycles."""


def purpose(name: str) -> str:
    """An account's name without the words that are filled in."""
    return name.partition(":")[0] if "{" in name else name


def unbalanced(postings: Iterable[Posting]) -> list[str]:
    """Templates whose legs go nowhere, or whose entries would not sum to zero."""
    found = []
    for template in postings:
        if any(leg[0] == leg[1] for leg in template.legs):
            found.append(f"{template.name}: a leg from an account to itself")
        elif sum(entries_of(template).values()) != 0:
            found.append(f"{template.name}: its entries do not sum to zero")
    return found


def entries_of(template: Posting) -> Counter[str]:
    """What each account gains when the book itself posts a template, amounts all different."""
    gained: Counter[str] = Counter()
    before: Any = SimpleNamespace(balance=lambda *_: 0, hold=lambda key: _held(template))
    books = Books(before, "acct_platform")
    named = {leg[2]: 100 + place for place, leg in enumerate(template.legs) if len(leg) > 2}
    chosen = {word: allowed[0] for word, allowed in template.choices.items()}
    facts = {"fee_details": _Explained()}
    others = dict.fromkeys(template.transactions, facts)
    move = Move(7, "usd", {**named, **chosen}, facts, others)
    made = iter(f"txn_{number}" for number in range(9))
    book.post(books, template, _Anything(), move, "acct_1", lambda account, fields: next(made))
    for entry in books.entries:
        assert entry[6] > 0
        gained.subtract({entry[4]: entry[6]})
        gained.update({entry[5]: entry[6]})
    return gained


def _held(template: Posting) -> tuple[str, int, str, str] | None:
    return None if template.hold in {"", "open"} else ("x", 1000, "usd", "held")


class _Explained(list[dict[str, int]]):
    """Fee details that explain whatever fee there is."""

    def __iter__(self) -> Any:
        return iter([_AnyAmount()])


class _AnyAmount(dict[str, Any]):
    def __getitem__(self, name: str) -> Any:
        return _Equal()


class _Equal(int):
    def __radd__(self, other: int) -> _Equal:
        return self

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class _Anything:
    """A record that has every field."""

    id = "x_1"
    currency = "usd"

    def __getattr__(self, name: str) -> str:
        return f"<{name}>"


def bare(name: str) -> str:
    """A leg's account without the word of its owner."""
    return name.partition("/")[2] or name


def uncharted(postings: Iterable[Posting]) -> list[str]:
    """Accounts of legs that the chart does not explain."""
    known = {purpose(name) for name in CHART}
    names = {
        (template.name, one)
        for template in postings
        for leg in template.legs
        for name in leg[:2]
        for one in template.choices.get(bare(name).strip("{}"), (bare(name),))
    }
    filled = {purpose(name) for name in CHART if "{" in name}
    return sorted(
        f"{template}: {name} is not in the chart"
        for template, name in names
        if purpose(name) not in known and name.partition(":")[0] not in filled
    )


def past_the_book(modules: Iterable[Module]) -> list[str]:
    """Entries, holds and templates made elsewhere than through the one writer."""
    found = []
    for module in modules:
        if module.name in MONEY_DOORS:
            continue
        for call in module.calls():
            owner = word(call.func).rpartition(".")[0].rpartition(".")[2]
            made = word(call.func).rpartition(".")[2] == "Posting"
            writes = is_work(owner) or owner in {"books", "book"} or (module.room and method(call) == "post")
            entered = writes and method(call) in FORBIDDEN
            if made or entered:
                found.append(f"{module.at(call)}: {method(call)} is for the book and for rows alone")
    return found


def naming(resources: Iterable[Any]) -> list[tuple[str, str]]:
    """Each posting with each room whose lifecycle rows name it."""
    return sorted(
        {
            (step.posting.name, resource.room)
            for resource in resources
            for step in resource.steps.values()
            if step.posting is not None
        }
    )


def test_every_template_balances() -> None:
    assert unbalanced(POSTINGS.values()) == []


def test_every_account_stands_in_the_chart() -> None:
    assert uncharted(POSTINGS.values()) == []


def test_only_the_book_writes_entries() -> None:
    assert past_the_book(package()) == []


def test_a_posting_name_is_registered_once() -> None:
    posting("laws.planted", ("available", "network:card"))
    try:
        with pytest.raises(AssertionError, match="declared twice"):
            posting("laws.planted", ("available", "network:card"))
        with pytest.raises(AssertionError, match="moves nothing"):
            posting("laws.empty")
    finally:
        del POSTINGS["laws.planted"]


def test_a_template_that_goes_nowhere_is_caught() -> None:
    assert unbalanced([Posting("bad", (("available", "available"),))]) == [
        "bad: a leg from an account to itself"
    ]
    assert uncharted([Posting("bad", (("pocket", "available"),))]) == ["bad: pocket is not in the chart"]


def test_a_leg_is_always_positive() -> None:
    with pytest.raises(AssertionError, match="positive"):
        before: Any = SimpleNamespace(balance=lambda *_: 0, hold=lambda key: None)
        template = Posting("bad", (("available", "network:card"),))
        book.post(Books(before, "acct_1"), template, _Anything(), Move(-1), "acct_1", lambda *_: "")


def test_an_entry_past_the_book_is_caught() -> None:
    bad = (
        "work.post(CREDIT, customer, Move(5))\n"
        "other.post(CREDIT, customer, Move(5))\n"
        "work.books.enter(('x', 'y', '', '', 'a', 'b', 1, 'usd'))\n"
        "Posting('x', ())\n"
    )
    assert len(past_the_book([planted(bad)])) == 4


def test_every_posting_is_named_by_a_row_of_its_own_room() -> None:
    assert naming(REGISTRY.values()) == sorted(
        (name, template.room) for name, template in POSTINGS.items() if template.room
    )


def test_a_row_that_names_the_posting_of_another_room_is_caught() -> None:
    owner = next(one for one in REGISTRY.values() if one.room == "customers" and naming([one]))
    thief = SimpleNamespace(room="catalog", steps=owner.steps)
    for rows in ([thief, owner], [owner, thief]):
        assert {("customers.credit", "catalog"), ("customers.credit", "customers")} <= set(naming(rows))
