"""What is measured: for each workload its preparation and its n-th request, the same for every server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import load
from load import Make
from servers import KEY, ask

OLD = "2024-04-10"
METERED = "recurring[interval]=month&recurring[usage_type]=metered"


@dataclass(frozen=True, slots=True)
class Workload:
    """A name, what it needs beforehand, and its requests."""

    name: str
    prepare: Callable[[int, str], Any]
    request: Callable[[Any, str], Make]


def nothing(port: int, run: str) -> None:
    """No preparation."""


def customer_create(_: Any, run: str) -> Make:
    body = "email={0}%40example.com&name=Jenny+Rosen&description=A+customer+of+ours&metadata[order]=6735"
    return lambda n: load.post("/v1/customers", body.format(f"{run}{n}"), KEY, f"{run}-{n}")


def customers(port: int, count: int, run: str) -> list[str]:
    """That many customers, made over HTTP."""
    make = customer_create(None, run)
    load.run(port, make, 16, 3600, 0, count)
    ids: list[str] = []
    after = ""
    while len(ids) < min(count, 2000):
        _, page = ask(port, "GET", f"/v1/customers?limit=100{after}")
        ids += [one["id"] for one in page["data"]]
        if not page["has_more"]:
            break
        after = f"&starting_after={ids[-1]}"
    return ids


def seeded(count: int) -> Callable[[int, str], list[str]]:
    """Prepare by making customers."""
    return lambda port, run: customers(port, count, run)


def customer_retrieve(ids: list[str], run: str) -> Make:
    requests = [load.get(f"/v1/customers/{key}", KEY) for key in ids]
    return lambda n: requests[n % len(requests)]


def customer_list(ids: list[str], run: str) -> Make:
    request = load.get("/v1/customers?limit=10", KEY)
    return lambda n: request


def payment(_: Any, run: str) -> Make:
    body = (
        "amount=1099&currency=usd&confirm=true&payment_method=pm_card_visa"
        "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    )
    return lambda n: load.post("/v1/payment_intents", body, KEY, f"{run}-{n}")


def subscribers(port: int, run: str) -> tuple[list[str], str]:
    """Twenty customers with a card on file, and a monthly price."""
    product = made(port, "/v1/products", "name=Gold")
    price = made(
        port,
        "/v1/prices",
        f"product={product}&currency=usd&unit_amount=1500&recurring[interval]=month",
    )
    found = []
    for _ in range(20):
        customer = made(port, "/v1/customers", "email=s%40example.com")
        _, method = ask(port, "POST", "/v1/payment_methods/pm_card_visa/attach", f"customer={customer}")
        ask(
            port,
            "POST",
            f"/v1/customers/{customer}",
            f"invoice_settings[default_payment_method]={method['id']}",
        )
        found.append(customer)
    return found, price


def made(port: int, path: str, body: str, version: str = "") -> str:
    """The id of something created."""
    status, answer = ask(port, "POST", path, body, version)
    if status != 200:
        raise RuntimeError(f"{path}: {status} {json.dumps(answer)[:300]}")
    return str(answer["id"])


def subscription(prepared: tuple[list[str], str], run: str) -> Make:
    found, price = prepared
    bodies = [f"customer={customer}&items[0][price]={price}" for customer in found]
    return lambda n: load.post("/v1/subscriptions", bodies[n % len(bodies)], KEY, f"{run}-{n}")


def metered_item(port: int, run: str) -> str:
    """A subscription item that takes usage records."""
    product = made(port, "/v1/products", "name=Calls", OLD)
    price = made(port, "/v1/prices", f"product={product}&currency=usd&unit_amount=1&{METERED}", OLD)
    (customer, *_), _ = subscribers(port, run)
    status, answer = ask(
        port, "POST", "/v1/subscriptions", f"customer={customer}&items[0][price]={price}", OLD
    )
    if status != 200:
        raise RuntimeError(f"subscription: {answer}")
    return str(answer["items"]["data"][0]["id"])


def usage_record(item: str, run: str) -> Make:
    path = f"/v1/subscription_items/{item}/usage_records"
    return lambda n: load.post(path, "quantity=1", KEY, f"{run}-{n}", OLD)


def metered_customer(port: int, run: str) -> tuple[str, str]:
    """A meter and a customer."""
    made(port, "/v1/billing/meters", f"display_name=Tokens&event_name={run}&default_aggregation[formula]=sum")
    customer = made(port, "/v1/customers", "email=m%40example.com")
    return run, customer


def meter_event(prepared: tuple[str, str], run: str) -> Make:
    name, customer = prepared
    body = f"event_name={name}&payload[stripe_customer_id]={customer}&payload[value]=3&identifier={run}-"
    return lambda n: load.post("/v1/billing/meter_events", f"{body}{n}", KEY, f"{run}-{n}")


def stream_session(port: int, run: str) -> tuple[str, str, str]:
    """A meter, a customer, and a session's token."""
    name, customer = metered_customer(port, run)
    status, session = ask(
        port, "POST", "/v2/billing/meter_event_session", "{}", "2026-05-27.dahlia", "application/json"
    )
    if status != 200:
        raise RuntimeError(f"session: {session}")
    return name, customer, session["authentication_token"]


def meter_stream(prepared: tuple[str, str, str], run: str) -> Make:
    name, customer, token = prepared

    def make(n: int) -> bytes:
        events = ",".join(
            f'{{"event_name":"{name}","identifier":"{run}-{n}-{k}",'
            f'"payload":{{"stripe_customer_id":"{customer}","value":"3"}}}}'
            for k in range(100)
        )
        body = f'{{"events":[{events}]}}'
        return load.post(
            "/v2/billing/meter_event_stream",
            body,
            token,
            version="2026-05-27.dahlia",
            kind="application/json",
        )

    return make


WORKLOADS = (
    Workload("customer_create", nothing, customer_create),
    Workload("customer_retrieve", seeded(10_000), customer_retrieve),
    Workload("customer_list", seeded(10_000), customer_list),
    Workload("payment", nothing, payment),
    Workload("subscription_create", subscribers, subscription),
    Workload("usage_record", metered_item, usage_record),
    Workload("meter_event", metered_customer, meter_event),
    Workload("meter_stream_100", stream_session, meter_stream),
)


def clock_year(port: int, subscriptions: int, months: int) -> tuple[int, float]:
    """Monthly subscriptions over many months on one test clock. gives: (invoices paid, seconds)"""
    start = 1_767_225_600
    clock = made(port, "/v1/test_helpers/test_clocks", f"frozen_time={start}")
    product = made(port, "/v1/products", "name=Gold")
    price = made(
        port, "/v1/prices", f"product={product}&currency=usd&unit_amount=1500&recurring[interval]=month"
    )
    for number in range(subscriptions):
        customer = made(
            port,
            "/v1/customers",
            f"email=c{number}%40example.com&test_clock={clock}&payment_method=pm_card_visa"
            "&invoice_settings[default_payment_method]=pm_card_visa",
        )
        made(port, "/v1/subscriptions", f"customer={customer}&items[0][price]={price}")
    begin = time.perf_counter()
    until = start + months * 31 * 86400
    ask(port, "POST", f"/v1/test_helpers/test_clocks/{clock}/advance", f"frozen_time={until}")
    while ask(port, "GET", f"/v1/test_helpers/test_clocks/{clock}")[1]["status"] == "advancing":
        time.sleep(0.05)
    took = time.perf_counter() - begin
    return subscriptions * months, took
