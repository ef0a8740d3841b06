"""What a commit promises: all or nothing, guards, sums, and numbers in one order."""

from __future__ import annotations

import pytest

from pinstripe.store import base, migrations
from pinstripe.store.base import Changes, Conflict, Store
from pinstripe.store.open import open_store
from tests.store.rows import ACCOUNT, NOW, changes, insert, update, world


def bodies(store: Store, number: int) -> list[tuple[str, bytes]]:
    return [(row.id, row.body) for row in base.page(store, number, ACCOUNT, "customer", 100, ascending=True)]


def test_a_second_opening_finds_the_schema_and_the_rows(database: str) -> None:
    first = open_store(database)
    number = world(first)
    batch = changes(first, number)
    insert(batch, "cus_1")
    first.commit([batch])
    first.close()
    second = open_store(database)
    assert second.rows("SELECT number FROM schema_version ORDER BY number") == [
        (number,) for number, _ in migrations.MIGRATIONS
    ]
    assert bodies(second, number) == [("cus_1", b"{}")]
    second.close()


def test_a_newer_schema_is_refused(database: str) -> None:
    store = open_store(database)
    store.execute("INSERT INTO schema_version (number) VALUES (?)", (999,))
    try:
        with pytest.raises(SystemExit, match="999"):
            migrations.migrate(store, migrations.Dialect(lambda table: [], "", "", ""))
    finally:
        store.execute("DELETE FROM schema_version WHERE number=?", (999,))
        store.close()


def test_a_commit_gives_numbers_and_moves_the_worlds_counter(store: Store) -> None:
    number = world(store)
    batch = changes(store, number)
    insert(batch, "cus_1", email="a@b.c")
    insert(batch, "cus_2")
    store.commit([batch])
    assert (batch.base, batch.next) == (0, 2)
    assert store.rows("SELECT seq FROM worlds WHERE world=?", (number,)) == [(2,)]
    assert store.rows("SELECT seq,born FROM heads WHERE world=? ORDER BY born", (number,)) == [(1, 1), (2, 2)]
    assert store.rows("SELECT born,id FROM record_index WHERE world=?", (number,)) == [(1, "cus_1")]


def test_an_error_in_a_later_statement_leaves_nothing(store: Store) -> None:
    number, other = world(store), world(store, "beta")
    first = changes(store, number)
    insert(first, "cus_1")
    store.commit([first])
    good, bad = changes(store, other), changes(store, number)
    insert(good, "cus_9")
    bad.add("ledger_balances.add", (number, "available", "usd", 5))
    insert(bad, "cus_2")
    bad.add("jobs", (number, bad.seq(), "", 1, ACCOUNT, "customer", "cus_2", "x", b"{}"))
    insert(bad, "cus_1")
    with pytest.raises(Exception, match="(?i)unique|duplicate"):
        store.commit([bad, good])
    assert bodies(store, number) == [("cus_1", b"{}")]
    assert bodies(store, other) == []
    for table in ("ledger_balances", "jobs"):
        assert store.rows(f"SELECT * FROM {table}") == []
    assert store.rows("SELECT seq FROM worlds ORDER BY world") == [(1,), (0,)]


def test_the_rev_guards_an_update(store: Store) -> None:
    number = world(store)
    batch = changes(store, number)
    insert(batch, "cus_1")
    insert(batch, "cus_2")
    store.commit([batch])
    batch = changes(store, number)
    update(batch, "cus_1", 1, b'{"n":1}')
    store.commit([batch])
    row = store.head(number, ACCOUNT, "cus_1")
    assert row is not None and (row.rev, row.seq, row.born, row.body) == (2, 3, 1, b'{"n":1}')
    stale = changes(store, number)
    update(stale, "cus_2", 1, b'{"n":2}')
    update(stale, "cus_1", 1, b'{"n":2}')
    with pytest.raises(Conflict):
        store.commit([stale])
    assert bodies(store, number) == [("cus_1", b'{"n":1}'), ("cus_2", b"{}")]


def test_sums_of_one_commit_are_folded(store: Store) -> None:
    number = world(store)
    for amounts in ((5, -2, 40), (100, 1)):
        batch = changes(store, number)
        for amount in amounts:
            batch.add("ledger_balances.add", (number, "available", "usd", amount))
        batch.add("ledger_balances.add", (number, "available", "eur", 7))
        store.commit([batch])
    assert store.rows("SELECT currency,amount FROM ledger_balances ORDER BY currency") == [
        ("eur", 14),
        ("usd", 144),
    ]


def test_of_several_puts_the_last_wins(store: Store) -> None:
    number = world(store)
    batch = changes(store, number)
    batch.add("holds.put", (number, "ch_1", "", 5, "usd", "held"))
    batch.add("holds.put", (number, "ch_1", "", 5, "usd", "released"))
    store.commit([batch])
    assert store.rows("SELECT state FROM holds") == [("released",)]


def test_a_worlds_settings_change_with_its_counter(store: Store) -> None:
    numbers = [world(store), world(store, "beta")]
    batches = [changes(store, number) for number in numbers]
    for batch in batches:
        insert(batch, "cus_1")
    batches[1].add("worlds.settings", (numbers[1], '{"n":1}'))
    batches[1].add("worlds.settings", (numbers[1], '{"n":2}'))
    store.commit(batches)
    assert store.rows("SELECT seq,epoch,settings FROM worlds ORDER BY world") == [
        (1, 1, "{}"),
        (1, 1, '{"n":2}'),
    ]


def test_deletes_and_several_worlds_in_one_commit(store: Store) -> None:
    numbers = [world(store), world(store, "beta")]
    batches = [changes(store, number) for number in numbers]
    for batch in batches:
        batch.add("jobs", (batch.world, batch.seq(), "", 1, ACCOUNT, "customer", "cus_1", "x", b"{}"))
        insert(batch, "cus_1", email="a@b.c")
    store.commit(batches)
    batches = [changes(store, number) for number in numbers]
    for batch in batches:
        batch.add("jobs.drop", (batch.world, 1))
        batch.add("record_index.drop", (batch.world, ACCOUNT, "customer.email", "a@b.c", 2, "cus_1"))
    store.commit(batches)
    assert store.rows("SELECT * FROM jobs") == store.rows("SELECT * FROM record_index") == []


def test_a_container_made_by_hand_on_the_counter_works_while_nobody_else_writes(store: Store) -> None:
    number = world(store)
    batch = Changes(number, 0)
    insert(batch, "cus_1")
    store.commit([batch])
    assert store.rows("SELECT seq FROM versions") == [(1,)]


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    number = world(store)
    with pytest.raises(Exception, match="(?i)no such table|does not exist"):
        store.transaction([("UPDATE worlds SET seq=9 WHERE world=?", (number,)), ("DELETE FROM nowhere", ())])
    assert store.rows("SELECT seq FROM worlds") == [(0,)]


def test_execute_says_how_many_rows_it_touched(store: Store) -> None:
    world(store)
    world(store, "beta")
    assert store.execute("UPDATE worlds SET epoch=epoch+1 WHERE epoch>=?", (1,)) == 2
    assert store.execute("UPDATE worlds SET epoch=0 WHERE world=?", (77,)) == 0


def test_reads_give_plain_values(store: Store) -> None:
    number = world(store)
    batch = changes(store, number)
    for key in ("cus_1", "cus_2", "cus_B", "cus_a"):
        insert(batch, key)
    store.commit([batch])
    sums = store.rows("SELECT SUM(seq),COUNT(*),MAX(id) FROM heads WHERE world=?", (number,))
    assert sums == [(10, 4, "cus_a")] and type(sums[0]) is tuple and type(sums[0][0]) is int
    # Text is ordered by its bytes, whatever the server's locale.
    assert [row[0] for row in store.rows("SELECT id FROM heads ORDER BY id")] == [
        "cus_1",
        "cus_2",
        "cus_B",
        "cus_a",
    ]
    some = store.rows(
        "SELECT id FROM heads WHERE id IN (?,?) AND id NOT IN (?, ?)", ("cus_1", "cus_a", "cus_a", "x")
    )
    assert some == [("cus_1",)]


def test_text_may_hold_any_character(store: Store) -> None:
    number = world(store)
    batch = changes(store, number)
    insert(batch, "cus_1", email="a\0b", name="Ünïcode ✓")
    store.commit([batch])
    for field, value in (("email", "a\0b"), ("name", "Ünïcode ✓")):
        found = base.page(store, number, ACCOUNT, "customer", 1, [(f"customer.{field}", value)])
        assert [row.id for row in found] == ["cus_1"]


@pytest.mark.parametrize("table", ["ledger_balances.add", "ledger_entries"])
def test_money_never_becomes_anything_but_a_whole_number(store: Store, table: str) -> None:
    """The largest whole number and one more: SQLite alone would go on with a float.

    PostgreSQL's columns take whole numbers only, so a part of one is for SQLite to refuse.
    """
    if store.shared and table == "ledger_entries":
        return
    number, most = world(store), 2**63 - 1
    first = changes(store, number)
    first.add("ledger_balances.add", (number, "acct_1/available", "usd", most))
    store.commit([first])
    second = changes(store, number)
    if table == "ledger_balances.add":
        second.add(table, (number, "acct_1/available", "usd", 7))
    else:
        second.add(table, (number, 1, ACCOUNT, "charge", "ch_1", "", "a", "b", 1.5, "usd", NOW))
    with pytest.raises(Exception, match=r"CHECK|range|integer"):
        store.commit([second])
    assert store.rows("SELECT amount FROM ledger_balances") == [(most,)]
    assert store.rows("SELECT COUNT(*) FROM ledger_entries") == [(0,)]
