"""The wire of a simulation: one client whose every request and answer is written down.

Imports nothing of the server. A request that dies with its server is sent again, with its key, to the next.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

KEY = "sk_test_simulation"
VERSION = "2026-05-27.dahlia"
OLD = "2024-04-10"
"""What calls about usage records speak."""
Params = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One request with its answer, as the client saw it."""

    number: int
    method: str
    path: str
    params: Params
    status: int
    answer: Any
    cut: bool = False
    """The server died on it once; this is the answer that it got in the end."""

    def line(self) -> str:
        """As a line of the log."""
        return json.dumps(asdict(self), sort_keys=True)


def flat(params: Params, prefix: str = "") -> list[tuple[str, str]]:
    """Nested parameters as form pairs."""
    out: list[tuple[str, str]] = []
    for name, value in params.items():
        key = f"{prefix}[{name}]" if prefix else name
        if isinstance(value, dict):
            out += flat(value, key)
        elif isinstance(value, list):
            out += flat({str(place): one for place, one in enumerate(value)}, key)
        else:
            out.append((key, str(value).lower() if isinstance(value, bool) else str(value)))
    return out


class Wire:
    """A connection that survives its server."""

    def __init__(self, port: Callable[[], int], name: str) -> None:
        self.port = port
        self.name = name
        self.log: list[Entry] = []
        self.raw: list[tuple[int, bytes]] = []
        """Status and bytes of each answer, for those who compare bytes."""
        self._open: tuple[int, http.client.HTTPConnection] | None = None

    def get(self, path: str, **params: Any) -> Entry:
        """A read."""
        return self.call("GET", path, params)

    def post(self, path: str, **params: Any) -> Entry:
        """A write."""
        return self.call("POST", path, params)

    def delete(self, path: str) -> Entry:
        """A delete."""
        return self.call("DELETE", path, {})

    def call(self, method: str, path: str, params: Params, again: Callable[[], None] | None = None) -> Entry:
        """One request; `again` brings up the next server if this one dies on it."""
        number = len(self.log) + 1
        cut = False
        try:
            status, raw = self._send(number, method, path, params)
        except (OSError, http.client.HTTPException):
            if again is None:
                raise
            self._open, cut = None, True
            again()
            status, raw = self._send(number, method, path, params)
        entry = Entry(number, method, path, params, status, json.loads(raw) if raw else None, cut)
        self.log.append(entry)
        self.raw.append((status, raw))
        return entry

    def _send(self, number: int, method: str, path: str, params: Params) -> tuple[int, bytes]:
        legacy = "usage_record" in path or "aggregate_usage" in params.get("recurring", {})
        headers = {"Authorization": f"Bearer {KEY}", "Stripe-Version": OLD if legacy else VERSION}
        body: str | None = None
        if method == "POST" and path.startswith("/_pinstripe/"):
            headers["Content-Type"] = "application/json"
            body = json.dumps(params)
        elif method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Idempotency-Key"] = f"{self.name}-{number}"
            body = urlencode(flat(params))
        elif params:
            path = f"{path}?{urlencode(flat(params))}"
        port = self.port()
        if self._open is None or self._open[0] != port:
            self._open = (port, http.client.HTTPConnection("127.0.0.1", port, timeout=60))
        connection = self._open[1]
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
