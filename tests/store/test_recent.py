"""Records that were read or written last are remembered as they were committed, and nothing older."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinstripe.http.auth import world_name
from pinstripe.store import snapshot
from pinstripe.store.base import Changes, Conflict, Row
from pinstripe.store.recent import LONGEST, Recent, written
from pinstripe.store.sqlite import SQLiteStore
from tests.client import Api

PLACE = (1, "acct_1", "cus_1")


def row(body: bytes = b"{}", seq: int = 1) -> Row:
    return Row("cus_1", seq, 1, "customer", 0, 1, "", 0, body, None)


def test_a_row_is_remembered_until_another_stands_there() -> None:
    recent = Recent()
    recent.keep(PLACE, row(), recent.stamp)
    assert recent.find(PLACE) == row()
    recent.settle([(PLACE, row(seq=2))])
    assert recent.find(PLACE) == row(seq=2)
    recent.settle([(PLACE, None)])
    assert recent.find(PLACE) is None


def test_what_was_read_before_a_commit_is_not_kept() -> None:
    recent = Recent()
    stamp = recent.stamp
    recent.settle([])
    recent.keep(PLACE, row(), stamp)
    assert recent.find(PLACE) is None
    stamp = recent.stamp
    recent.clear()
    recent.keep(PLACE, row(), stamp)
    assert recent.find(PLACE) is None


def test_the_memory_is_bounded() -> None:
    recent = Recent(most_bytes=100)
    for number in range(4):
        recent.keep((1, "acct_1", f"cus_{number}"), row(b"x" * 40), recent.stamp)
    assert [recent.find((1, "acct_1", f"cus_{number}")) is None for number in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    recent.keep(PLACE, row(b"x" * (LONGEST + 1)), recent.stamp)
    assert recent.find(PLACE) is None


def test_what_a_commit_writes_is_known_without_reading() -> None:
    recent = Recent()
    before = Row("moved", 1, 4, "customer", 5, 1, "", 0, b"{}", None)
    for name in ("moved", "other"):
        recent.keep((7, "a", name), before._replace(id=name), recent.stamp)
    changes = Changes(7, 0)
    changes.add("versions", (7, 2, "a", "new", b'{"a":1}', b"{}"))
    changes.add("versions", (7, 3, "a", "moved", b'{"a":2}', None))
    changes.add("versions", (7, 4, "a", "other", b'{"a":2}', None))
    changes.add("heads", (7, "a", "new", 2, 1, "customer", 6, 2, "clock_1", 0))
    changes.add("heads.move", (3, 1, "clock_2", 7, "a", "moved", 4))
    changes.add("heads.move", (4, 0, "", 7, "a", "other", 5))
    changes.add("heads.move", (9, 0, "", 7, "a", "older", 1))
    changes.add("heads.again", (2, 0, "", "customer", 0, 2, 7, "a", "again", 1))
    changes.add("versions.put", (7, 1, "a", "rewritten", b"{}", None))
    assert dict(written([changes], recent)) == {
        (7, "a", "new"): Row("new", 2, 1, "customer", 6, 2, "clock_1", 0, b'{"a":1}', b"{}"),
        (7, "a", "moved"): Row("moved", 3, 5, "customer", 5, 1, "clock_2", 1, b'{"a":2}', None),
        (7, "a", "other"): None,
        (7, "a", "older"): None,
        (7, "a", "again"): None,
        (7, "a", "rewritten"): None,
    }


def test_what_is_remembered_is_what_is_stored(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann"))
    gone = api.ok(api.post("/v1/customers", name="Bob"))
    store = api.runtime.store
    assert isinstance(store, SQLiteStore)
    api.ok(api.post(f"/v1/customers/{customer.id}", name="Eve"))
    api.ok(api.delete(f"/v1/customers/{gone.id}"))
    ((world, account),) = store.rows("SELECT DISTINCT world,account FROM heads WHERE type='customer'")
    keys = [customer.id, gone.id]
    known = store.heads(world, account, keys)
    store._recent.clear()
    assert set(known) == set(keys) and store.heads(world, account, keys) == known


def test_a_commit_that_fails_leaves_what_is_remembered(tmp_path: Path) -> None:
    store = SQLiteStore(str(tmp_path / "one.db"))
    first = Changes(1, 0)
    first.add("versions", (1, 1, "acct_1", "cus_1", b'{"a":1}', None))
    first.add("heads", (1, "acct_1", "cus_1", 1, 1, "customer", 0, 1, "", 0))
    store.commit([first])
    known = store.head(*PLACE)
    assert known is not None and store.head(*PLACE) is known
    wrong = Changes(1, 1)
    wrong.add("heads.move", (2, 0, "", *PLACE, 9))
    with pytest.raises(Conflict):
        store.commit([wrong])
    assert store.head(*PLACE) == known
    second = Changes(1, 1)
    second.add("versions", (1, 2, "acct_1", "cus_1", b'{"a":2}', None))
    second.add("heads.move", (2, 0, "", *PLACE, 1))
    store.write([second])
    assert store.head(*PLACE) == known, "what is not durable yet is not seen"
    store.seal()
    newest = store.head(*PLACE)
    assert newest is not None and (newest.body, newest.rev) == (b'{"a":2}', 2)
    store.close()


def test_a_reset_and_a_rewritten_past_are_seen(api: Api) -> None:
    customer = api.ok(api.post("/v1/customers", name="Ann"))
    path = f"/v1/customers/{customer.id}"
    assert [api.get(path).name for _ in range(2)] == ["Ann", "Ann"]
    api.ok(api.post(path, name="Eve"))
    assert api.get(path).name == "Eve"
    runtime = api.runtime
    snapshot.reset(runtime.store, runtime.worlds, runtime.worlds.get(world_name("pinstripe")))
    assert api.get(path).status == 404
