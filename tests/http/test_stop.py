"""A signal ends a server in good time, whatever is still open; nothing is lost by it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import wire
from tests.conftest import Served
from tests.crash.journal import HEADERS, Connection, control
from tests.waiting import until

DAY = 86400
SECONDS = 8
"""`docker stop` kills after ten."""
HALF = {
    "nothing at all": b"",
    "half a head": b"POST /v1/cust",
    "half of its length": wire.head("POST", "/v1/customers", {**HEADERS, "Content-Length": "50"}) + b"name=a",
    "half a chunk": wire.head("POST", "/v1/customers", {**HEADERS, "Transfer-Encoding": "chunked"})
    + b"ff\r\nn",
    "an answered request": wire.head("GET", "/v1/customers", HEADERS),
    "HTTP/2 without a request": wire.PREFACE + wire.frame(wire.SETTINGS, 0, b"", 0),
    "half an HTTP/2 request": wire.opening("POST", "/v1/customers", {**HEADERS, "Content-Length": "50"}),
    "an HTTP/2 upload that is refused": wire.opening("POST", "/v1/customers", HEADERS),
    "too large a body": wire.head("POST", "/v1/customers", {**HEADERS, "Content-Length": "90000000"})
    + b"n" * 9000,
}


@pytest.fixture
def deaf() -> Iterator[str]:
    """A webhook endpoint that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def ended(server: Served) -> bool:
    """Did it end in order, in time?"""
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(timeout=SECONDS) == 0


def test_half_requests_hold_nothing_up(served: Served, deaf: str, capfd: pytest.CaptureFixture[str]) -> None:
    port = urlsplit(served.url).port or 0
    lines = []
    for sent in HALF.values():
        lines.append(wire.connected(port))
        lines[-1].sendall(sent)
    connection = Connection(port)
    connection.call("POST", "/v1/webhook_endpoints", url=deaf, **{"enabled_events[]": "*"})
    assert connection.call("POST", "/v1/customers", name="told to nobody")[0] == 200
    assert ended(served)
    assert "Traceback" not in capfd.readouterr().err
    for line in lines:
        line.close()


def test_clocks_that_advance_go_on_at_the_next_start(tmp_path: Path, deaf: str) -> None:
    server = Served(str(tmp_path / "a.db"), "--now", "1767225600")
    port = urlsplit(server.url).port or 0
    connection = Connection(port)
    clock = connection.call("POST", "/v1/test_helpers/test_clocks", frozen_time=1767225600)[1]["id"]
    product = connection.call("POST", "/v1/products", name="Tea")[1]["id"]
    daily = {"currency": "usd", "unit_amount": 100, "product": product, "recurring[interval]": "day"}
    price = connection.call("POST", "/v1/prices", **daily)[1]["id"]
    connection.call("POST", "/v1/webhook_endpoints", url=deaf, **{"enabled_events[]": "*"})
    for hanging_on in ({"test_clock": clock}, {}):
        for _ in range(10):
            paying = {
                "payment_method": "pm_card_visa",
                "invoice_settings[default_payment_method]": "pm_card_visa",
            }
            customer = connection.call("POST", "/v1/customers", **paying, **hanging_on)[1]["id"]
            wish = {"customer": customer, "items[0][price]": price}
            assert connection.call("POST", "/v1/subscriptions", **wish)[0] == 200
    there = 1767225600 + 90 * DAY
    moved = connection.call("POST", f"/v1/test_helpers/test_clocks/{clock}/advance", frozen_time=there)
    assert moved[1]["status"] == "advancing"
    assert ended(server)
    again = Served(str(tmp_path / "a.db"))
    connection = Connection(urlsplit(again.url).port or 0)
    path = f"/v1/test_helpers/test_clocks/{clock}"
    assert until(lambda: connection.call("GET", path)[1]["status"] == "ready", 60, step=0.1)
    page = connection.call("GET", f"/v1/subscriptions?test_clock={clock}")[1]["data"]
    ends = {one["items"]["data"][0]["current_period_end"] for one in page}
    assert (len(page), ends) == (10, {there + DAY})
    assert control(urlsplit(again.url).port or 0, "GET", "audit")["faults"] == []
    assert ended(again)
