"""What a unit of work leaves in the store: version rows, and who still needs them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import orjson

from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.ledger.audit import audit
from tests.client import Answer, Api


def world_of(api: Api) -> World:
    """The only world."""
    return api.runtime.worlds.get(next(iter(api.runtime.worlds.open)))


def together(api: Api, *functions: Callable[[Work], Any]) -> None:
    """Units of work of their own, in one batch."""
    world = world_of(api)

    def unit(function: Callable[[Work], Any]) -> Callable[[Batch], None]:
        def run(batch: Batch) -> None:
            work = Work(batch, world.account)
            function(work)
            work.keep()

        return run

    async def enqueued() -> None:
        jobs = [api.runtime.engine.enqueue((world, unit(function))) for function in functions]
        await asyncio.gather(*jobs)

    api.loop.run_until_complete(enqueued())


def counting(key: str, number: int) -> Callable[[Work], Any]:
    """A private fact of a record changes, and nothing that it shows."""
    return lambda work: work.note(work.load(key, "customer"), counted=number)


def renaming(key: str, name: str) -> Callable[[Work], Any]:
    """What it shows changes."""
    return lambda work: work.change(work.load(key, "customer"), name=name)


def versions(api: Api, key: str) -> list[tuple[Any, Any]]:
    """Name and counted number of each version that is kept of a customer, oldest first."""
    rows = api.runtime.store.rows("SELECT body,private FROM versions WHERE id=? ORDER BY seq", (key,))
    facts = [(orjson.loads(body), orjson.loads(private or b"{}")) for body, private in rows]
    return [(body["name"], private.get("counted")) for body, private in facts]


def agree(api: Api) -> None:
    """Heads, versions, events and the index say the same."""
    report = audit(api.runtime.store, world_of(api).world)
    assert report.agrees, report.faults


def test_of_many_private_changes_in_a_batch_the_last_is_kept(api: Api) -> None:
    made = api.ok(api.post("/v1/customers", name="A"))
    together(api, *(counting(made.id, number) for number in range(5)))
    assert versions(api, made.id) == [("A", None), ("A", 4)]
    together(api, counting(made.id, 5))
    assert versions(api, made.id) == [("A", None), ("A", 4), ("A", 5)]
    agree(api)


def test_what_an_event_shows_is_kept_with_the_private_facts_of_then(api: Api) -> None:
    made = api.ok(api.post("/v1/customers", name="A"))
    together(api, counting(made.id, 1), renaming(made.id, "B"), counting(made.id, 2), counting(made.id, 3))
    assert versions(api, made.id) == [("A", None), ("B", 1), ("B", 3)]
    told = api.get("/v1/events", type="customer.updated").data
    assert [one["data"]["object"]["name"] for one in told] == ["B"]
    agree(api)


def test_a_private_change_before_one_that_shows_needs_no_version_of_its_own(api: Api) -> None:
    made = api.ok(api.post("/v1/customers", name="A"))
    together(api, counting(made.id, 1), renaming(made.id, "B"))
    assert versions(api, made.id) == [("A", None), ("B", 1)]
    together(api, renaming(made.id, "C"), lambda work: work.delete(work.load(made.id, "customer")))
    assert versions(api, made.id)[-1] == ("C", 1)
    agree(api)


CARDHOLDER: dict[str, Any] = {
    "type": "company",
    "name": "Rides",
    "billing": {"address": {"line1": "1", "city": "C", "postal_code": "1", "country": "US"}},
}


def kept_answers(api: Api) -> list[tuple[int, bytes | None]]:
    """Version and bytes of the answers that are kept for keys."""
    return [tuple(row) for row in api.runtime.store.rows("SELECT version,body FROM idempotency")]


def issued(api: Api) -> Answer:
    """A card with money behind it."""
    holder = api.ok(api.post("/v1/issuing/cardholders", **CARDHOLDER))
    api.ok(api.post("/v1/test_helpers/issuing/fund_balance", amount=1000, currency="usd"))
    made = {"cardholder": holder.id, "currency": "usd", "type": "virtual", "status": "active"}
    return api.ok(api.post("/v1/issuing/cards", **made))


def test_an_answer_whose_computed_fields_say_what_is_stored_is_kept_by_its_version(api: Api) -> None:
    """An authorization shows its card as it is now, which is how it has just been written down."""
    asked = {"amount": 100, "card": issued(api).id, "idempotency_key": "k"}
    first = api.ok(api.post("/v1/test_helpers/issuing/authorizations", **asked))
    ((version, body),) = kept_answers(api)
    assert version > 0 and body is None
    api.ok(api.post(f"/v1/issuing/authorizations/{first.id}", metadata={"a": "1"}))
    again = api.ok(api.post("/v1/test_helpers/issuing/authorizations", **asked))
    assert again.raw == first.raw and again.headers["Idempotent-Replayed"] == "true"


def test_an_answer_that_shows_what_has_moved_on_is_kept_whole(api: Api) -> None:
    """Its holder has another name by now than when the authorization was last written down."""
    card = issued(api)
    made = api.ok(api.post("/v1/test_helpers/issuing/authorizations", amount=100, card=card.id))
    api.ok(api.post(f"/v1/issuing/cardholders/{card.cardholder['id']}", phone_number="+15551234567"))
    asked = {"metadata": {}, "idempotency_key": "k"}
    first = api.ok(api.post(f"/v1/issuing/authorizations/{made.id}", **asked))
    assert first.card["cardholder"]["phone_number"] == "+15551234567"
    assert kept_answers(api) == [(0, first.raw)]
    assert api.ok(api.post(f"/v1/issuing/authorizations/{made.id}", **asked)).raw == first.raw


def test_an_older_version_of_an_answer_is_kept_whole(api: Api) -> None:
    older = api.with_(version="2024-04-10")
    first = older.ok(older.post("/v1/subscriptions", **subscription(api), idempotency_key="k"))
    ((version, body),) = kept_answers(api)
    assert first.current_period_end and (version, body) == (0, first.raw)


def subscription(api: Api) -> dict[str, Any]:
    """What one is made of."""
    customer = api.ok(api.post("/v1/customers", source="tok_visa"))
    monthly = {"currency": "usd", "recurring": {"interval": "month"}, "product_data": {"name": "P"}}
    price = api.ok(api.post("/v1/prices", unit_amount=100, **monthly))
    return {"customer": customer.id, "items": [{"price": price.id}]}
