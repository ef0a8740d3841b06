"""Thin events of what happens to objects of the first version, as the SDK receives them.

python thin.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import queue
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import stripe
from stripe.events import V1CustomerUpdatedEventNotification

ARRIVED: queue.Queue[tuple[bytes, str]] = queue.Queue()
SECONDS = 10


class Hook(BaseHTTPRequestHandler):
    """An endpoint that keeps what it is sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        ARRIVED.put((body, self.headers["Stripe-Signature"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def main(url: str) -> None:
    """A notification is verified, its event is fetched with what changed, and so is the customer."""
    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = stripe.StripeClient("sk_test_" + secrets.token_hex(10), base_addresses={"api": url})
    destination = client.v2.core.event_destinations.create(
        {
            "name": "Thin",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v1.customer.updated", "v1.price.deactivated"],
            "webhook_endpoint": {"url": f"http://127.0.0.1:{server.server_port}/thin"},
            "include": ["webhook_endpoint.signing_secret"],
        }
    )
    assert destination.webhook_endpoint is not None
    secret = str(destination.webhook_endpoint.signing_secret)
    customer = client.v1.customers.create({"name": "Ann"})
    client.v1.customers.update(customer.id, {"name": "Bea"})
    body, signature = ARRIVED.get(timeout=SECONDS)
    notification = client.parse_event_notification(body, signature, secret)
    assert isinstance(notification, V1CustomerUpdatedEventNotification), notification
    event = notification.fetch_event()
    assert event.changes is not None
    assert (event.changes["before"]["name"], event.changes["after"]["name"]) == ("Ann", "Bea")
    assert notification.fetch_related_object().name == "Bea"
    snapshot = client.v1.events.retrieve(str(event.snapshot_event))
    assert (snapshot.type, snapshot.data.object["id"]) == ("customer.updated", customer.id)
    price = client.v1.prices.create({"currency": "usd", "unit_amount": 1, "product_data": {"name": "Gold"}})
    client.v1.prices.update(price.id, {"active": False})
    notification = client.parse_event_notification(*ARRIVED.get(timeout=SECONDS), secret)
    assert notification.type == "v1.price.deactivated", notification
    server.shutdown()
    print("heard")


if __name__ == "__main__":
    main(sys.argv[1])
