"""Clients that never send a whole request: what they wished for must not come about.

Imports nothing of the server.
"""

from __future__ import annotations

import itertools
import random
import threading

from tests import wire
from tests.crash.journal import HEADERS, Connection

EMAIL = "email=cut%40x.test"
WISHES = (
    ("/v1/customers", f"{EMAIL}&name=Ada"),
    (
        "/v1/payment_intents",
        "currency=usd&confirm=true&payment_method=pm_card_visa&metadata[cut]=1&amount=1234",
    ),
    # All that the journals know would be gone.
    ("/_pinstripe/reset", "{}"),
)


class Cutter(threading.Thread):
    """Cuts requests off in every way, one after the other, until the server dies or it is told to stop."""

    def __init__(self, port: int, seed: int, stop: threading.Event) -> None:
        super().__init__(name=f"cutter {seed}", daemon=True)
        self.port = port
        self.stopping = stop
        self.chance = random.Random(seed)
        self.cut = 0

    def run(self) -> None:
        ways = list(itertools.product(WISHES, wire.WAYS))
        while not self.stopping.is_set():
            (path, body), (form, end) = self.chance.choice(ways)
            try:
                wire.cut(self.port, "POST", path, HEADERS, body.encode(), form, end)
            except OSError:
                continue  # the server is being killed
            self.cut += 1


def came_about(port: int) -> list[str]:
    """What is there of what was never wished for as a whole; empty when all is well."""
    connection = Connection(port)
    found = [
        f"{one['id']} was cut off" for one in connection.call("GET", f"/v1/customers?{EMAIL}")[1]["data"]
    ]
    path = "/v1/payment_intents/search?query=metadata%5B%22cut%22%5D%3A%221%22"
    return found + [f"{one['id']} was cut off" for one in connection.call("GET", path)[1]["data"]]
