"""A busy client with a journal of its own: what was sent, what was acknowledged, nothing of the server's.

Imports nothing of the server. After a crash the journal is the only witness.
"""

from __future__ import annotations

import base64
import http.client
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

KEY = "sk_test_crash"
HEADERS = {
    "Authorization": "Basic " + base64.b64encode(f"{KEY}:".encode()).decode(),
    "Content-Type": "application/x-www-form-urlencoded",
    "Stripe-Version": "2026-05-27.dahlia",
}


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def call(self, method: str, path: str, key: str = "", **params: Any) -> tuple[int, Any]:
        """One request; raises OSError or HTTPException when the server dies on it."""
        body = urlencode(params) if method == "POST" else None
        headers = {**HEADERS, "Idempotency-Key": key} if key else dict(HEADERS)
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        return answer.status, json.loads(answer.read())


@dataclass
class Journal:
    """What one worker knows: every write that was answered, and the one that was under way."""

    customers: list[str] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    """The counter last acknowledged, by customer."""
    payments: dict[str, int] = field(default_factory=dict)
    """Amounts of acknowledged payments, by intent."""
    pending: tuple[str, str, dict[str, Any]] | None = None
    """A request that was sent and not answered: (idempotency key, path, parameters)."""
    acknowledged: int = 0


Look = Callable[[Connection, Journal], list[str]]


class Worker(threading.Thread):
    """Creates customers, counts in their metadata, pays, as fast as the server answers, until it dies."""

    def __init__(self, port: int, name: str, stop: threading.Event, answered: threading.Semaphore) -> None:
        super().__init__(name=name, daemon=True)
        self.port = port
        self.stopping = stop
        self.answered = answered
        """Released once for every answer."""
        self.journal = Journal()
        self.wrong: list[str] = []

    def run(self) -> None:
        try:
            connection = Connection(self.port)
            number = 0
            while not self.stopping.is_set():
                number += 1
                self._step(connection, number)
        except (OSError, http.client.HTTPException, ValueError):
            return  # the server died; or it refused, which is noted

    def _step(self, connection: Connection, number: int) -> None:
        journal = self.journal
        if number % 5 == 1:
            answer = self._send(
                connection, number, "/v1/customers", {"email": f"{self.name}-{number}@x.test"}
            )
            journal.customers.append(answer["id"])
            journal.counters[answer["id"]] = 0
        elif number % 5 == 2:
            params = {
                "amount": 1000 + number,
                "currency": "usd",
                "confirm": "true",
                "payment_method": "pm_card_visa",
                "payment_method_types[]": "card",
            }
            answer = self._send(connection, number, "/v1/payment_intents", params)
            if answer.get("status") != "succeeded":
                self.wrong.append(f"{answer}")
            journal.payments[answer["id"]] = params["amount"]
        else:
            customer = journal.customers[-1]
            count = journal.counters[customer] + 1
            self._send(connection, number, f"/v1/customers/{customer}", {"metadata[count]": str(count)})
            journal.counters[customer] = count

    def _send(self, connection: Connection, number: int, path: str, params: dict[str, Any]) -> Any:
        key = f"{self.name}-{number}"
        self.journal.pending = (key, path, params)
        status, answer = connection.call("POST", path, key, **params)
        if status != 200:
            self.wrong.append(f"{path}: {status} {answer}")
            raise ValueError(path)
        self.journal.pending = None
        self.journal.acknowledged += 1
        self.answered.release()
        return answer


def told(journals: list[Journal]) -> set[tuple[str, str]]:
    """What a listener must have heard of, by type of event and object: all that was acknowledged."""
    made = {("customer.created", key) for journal in journals for key in journal.customers}
    paid = {("payment_intent.succeeded", key) for journal in journals for key in journal.payments}
    return made | paid


def control(port: int, method: str, path: str, **body: Any) -> Any:
    """A request to the server's own API."""
    connection = Connection(port)
    headers = {**HEADERS, "Content-Type": "application/json"}
    connection.http.request(method, f"/_pinstripe/{path}", json.dumps(body) if body else None, headers)
    answer = connection.http.getresponse()
    parsed = json.loads(answer.read())
    assert answer.status == 200, parsed
    return parsed


def listen(port: int, url: str) -> str:
    """Make a webhook endpoint for what journals know of; gives its secret."""
    params = {"url": url, "enabled_events[0]": "customer.created"}
    params["enabled_events[1]"] = "payment_intent.succeeded"
    status, endpoint = Connection(port).call("POST", "/v1/webhook_endpoints", "", **params)
    assert status == 200, endpoint
    return str(endpoint["secret"])


def side_by_side(port: int, journals: list[Journal], look: Look) -> list[str]:
    """Look at many journals at once, each over a connection of its own; gives what is wrong."""
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda journal: look(Connection(port), journal), journals)
        return [text for texts in found for text in texts]


def check(port: int, journals: list[Journal]) -> list[str]:
    """What the journals know and the server does not, or knows otherwise; empty when nothing was lost."""
    return side_by_side(port, journals, lost)


def lost(connection: Connection, journal: Journal) -> list[str]:
    """The same for one journal."""
    found: list[str] = []
    for customer in journal.customers:
        status, answer = connection.call("GET", f"/v1/customers/{customer}")
        if status != 200:
            found.append(f"{customer} was acknowledged and is gone")
            continue
        count = int(answer["metadata"].get("count", 0))
        known = journal.counters[customer]
        pending = journal.pending is not None and journal.pending[1].endswith(customer)
        if not known <= count <= known + int(pending):
            found.append(f"{customer} counts {count}, {known} was acknowledged")
    for intent, amount in journal.payments.items():
        status, answer = connection.call(
            "GET", f"/v1/payment_intents/{intent}?expand[]=latest_charge.balance_transaction"
        )
        if status != 200 or answer["status"] != "succeeded" or answer["amount_received"] != amount:
            found.append(f"{intent} was paid and is {answer.get('status')}")
        elif answer["latest_charge"]["balance_transaction"]["amount"] != amount:
            found.append(f"{intent} has a charge without its money")
    return found


def finish(port: int, journals: list[Journal]) -> list[str]:
    """Send what was under way again with its key: it is done once, whether it had been done or not."""
    return side_by_side(port, [journal for journal in journals if journal.pending], repeated)


def repeated(connection: Connection, journal: Journal) -> list[str]:
    """The same for one journal's request."""
    assert journal.pending is not None
    key, path, params = journal.pending
    first = connection.call("POST", path, key, **params)
    again = connection.call("POST", path, key, **params)
    return [] if first[0] == 200 and first == again else [f"{path} with {key}: {first[0]}, then {again[0]}"]
