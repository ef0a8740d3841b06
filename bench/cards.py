"""Cards that an account gives out: what its own endpoint decides in real time, beside webhooks that are only
told, and what a payment costs once a card has many behind it."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import load
from load import Make
from servers import KEY, Server, ask, free_port, ours
from workloads import customer_create, made

HELPER = "/v1/test_helpers/issuing"
ADDRESS = "&".join(
    f"billing[address][{name}]={value}"
    for name, value in (
        ("line1", "Road"),
        ("city", "Town"),
        ("state", "CA"),
        ("postal_code", "94107"),
        ("country", "US"),
    )
)
CARDS = 20
ASKED = "issuing_authorization.request"
AT_ONCE_BAR = 1_000
LATE_SECONDS = 120
"""Whoever is not told by then will not be."""


@contextmanager
def receiver() -> Iterator[int]:
    """An endpoint in a process of its own; gives its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("receiver.py")), str(port)])
    try:
        for _ in range(500):
            try:
                counted(port)
                break
            except OSError:
                time.sleep(0.01)
        yield port
    finally:
        process.terminate()
        process.wait()


def counted(port: int) -> int:
    """How many the endpoint has answered."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        return int(answer.read())


def listening(port: int, endpoint: int, event: str) -> None:
    """The endpoint hears of such events."""
    made(port, "/v1/webhook_endpoints", f"url=http://127.0.0.1:{endpoint}/hook&enabled_events[]={event}")


def issued(port: int, count: int, rules: str = "") -> list[str]:
    """So many active cards of one holder, with money behind them."""
    holder = made(port, "/v1/issuing/cardholders", f"type=company&name=Rides&{ADDRESS}")
    ask(port, "POST", f"{HELPER}/fund_balance", "amount=900000000&currency=usd")
    card = f"cardholder={holder}&currency=usd&type=virtual&status=active{rules}"
    return [made(port, "/v1/issuing/cards", card) for _ in range(count)]


def authorization(cards: list[str], run: str) -> Make:
    """Somebody pays a dollar with one of the cards."""
    bodies = [f"amount=100&card={card}" for card in cards]
    return lambda n: load.post(f"{HELPER}/authorizations", bodies[n % len(bodies)], KEY, f"{run}-{n}")


def in_real_time(database: str, seconds: float, connections: int) -> list[str]:
    """Authorizations that an endpoint decides, and customers of which it is told, each to its answer."""
    server = ours(database)
    try:
        with receiver() as endpoint:
            server.wait()
            listening(server.port, endpoint, ASKED)
            make = authorization(issued(server.port, CARDS), "warm")
            load.run(server.port, make, connections, 0.5)
            make = authorization(issued(server.port, CARDS), "asked")
            asked = load.run(server.port, make, connections, seconds)
            _, last = ask(
                server.port,
                "POST",
                f"{HELPER}/authorizations",
                f"amount=100&card={issued(server.port, 1)[0]}",
            )
            if last["request_history"][-1]["reason"] != "webhook_approved":
                raise RuntimeError(f"nobody was asked: {last['request_history']}")
            listening(server.port, endpoint, "customer.created")
            told = told_of(server, endpoint, seconds, connections)
    finally:
        server.stop()
    said = f"{asked.rate:,.0f}/s ({asked.p50_ms:.1f}, {asked.p99_ms:.1f}), {asked.rate / told:.2f} ×"
    return [
        f"| webhooks: customers made and told to an endpoint on loopback | {told:,.0f}/s | |",
        f"| real-time authorizations, the same endpoint decides | {said} | ≥ {AT_ONCE_BAR:,}/s |",
    ]


def told_of(server: Server, endpoint: int, seconds: float, connections: int) -> float:
    """Customers a second, until the endpoint has answered for all of them."""
    before, begin = counted(endpoint), time.perf_counter()
    made_ = load.run(server.port, customer_create(None, "told"), connections, seconds)
    while counted(endpoint) - before < made_.requests and time.perf_counter() - begin < LATE_SECONDS:
        time.sleep(0.01)
    return made_.requests / (time.perf_counter() - begin)


def with_a_past(database: str, sizes: tuple[int, ...]) -> list[str]:
    """What an authorization takes on one connection once a card has so many transactions behind it."""
    server = ours(database)
    limit = "&spending_controls[spending_limits][0]"
    rules = f"{limit}[amount]=900000000{limit}[interval]=all_time"
    try:
        server.wait()
        (card,) = issued(server.port, 1, rules)
        lines, have = [], 0
        sale = load.post(f"{HELPER}/transactions/create_force_capture", f"amount=1&card={card}", KEY, "")
        for size in sizes:
            load.run(server.port, lambda n: sale, 16, 3600, have, size - have)
            have = size
            took = load.run(server.port, authorization([card], f"after{size}"), 1, 2.0)
            lines.append(
                f"| authorization p50 after {size:,} transactions of the card | {took.p50_ms:.3f} ms | |"
            )
    finally:
        server.stop()
    return lines


def main() -> None:
    """By itself, for a look."""
    given: list[Any] = sys.argv[1:] or ["/dev/shm/cards.db"]
    print("\n".join(in_real_time(f"{given[0]}.ask", 3, 32)))
    print("\n".join(with_a_past(given[0], (10, int(given[1]) if len(given) > 1 else 1000))))


if __name__ == "__main__":
    main()
