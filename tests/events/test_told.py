"""What follows once everybody who hears of an event has acknowledged it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.client import NOW, Answer, fresh
from tests.events.listener import AT_ONCE, Stage

LATER = 600


@pytest.fixture(params=["sqlite", "postgres"])
def both(request: pytest.FixtureRequest, loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """A server on either store."""
    dsn = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else ":memory:"
    stage = Stage(loop, fresh(database=dsn)).begin(AT_ONCE, shared=request.param == "postgres")
    yield stage
    stage.end()


def invoiced(stage: Stage) -> Answer:
    """A new invoice, as its creation shows it."""
    customer = stage.api.ok(stage.api.post("/v1/customers"))
    return stage.api.ok(stage.api.post("/v1/invoices", customer=customer.id))


def now_of(stage: Stage, invoice: Answer) -> Answer:
    return stage.api.ok(stage.api.get(f"/v1/invoices/{invoice.id}"))


def test_an_invoice_nobody_hears_of_was_told_when_it_was_made(stage: Stage) -> None:
    stage.endpoint(enabled_events=["customer.created"])
    assert invoiced(stage).webhooks_delivered_at == NOW


def test_an_invoice_is_told_once_it_was_acknowledged(both: Stage) -> None:
    both.endpoint()
    made = invoiced(both)
    assert made.webhooks_delivered_at is None
    both.settle()
    assert now_of(both, made).webhooks_delivered_at == NOW
    events = both.api.ok(both.api.get("/v1/events", type="invoice.updated")).data
    assert events == []


def test_every_endpoint_counts_and_failures_do_not(stage: Stage) -> None:
    stage.endpoint("/good")
    refusing = stage.endpoint("/bad")
    stage.listener.always = 500
    made = invoiced(stage)
    stage.settle()
    assert now_of(stage, made).webhooks_delivered_at is None
    stage.listener.always = 200
    [event] = stage.api.ok(stage.api.get("/v1/events", type="invoice.created")).data
    resend = stage.runtime.deliverer.resend
    for endpoint in stage.api.ok(stage.api.get("/v1/webhook_endpoints")).data:
        assert now_of(stage, made).webhooks_delivered_at is None
        stage.loop.run_until_complete(resend(stage.world, event["id"], endpoint["id"]))
        stage.settle()
    assert refusing["id"] and now_of(stage, made).webhooks_delivered_at == NOW


def test_time_is_the_customers_clock(stage: Stage) -> None:
    stage.endpoint(enabled_events=["invoice.created"])
    clock = stage.api.ok(stage.api.post("/v1/test_helpers/test_clocks", frozen_time=NOW + LATER))
    customer = stage.api.ok(stage.api.post("/v1/customers", test_clock=clock.id))
    made = stage.api.ok(stage.api.post("/v1/invoices", customer=customer.id))
    stage.settle()
    assert now_of(stage, made).webhooks_delivered_at == NOW + LATER
