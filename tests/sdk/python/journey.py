"""What an integration does, through the official SDK, in whichever version is on the path. Run by
test_journeys.py.

python journey.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

heard: list[Any] = []
arrived = threading.Event()
WANTED = {"customer.created", "payment_intent.succeeded", "customer.deleted"}


class Listener(BaseHTTPRequestHandler):
    """Keeps events whose signature the SDK accepts."""

    secret = ""

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        event = stripe.Webhook.construct_event(payload, self.headers["Stripe-Signature"], self.secret)
        heard.append(event)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if {one["type"] for one in heard} >= WANTED:
            arrived.set()

    def log_message(self, *args: Any) -> None:
        """Silent."""


def refusals() -> None:
    """Errors arrive as the SDK's own classes."""
    try:
        stripe.Customer.retrieve("cus_nobody")
        raise AssertionError("an unknown customer was found")
    except stripe.InvalidRequestError as error:
        assert (error.http_status, error.code, error.param) == (404, "resource_missing", "id"), error
    try:
        pay("pm_card_visa_chargeDeclinedInsufficientFunds")
        raise AssertionError("a card without funds paid")
    except stripe.CardError as error:
        assert error.error is not None
        assert (error.code, error.error.decline_code) == ("card_declined", "insufficient_funds"), error
    try:
        stripe.Customer.create(nonsense="x")
        raise AssertionError("nonsense was taken")
    except stripe.InvalidRequestError as error:
        assert error.code == "parameter_unknown", error
    try:
        stripe.Customer.create(stripe_version="2011-01-01")
        raise AssertionError("a version that is not spoken answered")
    except stripe.APIError as error:
        assert error.http_status == 501, error


def pay(method: str, **more: Any) -> Any:
    """A payment in one call."""
    return stripe.PaymentIntent.create(
        amount=1999,
        currency="usd",
        confirm=True,
        payment_method=method,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
        **more,
    )


def main(url: str) -> None:
    """Endpoint, catalogue, customer, payment, refusals, deletion; then the webhooks."""
    stripe.api_base = url
    stripe.api_key = "sk_test_" + secrets.token_hex(10)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/hook"
    Listener.secret = stripe.WebhookEndpoint.create(url=address, enabled_events=["*"]).secret
    product = stripe.Product.create(name="Gold")
    price = stripe.Price.create(
        product=product.id, unit_amount=1000, currency="usd", recurring={"interval": "month"}
    )
    assert stripe.Price.retrieve(price.id, expand=["product"]).product.name == "Gold"
    customer = stripe.Customer.create(name="Jenny", email="jenny@example.com", metadata={"a": "b"})
    method = stripe.PaymentMethod.attach("pm_card_visa", customer=customer.id)
    stripe.Customer.modify(customer.id, invoice_settings={"default_payment_method": method.id})
    intent = pay(method.id, customer=customer.id)
    assert intent.status == "succeeded"
    assert [c.id for c in stripe.Charge.list(customer=customer.id).auto_paging_iter()] == [
        intent.latest_charge
    ]
    once = stripe.Customer.create(name="Once", idempotency_key="one")
    assert stripe.Customer.create(name="Once", idempotency_key="one").id == once.id
    assert stripe.Balance.retrieve().pending[0].amount == stripe.BalanceTransaction.list().data[0].net
    refusals()
    assert stripe.Customer.delete(customer.id).deleted
    assert arrived.wait(20), sorted({one["type"] for one in heard})
    server.shutdown()
    print(f"{stripe.VERSION if hasattr(stripe, 'VERSION') else ''} {len(heard)} webhooks verified")


if __name__ == "__main__":
    main(sys.argv[1])
