"""Prices and plans through the whole chain, in both versions."""

from __future__ import annotations

import pytest

from tests.client import Answer, Api

MONTHLY = {"interval": "month"}


@pytest.fixture
def product(api: Api) -> str:
    return api.ok(api.post("/v1/products", name="Gold")).id


def price(api: Api, of: str, **more: object) -> Answer:
    return api.post("/v1/prices", **{"product": of, "currency": "usd", **more})


def test_amounts_have_two_forms(api: Api, product: str) -> None:
    whole = api.ok(price(api, product, unit_amount=1000))
    assert (whole.unit_amount, whole.unit_amount_decimal, whole.type) == (1000, "1000", "one_time")
    part = api.ok(price(api, product, unit_amount_decimal="0.050"))
    assert (part.unit_amount, part.unit_amount_decimal) == (None, "0.05")


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"unit_amount": -1}, "unit_amount"),
        ({"currency": "xyz", "unit_amount": 1}, "currency"),
        (
            {"unit_amount": 1, "recurring": {"interval": "month", "interval_count": 37}},
            "recurring[interval_count]",
        ),
        (
            {"unit_amount": 1, "recurring": {"interval": "week", "interval_count": 157}},
            "recurring[interval_count]",
        ),
        ({"unit_amount": 1, "recurring": {"interval": "century"}}, "recurring[interval]"),
        ({"billing_scheme": "tiered", "tiers": [{"up_to": "inf", "unit_amount": 1}]}, "tiers_mode"),
        ({"product": "prod_none", "unit_amount": 1}, "product"),
        (
            {"unit_amount": 1, "recurring": {"interval": "month", "usage_type": "metered", "meter": "mtr_x"}},
            "recurring[meter]",
        ),
    ],
)
def test_refusals_name_their_parameter(api: Api, product: str, params: dict[str, object], param: str) -> None:
    refused = price(api, product, **params)
    assert (refused.status, refused.error["param"]) == (400, param), refused
    assert api.ok(api.get("/v1/prices")).data == []


def test_metered_prices_need_meters_from_basil_on(api: Api, product: str) -> None:
    metered = {"interval": "month", "usage_type": "metered"}
    refused = price(api, product, unit_amount=1, recurring=metered)
    assert refused.error["message"].startswith(
        "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters."
    )
    old = api.with_(version="2024-04-10")
    kept = api.ok(price(old, product, unit_amount=1, recurring={**metered, "aggregate_usage": "max"}))
    assert kept.recurring["aggregate_usage"] == "max"
    newest = api.with_(version="2026-05-27.dahlia")
    seen = api.ok(newest.get(f"/v1/prices/{kept.id}")).recurring
    assert "aggregate_usage" not in seen and seen["meter"] is None


def test_tiers_are_shown_when_expanded(api: Api, product: str) -> None:
    tiers = [
        {"up_to": 10, "unit_amount": 5, "flat_amount": 100},
        {"up_to": "inf", "unit_amount_decimal": "2.5"},
    ]
    made = api.ok(
        price(api, product, billing_scheme="tiered", tiers_mode="graduated", tiers=tiers, recurring=MONTHLY)
    )
    assert "tiers" not in made.body
    shown = api.ok(api.get(f"/v1/prices/{made.id}", expand=["tiers"])).tiers
    assert [(t["up_to"], t["unit_amount"], t["unit_amount_decimal"], t["flat_amount"]) for t in shown] == [
        (10, 5, "5", 100),
        (None, None, "2.5", None),
    ]


def test_lookup_keys_name_one_price(api: Api, product: str) -> None:
    first = api.ok(price(api, product, unit_amount=1, lookup_key="gold"))
    refused = price(api, product, unit_amount=2, lookup_key="gold")
    assert refused.error["message"] == f"A price (`{first.id}`) already uses that lookup key."
    second = api.ok(price(api, product, unit_amount=2, lookup_key="gold", transfer_lookup_key=True))
    assert api.ok(api.get(f"/v1/prices/{first.id}")).lookup_key is None
    kinds = [e["type"] for e in api.ok(api.get("/v1/events", limit=2)).data]
    assert kinds == ["price.created", "price.updated"]
    assert [p["id"] for p in api.ok(api.get("/v1/prices", lookup_keys=["gold", "none"])).data] == [second.id]


def test_prices_cannot_be_deleted_or_repriced(api: Api, product: str) -> None:
    made = api.ok(price(api, product, unit_amount=1))
    gone = api.delete(f"/v1/prices/{made.id}")
    assert gone.status == 404 and gone.error["message"].startswith(
        "Unrecognized request URL (DELETE: /v1/prices/"
    )
    assert api.post(f"/v1/prices/{made.id}", unit_amount=2).error["code"] == "parameter_unknown"
    missing = api.get("/v1/prices/x")
    assert (missing.status, missing.error["message"], missing.error["param"]) == (
        404,
        "No such price: 'x'",
        "price",
    )


def test_a_plan_is_a_price_by_another_name(api: Api, product: str) -> None:
    old = api.with_(version="2024-04-10")
    plan = api.ok(
        old.post(
            "/v1/plans", id="gold", product=product, currency="usd", interval="month", amount=500,
            usage_type="metered", aggregate_usage="last_ever",
        )
    )  # fmt: skip
    assert (plan.id, plan.amount, plan.aggregate_usage) == ("gold", 500, "last_ever")
    seen = api.ok(old.get("/v1/prices/gold"))
    assert (seen.unit_amount, seen.recurring["aggregate_usage"]) == (500, "last_ever")
    assert [p["id"] for p in api.ok(old.get("/v1/plans")).data] == ["gold"]
    assert api.ok(old.delete("/v1/plans/gold")).body == {"id": "gold", "object": "plan", "deleted": True}
    assert old.get("/v1/plans/gold").status == 404


TIERS = [{"up_to": "inf", "unit_amount": 5}]


@pytest.mark.parametrize("name", ["unit_amount", "unit_amount_decimal", "custom_unit_amount"])
def test_tiers_leave_no_room_for_another_amount(api: Api, product: str, name: str) -> None:
    value = {"enabled": True} if name == "custom_unit_amount" else 1
    tiered = {"billing_scheme": "tiered", "tiers_mode": "volume", "tiers": TIERS}
    answer = price(api, product, recurring=MONTHLY, **tiered, **{name: value})
    assert (answer.status, answer.error["param"]) == (400, name)


def test_a_plan_with_tiers_has_no_amount_either(api: Api, product: str) -> None:
    tiered = {"billing_scheme": "tiered", "tiers_mode": "volume", "tiers": TIERS}
    answer = api.post("/v1/plans", product=product, currency="usd", interval="month", amount=1, **tiered)
    assert (answer.status, api.ok(api.get("/v1/plans")).data) == (400, [])


def test_a_customers_own_amount_excludes_a_fixed_one(api: Api, product: str) -> None:
    answer = price(api, product, custom_unit_amount={"enabled": True}, unit_amount=1)
    assert (answer.status, answer.error["code"]) == (400, "parameters_exclusive")
    off = api.ok(price(api, product, custom_unit_amount={"enabled": False}, unit_amount=1))
    assert (off.custom_unit_amount, off.unit_amount) == (None, 1)


def test_only_usage_is_aggregated(api: Api, product: str) -> None:
    old = api.with_(version="2024-04-10")
    plan = {"product": product, "currency": "usd", "amount": 1, "interval": "month"}
    assert old.post("/v1/plans", **plan, aggregate_usage="sum").status == 400
    assert old.post("/v1/plans", **plan, aggregate_usage="max", usage_type="metered").aggregate_usage == "max"


def test_unset_currencies_leave_a_price_as_it_is(api: Api, product: str) -> None:
    made = api.ok(price(api, product, unit_amount=1))
    assert api.ok(api.post(f"/v1/prices/{made.id}", currency_options="")).body == made.body
