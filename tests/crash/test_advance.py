"""kill -9 while a world's clock, or a test clock, advances: the next process takes it where it was going."""

from __future__ import annotations

import http.client
import os
import random
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Served
from tests.crash.journal import Connection, control
from tests.waiting import until

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
KILLS = 20 if SOAK else 3
NOW = 1_767_225_600
DAY = 86400
WEEKS = 12
ARRIVAL_SECONDS = 60

pytestmark = pytest.mark.soak


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both stores."""
    if request.param == "sqlite":
        return str(tmp_path / "advance.db")
    dsn: str = request.getfixturevalue("postgres_dsn")
    return dsn


def port_of(server: Served) -> int:
    return int(server.url.rsplit(":", 1)[1])


def ok(port: int, method: str, path: str, **params: Any) -> Any:
    status, body = Connection(port).call(method, path, "", **params)
    assert status == 200, body
    return body


def weekly(port: int, **of: Any) -> str:
    """A subscription that renews each week, of the world's clock or of a test clock."""
    customer = ok(port, "POST", "/v1/customers", payment_method="pm_card_visa", **of)["id"]
    method = ok(port, "GET", f"/v1/payment_methods?customer={customer}")["data"][0]["id"]
    product = ok(port, "POST", "/v1/products", name="Box")["id"]
    price = ok(
        port,
        "POST",
        "/v1/prices",
        product=product,
        currency="usd",
        unit_amount=500,
        **{"recurring[interval]": "week"},
    )["id"]
    params = {"customer": customer, "items[0][price]": price, "default_payment_method": method}
    return str(ok(port, "POST", "/v1/subscriptions", **params)["id"])


def begun(port: int, path: str, **params: Any) -> threading.Thread:
    """A move that this test does not wait for: its process will not live to answer."""

    def ask() -> None:
        try:
            if path.startswith("/v1"):
                Connection(port).call("POST", path, "", **params)
            else:
                control(port, "POST", path, **params)
        except (OSError, http.client.HTTPException):
            return

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_an_advance_goes_on_in_the_next_process(database: str) -> None:
    chance = random.Random(7)
    server = Served(database, "--now", str(NOW))
    port = port_of(server)
    plain = weekly(port)
    clock = ok(port, "POST", "/v1/test_helpers/test_clocks", frozen_time=NOW)["id"]
    clocked = weekly(port, test_clock=clock)
    for number in range(1, KILLS + 1):
        to = NOW + number * WEEKS * 7 * DAY
        own = chance.random() < 0.5
        path = "clock/advance" if own else f"/v1/test_helpers/test_clocks/{clock}/advance"
        asked = begun(port, path, **({"to": to} if own else {"frozen_time": to}))
        until(lambda: False, chance.uniform(0.02, 0.25))
        server.kill()
        asked.join()
        server = Served(database)
        port = port_of(server)
        known = control(port, "GET", "world")["clock"]
        stands = ok(port, "GET", f"/v1/test_helpers/test_clocks/{clock}")
        if own and known["advancing"] is None and known["now"] != to:
            control(port, "POST", "clock/advance", to=to)  # killed before the request was taken
        if not own and stands["status"] == "ready" and stands["frozen_time"] != to:
            ok(port, "POST", path, frozen_time=to)
        other = f"/v1/test_helpers/test_clocks/{clock}/advance" if own else "clock/advance"
        if own:
            ok(port, "POST", other, frozen_time=to)
        else:
            control(port, "POST", other, to=to)
        assert until(partial(arrived, port, clock, to), ARRIVAL_SECONDS), f"kill {number}: it does not arrive"
        for subscription in (plain, clocked):
            shown = ok(port, "GET", f"/v1/subscriptions/{subscription}")
            (item,) = shown["items"]["data"]
            assert item["current_period_start"] == to, f"kill {number}: {subscription} stands elsewhere"
            listed = ok(port, "GET", f"/v1/invoices?subscription={subscription}&limit=100")
            assert len(listed["data"]) == min(1 + number * WEEKS, 100)
        report = control(port, "GET", "audit")
        assert report["agrees"], report["faults"][:5]
    server.stop()


def arrived(port: int, clock: str, to: int) -> bool:
    """Do both clocks stand where they were going?"""
    world = control(port, "GET", "world")["clock"]
    shown = ok(port, "GET", f"/v1/test_helpers/test_clocks/{clock}")
    there = (world["advancing"], world["now"], shown["status"], shown["frozen_time"])
    return there == (None, to, "ready", to)
