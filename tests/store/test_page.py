"""Lists and look-ups: filters, cursors in both directions, ranges, clocks."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.store import base
from pinstripe.store.base import Span, Store
from tests.store.rows import ACCOUNT, changes, insert, world


@pytest.fixture
def filled(store: Store) -> tuple[Store, int]:
    """Ten customers, every other one of one e-mail address, created ten seconds apart; noise around them."""
    number = world(store)
    batch = changes(store, number)
    for n in range(1, 11):
        colour = "red" if n % 2 else "blue"
        insert(batch, f"cus_{n:02}", b"%d" % n, 1000 + 10 * n, email=colour, size="big" if n > 5 else "small")
    insert(batch, "prod_1", kind="product")
    batch.add("heads", (number, "acct_2", "cus_99", 1, 1, "customer", 1, 1, "", 0))
    batch.add("heads", (number, ACCOUNT, "cus_98", 1, 1, "customer", 2000, batch.seq(), "clock_1", 0))
    batch.add("heads", (number, ACCOUNT, "cus_97", 1, 1, "customer", 2000, batch.seq(), "", 1))
    store.commit([batch])
    return store, number


def ids(filled: tuple[Store, int], limit: int = 100, *filters: tuple[str, str], **rest: Any) -> list[int]:
    store, number = filled
    found = base.page(store, number, ACCOUNT, "customer", limit, filters, **rest)
    return [int(row.id[-2:]) for row in found]


def test_newest_first_and_oldest_first(filled: tuple[Store, int]) -> None:
    assert ids(filled, 3) == [10, 9, 8]
    assert ids(filled, 3, ascending=True) == [1, 2, 3]
    assert ids(filled) == list(range(10, 0, -1))


def test_cursors_in_both_directions(filled: tuple[Store, int]) -> None:
    assert ids(filled, 2, span=Span(before=8)) == [7, 6]
    assert ids(filled, 2, span=Span(after=8), ascending=True) == [9, 10]
    assert ids(filled, span=Span(after=2, before=5)) == [4, 3]


def test_ranges_of_creation(filled: tuple[Store, int]) -> None:
    assert ids(filled, span=Span(gt=1080)) == [10, 9]
    assert ids(filled, span=Span(gte=1080)) == [10, 9, 8]
    assert ids(filled, span=Span(lt=1030)) == [2, 1]
    assert ids(filled, span=Span(lte=1030, gt=1010)) == [3, 2]


def test_filters(filled: tuple[Store, int]) -> None:
    red, big = ("customer.email", "red"), ("customer.size", "big")
    assert ids(filled, 100, red) == [9, 7, 5, 3, 1]
    assert ids(filled, 100, red, big) == [9, 7]
    assert ids(filled, 100, red, big, span=Span(before=9)) == [7]
    assert ids(filled, 1, red, ascending=True, span=Span(after=3, gte=1060)) == [7]
    assert ids(filled, 100, ("customer.email", "green")) == []


def test_clocks(filled: tuple[Store, int]) -> None:
    assert ids(filled, 1, clock="clock_1") == [98]
    assert ids(filled, 2, clock=None) == [98, 10]
    assert ids(filled, 1, clock="clock_2") == []


def test_single_records_and_many(filled: tuple[Store, int]) -> None:
    store, number = filled
    row = store.head(number, ACCOUNT, "cus_03")
    assert row is not None and (row.body, row.type, row.created, row.rev) == (b"3", "customer", 1030, 1)
    assert store.head(number, "acct_2", "cus_03") is None
    assert store.head(number + 1, ACCOUNT, "cus_03") is None
    found = store.heads(number, ACCOUNT, ["cus_01", "cus_02", "nobody"])
    assert {key: value.body for key, value in found.items()} == {"cus_01": b"1", "cus_02": b"2"}
    assert store.heads(number, ACCOUNT, []) == {}
    many = store.heads(number, ACCOUNT, [f"cus_{n:02}" for n in range(1200)])
    assert len(many) == 12  # the ten, the one on a clock and the deleted one


def test_a_version_that_was_replaced_is_still_there(filled: tuple[Store, int]) -> None:
    store, number = filled
    versions = "SELECT body FROM versions WHERE world=? AND seq=?"
    assert store.rows(versions, (number, 4)) == [(b"4",)]
    assert store.rows(versions, (number, 4000)) == []
