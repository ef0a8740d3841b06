"""The search operation on both stores: what an index narrows, the query decides."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pinstripe.kernel import search
from pinstripe.ledger.audit import audit
from tests.client import Api, fresh


def found(api: Api, query: str, **params: object) -> list[str]:
    """The names of the customers that a query means."""
    answer = api.ok(api.get("/v1/customers/search", query=query, **params))
    return [one["name"] for one in answer["data"]]


def test_case_is_no_difference_and_negation_is_the_rest(api: Api) -> None:
    for name, email in (("a", "x@Y.com"), ("b", "X@y.com"), ("c", "z@y.com"), ("d", None)):
        api.ok(api.post("/v1/customers", name=name, **({"email": email} if email else {})))
    assert found(api, 'email:"x@y.com"') == ["b", "a"]
    assert found(api, 'email:"Z@Y.COM"') == ["c"]
    assert found(api, '-email:"x@y.com"') == ["d", "c"]
    assert found(api, 'email~"Y.c" AND -email:"z@y.com"') == ["b", "a"]
    assert found(api, "email:null") == ["d"]


def test_a_search_goes_through_more_than_it_reads_at_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CHUNK", 3)
    for number in range(8):
        api.ok(api.post("/v1/customers", name=f"name-{number}", metadata={"odd": number % 2}))
    assert found(api, 'metadata["odd"]:"1"') == ["name-7", "name-5", "name-3", "name-1"]
    first = api.ok(api.get("/v1/customers/search", query='metadata["odd"]:"1"', limit=3))
    assert first["has_more"] is True
    assert found(api, 'metadata["odd"]:"1"', limit=3, page=first["next_page"]) == ["name-1"]


def test_an_account_finds_only_its_own(api: Api) -> None:
    api.ok(api.post("/v1/customers", name="Platform"))
    assert found(api, 'name:"platform"') == ["Platform"]
    other = api.with_(key="sk_test_other")
    assert found(other, 'name:"platform"') == []


@pytest.mark.parametrize("page", ["", "%", "W10", "WzFd=", "bm90aGluZw"])
def test_a_page_that_no_result_named_is_refused(api: Api, page: str) -> None:
    answer = api.get("/v1/customers/search", query='name:"a"', page=page)
    assert (answer.status, answer.error["param"]) == (400, "page")


def test_letters_that_fold_into_others_are_found(api: Api) -> None:
    for name in ("Straße 1", "STRASSE 2", "K-mart", 'a "quoted" name', "back\\slash"):
        api.ok(api.post("/v1/customers", name=name))
    assert found(api, 'name~"strasse"') == ["STRASSE 2", "Straße 1"]
    assert found(api, 'name~"k-mart"') == ["K-mart"]
    assert found(api, r'name~"\"quoted\""') == ['a "quoted" name']
    assert found(api, r'name~"k\\sla"') == ["back\\slash"]


@pytest.mark.parametrize("place", ["file", "server"])
def test_a_database_of_before_the_index_is_searched(
    place: str, request: pytest.FixtureRequest, tmp_path: Path, loop: asyncio.AbstractEventLoop
) -> None:
    """Its rows are made from what it holds, as if they had been written with each record."""
    database = str(tmp_path / "old.db") if place == "file" else request.getfixturevalue("postgres_dsn")
    runtime = fresh(database)
    api = Api(runtime, loop)
    for name in ("Ann", "Bob"):
        api.ok(api.post("/v1/customers", name=name, metadata={"order": f"{name}-7", "new": "yes"}))
    api.ok(api.post("/v1/products", name="Shirt"))
    gone = api.ok(api.post("/v1/customers", name="Eve", metadata={"order": "Ann-7"}))
    api.ok(api.delete(f"/v1/customers/{gone.id}"))
    store = runtime.store
    kept = sorted(store.rows("SELECT * FROM record_index"))
    store.execute("DELETE FROM record_index WHERE field LIKE '%~%'")
    store.execute("DELETE FROM schema_version WHERE number>3")
    assert found(api, 'name:"ann"') == []
    loop.run_until_complete(runtime.stop())
    runtime = fresh(database)
    api = Api(runtime, loop)
    assert sorted(runtime.store.rows("SELECT * FROM record_index")) == kept
    assert found(api, 'metadata["order"]:"ANN-7"') == ["Ann"]
    (world,) = runtime.worlds.open.values()
    assert audit(runtime.store, world.world).faults == []
    loop.run_until_complete(runtime.stop())
