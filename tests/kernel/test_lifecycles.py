"""Several states of one record: each in its own field, each moved by its own verbs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, NONE, RECEIVERS, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from tests.client import Api
from tests.ledger.test_audit import act

ACTION = lifecycle(
    ("process", "begun", f"{NONE} failed succeeded", "in_progress", "terminal.reader.action_updated"),
    ("finish", "done", "in_progress", "succeeded", "terminal.reader.action_succeeded"),
    ("finish", "declined", "in_progress", "failed"),
    ("cancel", "done", "in_progress", NONE),
)


@pytest.fixture(autouse=True)
def _world(api: Api) -> None:
    """The world of the test's key is there."""
    api.ok(api.get("/v1/customers"))


@pytest.fixture
def reader() -> Iterator[Resource]:
    """A card reader: its state, the state of what it was told to do, and a third one in a list of words."""
    resource = Resource(
        "planted.reader",
        prefix="pr",
        schema="terminal.reader",
        events="customer",
        lifecycle=lifecycle(
            ("create", "registered", ANY, "offline"),
            ("connect", "done", "offline", "online", "customer.updated"),
            ("touch", "done", "online", "="),
        ),
        lifecycles={
            "action.status": ACTION,
            "paid": lifecycle(("pay", "done", "no", "yes", "customer.updated customer.deleted")),
        },
        tells_changes="customer.deleted",
        defaults={"action": None, "paid": "no"},
    )
    yield resource
    del REGISTRY["planted.reader"]


def made(api: Api, resource: Resource) -> str:
    """The id of a fresh reader."""
    return str(act(api, lambda work: work.create(resource, "registered", label="Till")).id)


def take(api: Api, key: str, verb: str, outcome: str, **changes: Any) -> dict[str, Any]:
    """The body of a reader after a row was taken."""
    return dict(
        act(api, lambda work: work.advance(work.load(key, "planted.reader"), verb, outcome, **changes)).body
    )


def test_each_verb_moves_its_own_field(api: Api, reader: Resource) -> None:
    key = made(api, reader)
    body = take(api, key, "process", "begun", action={"type": "process_payment_intent", "failure_code": None})
    assert (body["status"], body["paid"]) == ("offline", "no")
    assert body["action"] == {
        "type": "process_payment_intent",
        "failure_code": None,
        "status": "in_progress",
    }
    body = take(api, key, "connect", "done")
    assert (body["status"], body["action"]["status"]) == ("online", "in_progress")
    body = take(api, key, "finish", "declined", action={**body["action"], "failure_code": "card_declined"})
    assert (body["action"]["status"], body["action"]["failure_code"]) == ("failed", "card_declined")
    body = take(api, key, "process", "begun")
    assert body["action"]["type"] == "process_payment_intent"
    body = take(api, key, "cancel", "done")
    assert (body["action"], body["status"], body["paid"]) == (None, "online", "no")
    assert take(api, key, "pay", "done")["paid"] == "yes"


def test_a_hash_is_never_changed_in_place(api: Api, reader: Resource) -> None:
    key, handed = made(api, reader), {"type": "set_reader_display"}
    before = take(api, key, "process", "begun", action=handed)["action"]
    after = take(api, key, "finish", "done")["action"]
    assert handed == {"type": "set_reader_display"}
    assert (before["status"], after["status"]) == ("in_progress", "succeeded")


def test_a_verb_is_refused_by_the_state_of_its_own_field(reader: Resource) -> None:
    def record(**body: Any) -> Record:
        return Record(reader.object, "acct_1", "pr_1", {"status": "offline", "action": None, **body})

    assert reader.refuses("finish", record())
    assert not reader.refuses("process", record())
    assert reader.refuses("process", record(action={"status": "in_progress"}))
    assert not reader.refuses("finish", record(status="online", action={"status": "in_progress"}))
    assert not reader.refuses("connect", record(action={"status": "in_progress"}))
    assert reader.refuses("connect", record(status="online"))
    assert not reader.refuses("fly", record())


def test_a_state_moves_by_its_rows_alone(api: Api, reader: Resource) -> None:
    key = made(api, reader)
    take(api, key, "process", "begun", action={"type": "refund_payment"})
    take(api, key, "connect", "done")

    def change(**changes: Any) -> Any:
        return lambda work: work.change(work.load(key, reader.object), **changes)

    for changes in (
        {"status": "offline"},
        {"paid": "yes"},
        {"action": None},
        {"action": {"type": "refund_payment", "status": "failed"}},
        {"action": {"type": "refund_payment"}},
    ):
        with pytest.raises(AssertionError, match="states move by advance"):
            act(api, change(**changes))
        for verb in ("touch", "pay"):
            if verb == "pay" and "paid" in changes:
                continue
            with pytest.raises(AssertionError, match=f"{verb}/done moves one state"):
                take(api, key, verb, "done", **changes)
    with pytest.raises(AssertionError, match="no row finish/done from None"):
        fresh = made(api, reader)
        take(api, fresh, "finish", "done")
    act(api, change(action={"type": "cancel", "status": "in_progress"}))
    body = act(api, lambda work: work.load(key, reader.object)).body
    assert body["action"] == {"type": "cancel", "status": "in_progress"}


def test_a_verb_belongs_to_one_field() -> None:
    row = lifecycle(("pay", "done", ANY, "paid"))
    other = lifecycle(("pay", "failed", ANY, "paid"))
    with pytest.raises(AssertionError, match="pay moves two fields"):
        Resource("planted.two", lifecycle=row, lifecycles={"payment_status": other})
    with pytest.raises(AssertionError, match="two rows of pay/done"):
        Resource("planted.two", lifecycle=row, lifecycles={"payment_status": row})
    with pytest.raises(AssertionError, match="status has two lifecycles"):
        Resource("planted.two", lifecycle=row, lifecycles={"status": row})
    with pytest.raises(AssertionError, match=r"no row sends \['customer.updated'\]"):
        Resource("planted.two", lifecycle=row, tells_changes="customer.updated")
    assert "planted.two" not in REGISTRY


def test_a_state_may_stand_in_a_hash_alone(api: Api) -> None:
    resource = Resource(
        "planted.tax_id",
        prefix="pt",
        schema="tax_id",
        status="verification.status",
        lifecycle=lifecycle(("create", "asked", ANY, "pending"), ("verify", "done", "pending", "verified")),
    )
    try:
        given = {"verified_name": None}
        record = act(api, lambda work: work.create(resource, "asked", verification=given))
        assert record.verification == {"verified_name": None, "status": "pending"}
        assert given == {"verified_name": None}
        found = act(api, lambda work: work.advance(work.load(record.id, resource.object), "verify", "done"))
        assert found.verification == {"verified_name": None, "status": "verified"}
    finally:
        del REGISTRY["planted.tax_id"]


def test_rows_say_which_events_tell_what_changed(api: Api, reader: Resource) -> None:
    key = made(api, reader)
    take(api, key, "process", "begun", action={"type": "refund_payment"})
    take(api, key, "pay", "done")
    rows = api.runtime.store.rows("SELECT type,previous FROM events ORDER BY seq")
    assert [(kind, previous and bytes(previous)) for kind, previous in rows] == [
        ("terminal.reader.action_updated", None),
        ("customer.updated", b'{"paid":"no"}'),
        ("customer.deleted", b'{"paid":"no"}'),
    ]


def test_events_are_sent_to_records_whose_type_receives_them(api: Api) -> None:
    assert sorted(RECEIVERS) == ["v2.core.event_destination", "webhook_endpoint"]
    world = act(api, lambda work: work.world)
    assert api.runtime.worlds.endpoints(world) == []
    made = api.ok(api.post("/v1/webhook_endpoints", url="https://example.com", enabled_events=["*"]))
    assert [one.id for one in api.runtime.worlds.endpoints(world)] == [made.id]

    def touch(work: Work) -> None:
        work.create_named("customer", name="Ann")

    act(api, touch)
    assert world.endpoints is not None
