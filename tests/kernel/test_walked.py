"""What older versions are shown from stored bytes and from memory is what walking back would show."""

from __future__ import annotations

import pytest

from pinstripe.api.render import Shower
from pinstripe.api.spoken import spoken
from pinstripe.kernel.walked import Walked
from pinstripe.kernel.world import World
from pinstripe.store import snapshot
from tests.client import Api

OLD = "2024-04-10"


def world_of(api: Api) -> World:
    (world,) = api.runtime.worlds.open.values()
    return world


def test_the_memory_is_bounded_and_forgets_what_nobody_asked_for(api: Api) -> None:
    api.ok(api.post("/v1/customers"))
    world = world_of(api)
    walked = Walked(most_bytes=30)
    for seq in (1, 2, 3):
        walked.keep(world, OLD, seq, b"0123456789")
    assert walked.find(world, OLD, 1) == b"0123456789"
    walked.keep(world, OLD, 4, b"0123456789")
    assert walked.find(world, OLD, 2) is None
    assert [walked.find(world, OLD, seq) for seq in (1, 3, 4)] == [b"0123456789"] * 3
    assert walked.find(world, "2023-10-16", 1) is None


def test_a_replaced_past_is_not_remembered(api: Api) -> None:
    paying = {"amount": 500, "currency": "usd"}
    old = api.with_(version=OLD)
    first = api.ok(api.post("/v1/payment_intents", **paying, description="first"))
    assert [old.get(f"/v1/payment_intents/{first.id}").description for _ in range(2)] == ["first"] * 2
    snapshot.reset(api.runtime.store, api.runtime.worlds, world_of(api))
    second = api.ok(api.post("/v1/payment_intents", **paying, description="second"))
    assert old.get(f"/v1/payment_intents/{second.id}").description == "second"


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/payment_intents", "/v1/charges", "/v1/products"])
def test_what_is_remembered_is_what_walking_back_gives(
    api: Api, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = api.ok(api.post("/v1/customers", email="a@example.com", source="tok_visa")).id
    api.ok(api.post("/v1/charges", amount=700, currency="usd", customer=customer))
    automatic = {"enabled": True, "allow_redirects": "never"}
    api.ok(
        api.post(
            "/v1/payment_intents",
            amount=500,
            currency="usd",
            payment_method="pm_card_visa",
            confirm=True,
            automatic_payment_methods=automatic,
        )
    )
    api.ok(api.post("/v1/products", name="Box", default_price_data={"currency": "usd", "unit_amount": 5}))
    old = api.with_(version=OLD)
    shown = [old.get(path).raw for _ in range(2)]
    one = old.get(path).data[0]["id"]
    alone = [old.get(f"{path}/{one}").raw for _ in range(2)]
    monkeypatch.setattr(Shower, "whole_bytes", lambda shower, record: False)
    monkeypatch.setattr(api.runtime.engine, "_walked", None)
    monkeypatch.setattr(type(spoken(OLD)), "stored", lambda version, kind, body: False)
    assert shown == [old.get(path).raw] * 2
    assert alone == [old.get(f"{path}/{one}").raw] * 2
