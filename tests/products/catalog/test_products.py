"""Products through the whole chain."""

from __future__ import annotations

from tests.client import NOW, Api


def test_a_product_is_kept_and_shown(api: Api) -> None:
    made = api.ok(
        api.post("/v1/products", name="Gold", metadata={"tier": "1"}, images=["https://x.test/a.png"])
    )
    assert made.id.startswith("prod_") and len(made.id) == 19
    assert (made.active, made.created, made.updated) == (True, NOW, NOW)
    assert api.get(f"/v1/products/{made.id}").raw == made.raw


def test_own_ids_are_taken_once(api: Api) -> None:
    api.ok(api.post("/v1/products", id="gold", name="Gold"))
    again = api.post("/v1/products", id="gold", name="Other")
    assert (again.status, again.error["code"], again.error["message"]) == (
        400,
        "resource_already_exists",
        "Product already exists.",
    )


def test_default_price_comes_after_its_product(api: Api) -> None:
    data = {"currency": "usd", "unit_amount": 1000, "recurring": {"interval": "month"}}
    product = api.ok(api.post("/v1/products", name="Gold", default_price_data=data))
    price = api.ok(api.get(f"/v1/prices/{product.default_price}"))
    assert (price.product, price.unit_amount, price.recurring["interval"]) == (product.id, 1000, "month")
    kinds = [event["type"] for event in api.ok(api.get("/v1/events")).data]
    assert kinds == ["price.created", "plan.created", "product.created"]


def test_updates_merge_and_clear(api: Api) -> None:
    product = api.ok(api.post("/v1/products", name="Gold", description="d", metadata={"a": 1, "b": 2}))
    changed = api.ok(
        api.post(f"/v1/products/{product.id}", description=None, metadata={"a": "", "c": 3}, images=None)
    )
    assert (changed.description, changed.metadata, changed.images) == (None, {"b": "2", "c": "3"}, [])
    event = api.ok(api.get("/v1/events", type="product.updated")).data[0]
    assert event["data"]["previous_attributes"] == {"description": "d", "metadata": {"a": "1", "c": None}}


def test_an_unchanged_product_tells_nothing(api: Api) -> None:
    product = api.ok(api.post("/v1/products", name="Gold"))
    api.ok(api.post(f"/v1/products/{product.id}", name="Gold"))
    assert api.ok(api.get("/v1/events", type="product.updated")).data == []


def test_products_with_prices_stay(api: Api) -> None:
    product = api.ok(api.post("/v1/products", name="Gold"))
    other = api.ok(api.post("/v1/products", name="Silver"))
    api.ok(api.post("/v1/prices", product=product.id, currency="usd", unit_amount=100))
    refused = api.delete(f"/v1/products/{product.id}")
    assert refused.status == 400
    assert refused.error["message"] == (
        "This product cannot be deleted because it has one or more user-created prices."
    )
    assert api.ok(api.delete(f"/v1/products/{other.id}")).body == {
        "id": other.id,
        "object": "product",
        "deleted": True,
    }
    assert api.get(f"/v1/products/{other.id}").status == 404


def test_lists_filter(api: Api) -> None:
    ids = [
        api.ok(api.post("/v1/products", name=f"P{n}", active=n != 1, url=f"https://p.test/{n}")).id
        for n in range(3)
    ]
    listed = api.ok(api.get("/v1/products", active=True)).data
    assert [p["id"] for p in listed] == [ids[2], ids[0]]
    assert [p["id"] for p in api.ok(api.get("/v1/products", ids=[ids[0], "nope", ids[1]])).data] == [
        ids[1],
        ids[0],
    ]
    assert [p["id"] for p in api.ok(api.get("/v1/products", url="https://p.test/1")).data] == [ids[1]]
    assert api.ok(api.get("/v1/products", limit=2)).has_more is True
    page = api.ok(api.get("/v1/products", limit=2, starting_after=ids[1]))
    assert ([p["id"] for p in page.data], page.has_more) == ([ids[0]], False)


def test_older_versions_know_goods_and_services(api: Api) -> None:
    old = api.with_(version="2024-04-10")
    assert old.ok(old.post("/v1/products", name="Mug", type="good"))["type"] == "good"
    assert old.ok(old.post("/v1/products", name="Lesson"))["type"] == "service"


def test_a_long_description_is_shown_whole(api: Api) -> None:
    for version in ("2024-04-10", "2026-05-27.dahlia"):
        made = api.with_(version=version).post("/v1/products", name="Long", description="x" * 40_000)
        assert len(made.description) == 40_000


def test_marketing_features_have_a_shape_in_every_version(api: Api) -> None:
    praise = [{"name": "Light"}]
    for version in ("2024-04-10", "2026-05-27.dahlia"):
        made = api.with_(version=version).post("/v1/products", name="Lamp", marketing_features=praise)
        assert api.ok(made).marketing_features == praise


def test_older_versions_list_products_by_their_type(api: Api) -> None:
    old = api.with_(version="2024-04-10")
    mug = old.ok(old.post("/v1/products", name="Mug", type="good")).id
    cup = old.ok(old.post("/v1/products", name="Cup", type="good", active=False)).id
    lesson = old.ok(old.post("/v1/products", name="Lesson")).id
    told = api.ok(api.post("/v1/products", name="Course")).id
    for asked, expected in (
        ({"type": "good"}, [cup, mug]),
        ({"type": "service"}, [told, lesson]),
        ({"type": "good", "active": True}, [mug]),
        ({"type": "good", "ids": [mug, lesson]}, [mug]),
        ({"type": "good", "limit": 1, "starting_after": cup}, [mug]),
    ):
        assert [one["id"] for one in old.ok(old.get("/v1/products", **asked)).data] == expected, asked
