"""Reading events through the API."""

from __future__ import annotations

from pinstripe.products.webhooks.events import named
from pinstripe.store.base import Changes
from tests.client import NOW, Api

DAY = 86_400


def types(api: Api, **params: object) -> list[str]:
    """Types of a list of events."""
    return [event["type"] for event in api.ok(api.get("/v1/events", **params))["data"]]


def customers(api: Api, count: int) -> list[str]:
    """Customers made one after the other."""
    return [api.ok(api.post("/v1/customers", name=f"n{number}")).id for number in range(count)]


def move(api: Api, seconds: int) -> None:
    """Move the frozen clock of the test's world."""
    next(iter(api.runtime.worlds.open.values())).clock_at += seconds


def test_an_event_is_kept_as_it_happened(api: Api) -> None:
    [key] = customers(api, 1)
    before = api.get("/v1/events")["data"][0]
    api.post(f"/v1/customers/{key}", name="other")
    again = api.ok(api.get(f"/v1/events/{before['id']}"))
    assert again.body == before
    assert again["data"]["object"]["name"] == "n0"
    assert again.created == NOW


def test_an_event_tells_who_asked(api: Api) -> None:
    answer = api.post("/v1/customers", idempotency_key="abc")
    [event] = api.get("/v1/events")["data"]
    assert event["request"] == {"id": answer.headers["Request-Id"], "idempotency_key": "abc"}
    assert event["pending_webhooks"] == 0


def test_deletion_shows_what_was_deleted(api: Api) -> None:
    [key] = customers(api, 1)
    body = api.get(f"/v1/customers/{key}").body
    api.delete(f"/v1/customers/{key}")
    event = api.get("/v1/events")["data"][0]
    assert event["type"] == "customer.deleted"
    assert event["data"] == {"object": body}


def test_a_request_that_is_refused_tells_nothing(api: Api) -> None:
    api.post("/v1/customers", nonsense="1")
    assert api.get("/v1/events")["data"] == []


def test_paging_both_ways(api: Api) -> None:
    customers(api, 5)
    every = [event["id"] for event in api.get("/v1/events")["data"]]
    first = api.ok(api.get("/v1/events", limit=2))
    assert [event["id"] for event in first["data"]] == every[:2]
    assert first["has_more"] is True
    rest = api.ok(api.get("/v1/events", starting_after=every[1], limit=3))
    assert [event["id"] for event in rest["data"]] == every[2:]
    assert rest["has_more"] is False
    back = api.ok(api.get("/v1/events", ending_before=every[4], limit=2))
    assert [event["id"] for event in back["data"]] == every[2:4]
    assert back["has_more"] is True
    assert back["url"] == "/v1/events"


def test_cursors_are_checked(api: Api) -> None:
    customers(api, 2)
    every = [event["id"] for event in api.get("/v1/events")["data"]]
    unknown = api.get("/v1/events", starting_after="evt_none")
    assert unknown.status == 400
    assert unknown.error["message"] == "No such event: 'evt_none'"
    assert unknown.error["param"] == "starting_after"
    both = api.get("/v1/events", starting_after=every[0], ending_before=every[1])
    assert both.error["message"].startswith("Received both starting_after and ending_before")


def test_by_type(api: Api) -> None:
    [key, *_] = customers(api, 2)
    api.post(f"/v1/customers/{key}", name="x")
    api.post("/v1/products", name="p")
    assert types(api, type="customer.updated") == ["customer.updated"]
    assert types(api, type="customer.*") == ["customer.updated", "customer.created", "customer.created"]
    assert types(api, types=["customer.updated", "product.created"]) == [
        "product.created",
        "customer.updated",
    ]
    assert types(api, type="customerXcreated") == []
    assert types(api, type="customer.creat_d") == []
    assert types(api, type="customer.%") == []


def test_type_and_types_shut_each_other_out(api: Api) -> None:
    refused = api.get("/v1/events", type="customer.created", types=["customer.updated"])
    assert refused.status == 400
    assert refused.error["message"] == "You may only specify one of these parameters: type, types."
    many = api.get("/v1/events", types=["customer.created"] * 21)
    assert many.error["param"] == "types"


def test_patterns() -> None:
    assert named(["charge.refunded", "nobody.knows"]) == ["charge.refunded", "nobody.knows"]
    whole = named(["payment_intent.*"])
    assert "payment_intent.payment_failed" in whole
    assert all(kind.startswith("payment_intent.") for kind in whole)
    assert named(["*.refunded", "charge.refunded"]) == ["charge.refunded", "application_fee.refunded"]
    assert named(["chargeX*", "charge.[a-z]*"]) == []


def test_by_time(api: Api) -> None:
    customers(api, 1)
    move(api, 100)
    customers(api, 2)
    assert len(types(api, created=NOW)) == 1
    assert len(types(api, created={"gt": NOW})) == 2
    assert len(types(api, created={"gte": NOW, "lt": NOW + 100})) == 1
    assert len(types(api, created={"lte": NOW + 100})) == 3


def test_thirty_days_back(api: Api) -> None:
    customers(api, 1)
    [event] = api.get("/v1/events")["data"]
    move(api, 30 * DAY)
    assert len(types(api)) == 1
    assert api.get(f"/v1/events/{event['id']}").status == 200
    move(api, 1)
    assert types(api) == []
    gone = api.get(f"/v1/events/{event['id']}")
    assert gone.status == 404
    assert gone.error["message"] == f"No such event: '{event['id']}'"
    assert gone.error["param"] == "id"


def test_by_delivery(api: Api) -> None:
    customers(api, 1)
    api.post("/v1/webhook_endpoints", url="https://example.com/", enabled_events=["customer.updated"])
    [key] = customers(api, 1)
    api.post(f"/v1/customers/{key}", name="x")
    assert types(api, delivery_success=False) == ["customer.updated"]
    assert types(api, delivery_success=True) == ["customer.created", "customer.created"]
    assert api.get("/v1/events", type="customer.updated")["data"][0]["pending_webhooks"] == 1


def test_events_keep_the_version_they_were_told_in(api: Api) -> None:
    old = api.with_(version="2024-04-10")
    customers(old, 1)
    [told] = api.get("/v1/events")["data"]
    assert told["api_version"] == "2024-04-10"
    newest = api.with_(version="2026-05-27.dahlia")
    assert newest.get(f"/v1/events/{told['id']}").body == told
    assert newest.get("/v1/events")["data"] == [told]
    assert old.get(f"/v1/events/{told['id']}").body == told


def test_an_event_is_shown_in_its_own_version_whoever_reads_it(api: Api) -> None:
    old = api.with_(version="2024-04-10")
    customers(old, 1)
    world = next(iter(api.runtime.worlds.open.values()))
    changes = Changes(world.world, world.seq)
    version = changes.seq()
    # Older versions name the invoice that was paid; it stands beside the body.
    body, private = b'{"id":"pi_1","object":"payment_intent"}', b'{"invoice":"in_1"}'
    changes.add("versions", (world.world, version, world.account, "pi_1", body, private))
    for key, told_in in (("evt_old", "2024-04-10"), ("evt_new", "2026-05-27.dahlia")):
        told = (key, "payment_intent.succeeded", "pi_1", version, None, "", "", told_in, NOW, "")
        changes.add("events", (world.world, changes.seq(), world.account, *told))
    api.runtime.store.commit([changes])
    world.seq = changes.next
    for caller in (old, api.with_(version="2026-05-27.dahlia")):
        listed = caller.get("/v1/events", limit=2)["data"]
        assert [event["data"]["object"].get("invoice") for event in listed] == [None, "in_1"]
        assert listed == [caller.get("/v1/events/evt_new").body, caller.get("/v1/events/evt_old").body]


def test_events_belong_to_their_account(api: Api) -> None:
    customers(api, 1)
    [event] = api.get("/v1/events")["data"]
    other = api.with_(key="sk_test_other")
    assert other.get("/v1/events")["data"] == []
    assert other.get(f"/v1/events/{event['id']}").status == 404


def test_old_versions_hear_of_new_types(api: Api) -> None:
    """The shape is the version's, the word is not: meters are younger than 2024-04-10."""
    meter = {"display_name": "T", "event_name": "t", "default_aggregation": {"formula": "sum"}}
    api.ok(api.post("/v1/billing/meters", **meter))
    (event,) = api.with_(version="2024-04-10").get("/v1/events").data
    assert event["type"] == "billing.meter.created"
