"""Events as they are shown: at the version in which they are told, with what changed."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from pinstripe.events.snapshots import Event, shown
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from tests.client import Api

SESSION = {"id": "cs_test_1", "object": "checkout.session", "ui_mode": "hosted_page", "status": "open"}


@pytest.fixture
def work(api: Api) -> Work:
    """A reader of an empty world."""
    world = api.runtime.worlds.get("events")
    return Work(Batch(api.runtime.store, world), world.account)


def event(work: Work, body: dict[str, Any], **fields: Any) -> Event:
    """A stored event about a body."""
    previous = fields.pop("previous", None)
    private = fields.pop("private", None)
    known: dict[str, Any] = {
        "seq": 7, "account": work.account, "id": "evt_1", "type": f"{body['object']}.updated",
        "object": body["id"], "previous": None if previous is None else orjson.dumps(previous),
        "request": "", "key": "", "api_version": "", "created": 5, "clock": "", "body": orjson.dumps(body),
        "private": None if private is None else orjson.dumps(private),
    }  # fmt: skip
    return Event(**{**known, **fields})


def test_automatic_work_names_no_request(work: Work) -> None:
    body = shown(work, event(work, SESSION), "", 0)
    assert body["request"] == {"id": None, "idempotency_key": None}
    assert body["api_version"] == "2026-10-28.endive"
    assert body["data"] == {"object": SESSION}
    assert body["livemode"] is False


def test_it_is_told_in_its_own_version_unless_another_is_named(work: Work) -> None:
    told = event(work, SESSION, api_version="2025-09-30.clover", previous={"ui_mode": "embedded_page"})
    own = shown(work, told, "", 0)
    assert own["api_version"] == "2025-09-30.clover"
    assert own["data"]["object"]["ui_mode"] == "hosted"
    assert own["data"]["previous_attributes"] == {"ui_mode": "embedded"}
    other = shown(work, told, "2026-10-28.endive", 0)
    assert other["api_version"] == "2026-10-28.endive"
    assert other["data"]["previous_attributes"] == {"ui_mode": "embedded_page"}


def test_what_an_older_version_does_not_show_did_not_change_there(work: Work) -> None:
    body = {**SESSION, "ui_mode": "form"}
    old = shown(work, event(work, body, previous={"status": "expired"}), "2025-09-30.clover", 0)
    assert old["data"]["previous_attributes"] == {"status": "expired"}


def test_private_facts_are_those_of_the_event(work: Work) -> None:
    intent = {"id": "pi_1", "object": "payment_intent", "amount": 5}
    told = event(work, intent, private={"invoice": "in_1"})
    assert shown(work, told, "2024-04-10", 0)["data"]["object"]["invoice"] == "in_1"
    assert "invoice" not in shown(work, told, "", 0)["data"]["object"]


def test_an_account_is_named_only_when_told_to(work: Work) -> None:
    assert "account" not in shown(work, event(work, SESSION), "", 3)
    named = shown(work, event(work, SESSION), "", 3, "acct_1")
    assert list(named)[:4] == ["id", "object", "account", "api_version"]
    assert named["pending_webhooks"] == 3


def test_previous_attributes_are_leaves_of_hashes_and_whole_arrays(api: Api) -> None:
    address = {"line1": "1 Main", "city": "Berlin", "country": "DE"}
    customer = api.ok(
        api.post(
            "/v1/customers", address=address, preferred_locales=["de", "en"], metadata={"a": "1", "b": "2"}
        )
    )
    api.ok(
        api.post(
            f"/v1/customers/{customer.id}",
            address={"city": "Bonn"},
            preferred_locales=["de"],
            metadata={"a": "3", "b": "", "c": "4"},
        )
    )
    newest = api.get("/v1/events")["data"][0]
    assert newest["type"] == "customer.updated"
    assert newest["data"]["previous_attributes"] == {
        "address": {"city": "Berlin"},
        "metadata": {"a": "1", "b": "2", "c": None},
        "preferred_locales": ["de", "en"],
    }
