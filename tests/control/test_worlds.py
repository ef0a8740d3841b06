"""A world as a whole: what it is, its copies, its beginning anew."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.client import NOW, Api, fresh
from tests.control.conftest import Panel


def names(api: Api) -> list[str]:
    """Names of all customers, newest first."""
    return [customer["name"] for customer in api.ok(api.get("/v1/customers", limit=100)).data]


def test_what_a_world_is(panel: Panel, api: Api) -> None:
    api.with_(version="2024-06-20").post("/v1/customers")
    told = panel.get("world").body
    assert told == {
        "account": api.get("/v1/account").id,
        "api_version": "2024-06-20",
        "clock": {"mode": "frozen", "now": NOW, "advancing": None},
        "created": NOW,
        "deliveries_pending": 0,
        "faults": {},
        "next_job_due_at": None,
        "seq": 2,
    }


def test_reset_begins_anew_with_the_same_account(panel: Panel, api: Api) -> None:
    account = api.get("/v1/account").id
    api.post("/v1/customers", name="A", idempotency_key="k")
    panel.post("clock/advance", seconds=500)
    assert panel.post("reset").body == {"account": account, "now": NOW}
    assert names(api) == []
    assert api.get("/v1/events").data == []
    again = api.post("/v1/customers", name="A", idempotency_key="k")
    assert again.status == 200
    assert "Idempotent-Replayed" not in again.headers
    assert api.get(f"/v1/customers/{again.id}").id == again.id
    assert panel.get("audit").agrees


def test_a_snapshot_is_gone_back_to_as_often_as_one_likes(panel: Panel, api: Api) -> None:
    api.post("/v1/customers", name="A")
    panel.post("snapshot", name="one customer")
    for name in ("B", "C"):
        api.post("/v1/customers", name=name)
        assert names(api) == [name, "A"]
        panel.post("restore", name="one customer")
        assert names(api) == ["A"]
        assert panel.get("audit").agrees
    panel.post("snapshot", name="two")
    assert panel.get("snapshots").body == {"snapshots": ["one customer", "two"]}
    assert panel.call("GET", "snapshots", key="sk_test_other").body == {"snapshots": []}


def test_a_later_snapshot_of_a_name_replaces_the_first(panel: Panel, api: Api) -> None:
    panel.post("snapshot", name="s")
    api.post("/v1/customers", name="A")
    panel.post("snapshot", name="s")
    panel.post("reset")
    panel.post("restore", name="s")
    assert names(api) == ["A"]
    assert panel.get("snapshots").snapshots == ["s"]


def test_an_unknown_snapshot(panel: Panel) -> None:
    answer = panel.call("POST", "restore", {"name": "never"})
    assert (answer.status, answer.error["message"]) == (404, "No such snapshot: 'never'")


def test_a_fork_has_the_same_ids_and_its_own_future(panel: Panel, api: Api) -> None:
    made = api.post("/v1/customers", name="A")
    told = panel.post("fork", key="sk_test_twin").body
    twin = api.with_(key="sk_test_twin")
    assert told == {"account": api.get("/v1/account").id, "now": NOW}
    assert twin.get(f"/v1/customers/{made.id}").raw == api.get(f"/v1/customers/{made.id}").raw
    twin.post("/v1/customers", name="B")
    api.post("/v1/customers", name="C")
    assert (names(twin), names(api)) == (["B", "A"], ["C", "A"])
    panel.post("reset")
    assert names(twin) == ["B", "A"]
    assert panel.call("GET", "audit", key="sk_test_twin").agrees


def test_a_fork_of_a_strict_server_opens_by_its_key(panel: Panel, api: Api) -> None:
    panel.post("keys", type="secret")
    own = panel.post("keys", type="secret").key
    api.runtime.keys.strict = True
    api.runtime.keys.forget()
    panel.key = own
    strict = api.with_(key=own)
    assert api.get("/v1/customers").status == 401
    strict.post("/v1/customers", name="A")
    panel.post("fork", key="sk_test_twin")
    assert names(api.with_(key="sk_test_twin")) == ["A"]
    assert api.with_(key="sk_test_stranger").get("/v1/customers").status == 401


def test_a_restored_test_clock_stands_where_it_stood(panel: Panel, api: Api) -> None:
    clock = api.post("/v1/test_helpers/test_clocks", frozen_time=NOW)
    panel.post("snapshot", name="before")
    path = f"/v1/test_helpers/test_clocks/{clock.id}"
    api.post(f"{path}/advance", frozen_time=NOW + 86400)
    api.settle()
    assert api.get(path).frozen_time == NOW + 86400
    panel.post("restore", name="before")
    api.settle()
    assert (api.get(path).frozen_time, api.get(path)["status"]) == (NOW, "ready")


def test_restoring_while_a_test_clock_moves_leaves_it_where_it_was(panel: Panel, api: Api) -> None:
    clock = api.post("/v1/test_helpers/test_clocks", frozen_time=NOW)
    panel.post("snapshot", name="before")
    path = f"/v1/test_helpers/test_clocks/{clock.id}"
    api.post(f"{path}/advance", frozen_time=NOW + 86400)  # carried out in the background, not yet begun
    panel.post("restore", name="before")
    api.settle()
    assert api.get(path).frozen_time == NOW
    assert api.get(path)["status"] == "ready"


def test_what_control_did_outlives_the_process(tmp_path: Path, loop: asyncio.AbstractEventLoop) -> None:
    runtime = fresh(str(tmp_path / "a.db"))
    api = Api(runtime, loop)
    panel = Panel(api)
    api.post("/v1/customers", name="A")
    panel.post("snapshot", name="s")
    panel.post("faults", cards={"outage": True})
    panel.post("clock/advance", seconds=60)
    key = panel.post("keys", permissions=["customer_read"]).key
    loop.run_until_complete(runtime.stop())
    runtime = fresh(str(tmp_path / "a.db"))
    api = Api(runtime, loop)
    panel = Panel(api)
    told = panel.get("world").body
    assert (told["faults"], told["clock"]["now"]) == ({"cards": {"outage": True}}, NOW + 60)
    assert api.with_(key=key).get("/v1/customers").data[0]["name"] == "A"
    panel.post("reset")
    panel.post("restore", name="s")
    assert names(api) == ["A"]
    loop.run_until_complete(runtime.stop())
