"""The text of PostgreSQL statements, and which store a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinstripe.store.open import open_store
from pinstripe.store.postgres_sql import arguments, commit_sql, ddl, fields, folded, numbered, plain
from pinstripe.store.tables import STATEMENTS, TABLES


def test_marks_are_numbered() -> None:
    assert numbered("SELECT a FROM t WHERE b=? AND c>? LIMIT ?") == (
        "SELECT a FROM t WHERE b=$1 AND c>$2 LIMIT $3",
        (),
    )


def test_lists_of_every_length_are_one_statement() -> None:
    texts = set()
    for many in (1, 3, 500):
        text, spans = numbered(f"SELECT a FROM t WHERE b=? AND c IN ({','.join('?' * many)}) AND d=?")
        texts.add(text)
        ids = [f"x{n}" for n in range(many)]
        assert arguments((1, *ids, 9), spans) == [1, ids, 9]
    assert texts == {"SELECT a FROM t WHERE b=$1 AND c = ANY($2) AND d=$3"}
    assert numbered("a NOT IN (?, ?)") == ("a <> ALL($1)", ((0, 2),))
    assert numbered("a IN (SELECT b FROM c WHERE d=?)")[0] == "a IN (SELECT b FROM c WHERE d=$1)"


def test_rows_of_an_upsert_have_each_key_once() -> None:
    add = [(1, "a", "usd", 5), (1, "b", "usd", 1), (1, "a", "usd", -2)]
    assert folded("ledger_balances.add", add) == [(1, "a", "usd", 3), (1, "b", "usd", 1)]
    put = [(1, "x", "", 5, "usd", "held"), (1, "x", "", 5, "usd", "released")]
    assert folded("holds.put", put) == put[1:]
    twice = [(1, 2, "a", "b", b"", None)] * 2
    assert folded("versions", twice) == twice, "the same row inserted twice is a mistake, and shown as one"


@pytest.mark.parametrize("name", sorted(STATEMENTS.keys() - {"worlds"}))
def test_every_declared_write_has_sql(name: str) -> None:
    statement = STATEMENTS[name]
    columns = fields(statement)
    assert "world" in columns and set(columns) <= set(TABLES[statement.table].names)
    assert f"${3 + len(columns)}::" in commit_sql((name,))


def test_one_character_cannot_be_stored() -> None:
    assert plain([1, "a\0b", (None, "\0")]) == [1, "a␀b", [None, "␀"]]


def test_text_is_ordered_by_its_bytes_in_every_locale() -> None:
    assert all('name text COLLATE "C"' in ddl(TABLES[name])[0] for name in ("worlds", "ledger_balances"))


def test_a_name_says_which_store(tmp_path: Path, dsn: str) -> None:
    for name, shared in ((":memory:", False), (str(tmp_path / "deep" / "a.db"), False), (dsn, True)):
        store = open_store(name, "normal")
        assert store.shared is shared
        store.close()


def test_a_closed_store_can_be_closed_again(dsn: str) -> None:
    store = open_store(dsn)
    store.close()
    store.close()
    again = open_store(dsn)
    assert again.rows("SELECT COUNT(*) FROM worlds") == [(0,)]
    again.close()
