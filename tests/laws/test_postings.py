"""Money moves by legs: none can be written down that do not balance, and each account is in the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from pinstripe import products
from pinstripe.ledger import accounts, book
from pinstripe.ledger.posting import POSTINGS, Posting, posting
from tests.laws.code import Module, method, package, planted, word

products.register()

CHART = frozenset(
    value for name, value in vars(accounts).items() if name.isupper() and isinstance(value, str)
)
MONEY_DOORS = frozenset({"pinstripe.ledger.book", "pinstripe.ledger.posting", "pinstripe.kernel.work"})


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

    def entry(name: str, record: str, txn: str, source: str, target: str, amount: int, currency: str) -> None:
        assert amount > 0
        gained.subtract({source: amount})
        gained.update({target: amount})

    record = _Anything()
    work: Any = SimpleNamespace(account="acct_1", entry=entry, now=1, hold_state=lambda key: _held(template))
    work.set_hold = lambda *args: None
    work.create_named = lambda kind, **fields: SimpleNamespace(id="txn_1", **fields)
    named = {leg[2]: 100 + place for place, leg in enumerate(template.legs) if len(leg) > 2}
    book.post(work, template, record, 7, "usd", None, **named)  # type: ignore[arg-type]
    return gained


def _held(template: Posting) -> str | None:
    return None if template.hold in {"", "open"} else "held"


class _Anything:
    """A record that has every field."""

    id = "x_1"
    currency = "usd"

    def __getattr__(self, name: str) -> str:
        return f"<{name}>"


def uncharted(postings: Iterable[Posting]) -> list[str]:
    """Accounts of legs that the chart does not explain."""
    known = {purpose(name) for name in CHART}
    names = {(template.name, name) for template in postings for leg in template.legs for name in leg[:2]}
    return sorted(
        f"{template}: {name} is not in the chart" for template, name in names if purpose(name) not in known
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
            if made or (owner == "work" and method(call) in {"entry", "set_hold"}):
                found.append(f"{module.at(call)}: {method(call)} is for the book alone")
    return found


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
        nobody: Any = SimpleNamespace()
        book.post(nobody, Posting("bad", (("available", "network:card"),)), _Anything(), -1)


def test_an_entry_past_the_book_is_caught() -> None:
    bad = (
        "work.entry('x', 'y', '', 'a', 'b', 1, 'usd')\n"
        "work.set_hold('x', 'y', 1, 'usd', 'held')\n"
        "Posting('x', ())\n"
    )
    assert len(past_the_book([planted(bad)])) == 3
