"""Through a real socket: keep-alive, verbs, sizes, an end in good order. Few, since each needs a process."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pinstripe.http.server import address
from tests.conftest import Served

KEY = {"Authorization": "Bearer sk_test_socket"}
FORM = {**KEY, "Content-Type": "application/x-www-form-urlencoded"}


def connection(server: Served) -> http.client.HTTPConnection:
    """A connection of one's own."""
    parts = urlsplit(server.url)
    return http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)


def ask(line: http.client.HTTPConnection, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """Status, headers, bytes."""
    line.request(method, path, body, {**FORM, **headers})
    answer = line.getresponse()
    return answer.status, answer.headers, answer.read()


def test_one_connection_carries_many_requests(shared_server: Served) -> None:
    line = connection(shared_server)
    status, headers, raw = ask(line, "POST", "/v1/customers", b"name=Ada", **{"Idempotency-Key": "k"})
    assert (status, headers["Content-Type"], headers["Idempotency-Key"]) == (200, "application/json", "k")
    assert headers["Original-Request"] == headers["Request-Id"]
    port = line.sock.getsockname()[1]
    made = json.loads(raw)
    status, headers, again = ask(line, "POST", "/v1/customers", b"name=Ada", **{"Idempotency-Key": "k"})
    assert (status, headers["Idempotent-Replayed"], again) == (200, "true", raw)
    assert json.loads(ask(line, "GET", f"/v1/customers/{made['id']}")[2]) == made
    assert ask(line, "PUT", "/v1/customers")[0] == 404
    assert ask(line, "OPTIONS", "/v1/customers")[0] == 200
    status, headers, raw = ask(line, "HEAD", "/v1/customers")
    assert (status, raw) == (404, b"")
    assert ask(line, "GET", "/v1/customers/")[0] == 404
    assert ask(line, "DELETE", f"/v1/customers/{made['id']}")[0] == 200
    assert line.sock.getsockname()[1] == port


def test_a_second_world_and_a_bare_request(shared_server: Served) -> None:
    line = connection(shared_server)
    line.request("GET", "/v1/customers", headers={"Authorization": "Bearer sk_test_nobody"})
    assert json.loads(line.getresponse().read())["data"] == []
    line.request("GET", "/v1/customers")
    answer = line.getresponse()
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Stripe"')


def test_too_large_a_body_is_refused_with_and_without_its_length(shared_server: Served) -> None:
    line = connection(shared_server)
    body = b"x" * (9 * 1024 * 1024)
    status, _, raw = ask(line, "POST", "/v1/customers", body)
    assert (status, json.loads(raw)["error"]["message"]) == (413, "Request body too large.")
    parts = (body[start : start + 65536] for start in range(0, len(body), 65536))
    assert ask(connection(shared_server), "POST", "/v1/customers", parts)[0] == 413
    assert ask(connection(shared_server), "POST", "/v1/customers", iter([b"name=", b"Ada"]))[0] == 200


@pytest.mark.parametrize("name", ["Idempotency-Key", "Stripe-Account", "Stripe-Version"])
def test_a_header_that_is_no_ascii_is_refused_not_ignored(shared_server: Served, name: str) -> None:
    status, _, raw = ask(connection(shared_server), "POST", "/v1/customers", b"", **{name: "h\xe9"})
    assert (status, json.loads(raw)["error"]["type"]) == (400, "invalid_request_error")


def test_what_is_no_http_ends_its_own_connection_only(shared_server: Served) -> None:
    parts = urlsplit(shared_server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
        line.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert b"200" not in line.recv(1000)[:20]
    assert ask(connection(shared_server), "GET", "/v1/customers")[0] == 200


def test_a_token_says_where_it_was_asked_for(shared_server: Served) -> None:
    card = b"card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2034"
    status, _, raw = ask(connection(shared_server), "POST", "/v1/tokens", card)
    assert (status, json.loads(raw)["client_ip"]) == (200, "127.0.0.1")


@pytest.mark.parametrize(
    ("client", "shown"),
    [("203.0.113.7:50000", "203.0.113.7"), ("[2001:db8::1]:443", "2001:db8::1"), ("", "")],
)
def test_an_address_has_no_port(client: str, shown: str) -> None:
    assert address(client) == shown


@pytest.mark.parametrize("name", ["Host", "Origin"])
def test_a_name_that_is_no_ascii_is_nobodys(shared_server: Served, name: str) -> None:
    line = connection(shared_server)
    line.putrequest("GET", "/_pinstripe/health", skip_host=name == "Host")
    line.putheader(name, b"h\xe9")
    line.endheaders()
    answer = line.getresponse()
    error = json.loads(answer.read())["error"]
    assert (answer.status, error["type"]) == (403, "invalid_request_error")


def test_whoever_asks_for_another_protocol_gets_an_answer_in_this_one(shared_server: Served) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "TLS/1.2"}
    status, _, raw = ask(connection(shared_server), "GET", "/v1/customers", **upgrade)
    assert (status, json.loads(raw)["object"]) == (200, "list")
    upgrade |= {"Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    for status, more in ((400, {}), (404, {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})):
        assert ask(connection(shared_server), "GET", "/v1/customers", **upgrade, **more)[0] == status


def test_health_and_metrics_need_no_key(shared_server: Served) -> None:
    line = connection(shared_server)
    line.request("GET", "/_pinstripe/health")
    assert json.loads(line.getresponse().read())["status"] == "ok"
    line.request("GET", "/_pinstripe/metrics")
    answer = line.getresponse()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"pinstripe_requests_total" in answer.read()


def test_a_signal_lets_requests_under_way_be_answered(tmp_path: Path) -> None:
    server = Served(str(tmp_path / "stop.db"))
    idle = connection(server)
    assert ask(idle, "GET", "/v1/customers")[0] == 200  # and stays open
    answers: list[int] = []
    failures: list[BaseException] = []
    enough = threading.Event()

    def busy(number: int) -> None:
        line = connection(server)
        try:
            while True:
                status, _, raw = ask(line, "POST", "/v1/customers", b"name=%d" % number)
                answers.append(status)
                if len(answers) > 50:
                    enough.set()
                assert raw.endswith(b"}")
        except (ConnectionError, http.client.HTTPException) as end:
            failures.append(end)

    threads = [threading.Thread(target=busy, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    assert enough.wait(timeout=20)
    server.process.send_signal(signal.SIGTERM)
    assert server.stop() == 0
    for thread in threads:
        thread.join(timeout=10)
    assert set(answers) == {200}
    # A connection ends between two answers, never in the midst of one.
    assert not any(isinstance(end, http.client.IncompleteRead) for end in failures)
    again = Served(str(tmp_path / "stop.db"))
    line, kept, last = connection(again), 0, ""
    while True:
        page = json.loads(ask(line, "GET", f"/v1/customers?limit=100{last}")[2])
        kept += len(page["data"])
        if not page["has_more"]:
            break
        last = f"&starting_after={page['data'][-1]['id']}"
    again.stop()
    assert kept >= len(answers)


def test_one_port_one_server(tmp_path: Path) -> None:
    first = Served(str(tmp_path / "a.db"))
    with pytest.raises(AssertionError, match="did not start"):
        Served(str(tmp_path / "b.db"), "--port", str(urlsplit(first.url).port))
    assert first.stop() == 0
