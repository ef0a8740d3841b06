"""Records that were read last are remembered as they were committed, and nothing older than that."""

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


def test_a_row_is_remembered_until_it_is_dropped() -> None:
    recent = Recent()
    recent.keep(PLACE, row(), recent.stamp)
    assert recent.find(PLACE) == row()
    recent.drop([PLACE])
    assert recent.find(PLACE) is None


def test_what_was_read_before_something_was_dropped_is_not_kept() -> None:
    recent = Recent()
    stamp = recent.stamp
    recent.drop([])
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


def test_every_write_of_a_record_is_known() -> None:
    changes = Changes(7, 0)
    changes.add("heads", (7, "a", "new", 1, 1, "customer", 0, 1, "", 0))
    changes.add("heads.move", (2, 0, "", 7, "a", "moved", 1))
    changes.add("heads.again", (2, 0, "", "customer", 0, 2, 7, "a", "again", 1))
    changes.add("versions.put", (7, 1, "a", "rewritten", b"{}", None))
    assert written([changes]) == [(7, "a", name) for name in ("new", "moved", "again", "rewritten")]


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
