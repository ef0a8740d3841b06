"""The world that generated requests are thrown at: one object of every kind and state that can be built.

It is made once; each example begins with a copy of it, so that an example can be told again and shrunk.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from pinstripe.kernel.operation import HANDLERS
from pinstripe.runtime import Options, Runtime
from pinstripe.store.sqlite import SQLiteStore
from tests.client import NOW, Answer, Api, fresh

Pool = dict[str, list[str]]
"""Ids that exist, by the `object` they belong to."""

PAY = {"return_url": "https://example.com/back"}
SILENT = ["radar.early_fraud_warning.created"]


class Builder:
    """Makes objects and remembers their ids."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.pool: Pool = {}

    def post(self, path: str, **params: Any) -> Answer:
        """An object that must come to be."""
        answer = self.api.ok(self.api.post(path, **params))
        self.know(answer.body)
        return answer

    def know(self, body: dict[str, Any]) -> None:
        """Its id is one that exists."""
        if "id" in body and body["id"] not in self.pool.setdefault(body["object"], []):
            self.pool[body["object"]].append(body["id"])


def catalog(made: Builder) -> None:
    """Products with prices of every kind."""
    product = made.post("/v1/products", name="Coffee").id
    made.post("/v1/products", name="Gone", active=False)
    monthly = {"interval": "month"}
    made.post("/v1/prices", product=product, currency="usd", unit_amount=1000)
    made.post("/v1/prices", product=product, currency="usd", unit_amount=900, recurring=monthly)
    made.post(
        "/v1/prices",
        product=product,
        currency="usd",
        billing_scheme="tiered",
        tiers_mode="graduated",
        tiers=[{"up_to": 5, "unit_amount": 100}, {"up_to": "inf", "unit_amount": 50}],
        recurring=monthly,
    )
    made.post("/v1/plans", product=product, currency="usd", amount=700, interval="month")


def customers(made: Builder) -> None:
    """Customers with a card, on a clock, and one who left; cards with and without an owner."""
    ann = made.post("/v1/customers", name="Ann", email="ann@example.com", metadata={"a": "1"}).id
    clock = made.post("/v1/test_helpers/test_clocks", frozen_time=NOW).id
    made.post("/v1/customers", name="Bob", test_clock=clock)
    card = made.post("/v1/payment_methods", type="card", card={"token": "tok_visa"}).id
    made.post(f"/v1/payment_methods/{card}/attach", customer=ann)
    made.post("/v1/payment_methods", type="card", card={"token": "tok_mastercard"})
    made.post(
        "/v1/tokens", card={"number": "4242424242424242", "exp_month": 1, "exp_year": 2030, "cvc": "123"}
    )
    gone = made.post("/v1/customers").id
    made.api.delete(f"/v1/customers/{gone}")


def payments(made: Builder) -> None:
    """Payments in every state."""
    base = {"amount": 1000, "currency": "usd", **PAY}
    made.post("/v1/payment_intents", amount=1000, currency="usd")
    made.post("/v1/payment_intents", amount=1000, currency="usd", payment_method="pm_card_visa")
    made.post("/v1/payment_intents", **base, payment_method="pm_card_visa", confirm=True)
    hold = {"payment_method": "pm_card_visa", "confirm": True, "capture_method": "manual"}
    made.post("/v1/payment_intents", **base, **hold)
    challenge = "pm_card_threeDSecure2Required"
    made.post("/v1/payment_intents", **base, payment_method=challenge, confirm=True)
    left = made.post("/v1/payment_intents", amount=1000, currency="usd").id
    made.post(f"/v1/payment_intents/{left}/cancel")
    for path in ("/v1/charges", "/v1/balance_transactions"):
        for body in made.api.get(path).data:
            made.know(body)


def metering(made: Builder) -> None:
    """Meters at work and at rest, and something counted."""
    first = {"display_name": "Tokens", "event_name": "tokens", "default_aggregation": {"formula": "sum"}}
    made.post("/v1/billing/meters", **first)
    other = {"display_name": "Calls", "event_name": "calls", "default_aggregation": {"formula": "count"}}
    meter = made.post("/v1/billing/meters", **other).id
    made.post(f"/v1/billing/meters/{meter}/deactivate")
    payload = {"stripe_customer_id": made.pool["customer"][0], "value": 3}
    made.post("/v1/billing/meter_events", event_name="tokens", payload=payload, identifier="one")


def connected(api: Api) -> str:
    """The id of a new connected account."""
    headers = {"authorization": f"Bearer {api.key}"}
    request = Request("POST", "/_pinstripe/accounts", b"", headers, b'{"country":"US"}')
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body
    return str(Answer(200, {}, reply.body).id)


def the_rest(made: Builder) -> None:
    """Who listens, who is connected, what was told."""
    made.post("/v1/webhook_endpoints", url="https://example.com/hook", enabled_events=SILENT)
    made.know({"object": "account", "id": connected(made.api)})
    for event in made.api.get("/v1/events", limit=3).data:
        made.know(event)


BUILDERS = (catalog, customers, payments, metering, the_rest)


@cache
def template() -> tuple[bytes, Pool]:
    """The world as its database file, and what is in it."""
    loop = asyncio.new_event_loop()
    runtime = fresh()
    made = Builder(Api(runtime, loop))
    for build in BUILDERS:
        build(made)
    image = runtime.store._db.serialize()  # type: ignore[attr-defined]
    loop.run_until_complete(runtime.stop())
    loop.close()
    return image, made.pool


class Place:
    """A copy of the world, used for one example."""

    def __init__(self) -> None:
        image, pool = template()
        self.loop = asyncio.new_event_loop()
        self.store = SQLiteStore(":memory:")
        self.store._db.deserialize(image)
        self.pool = {kind: list(ids) for kind, ids in pool.items()}
        self.runtime = Runtime(Options(now=NOW), store=self.store)
        self.api = Api(self.runtime, self.loop)

    def know(self, body: Any) -> None:
        """What an answer brought into being can be named by the next request."""
        if isinstance(body, dict) and isinstance(body.get("id"), str) and isinstance(body.get("object"), str):
            ids = self.pool.setdefault(body["object"], [])
            if body["id"] not in ids:
                ids.append(body["id"])

    def close(self) -> None:
        """Nothing of it stays."""
        self.api.settle()
        self.loop.run_until_complete(self.runtime.stop())
        self.loop.close()


def built() -> list[str]:
    """Every operation that is built."""
    template()
    return sorted(HANDLERS)
