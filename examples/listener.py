"""A webhook listener for the examples: keeps what it hears, checks every signature with the SDK."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe


class Listener:
    """An HTTP server on a free loopback port; `heard` holds the verified events in order of arrival."""

    def __init__(self) -> None:
        self.secret = ""
        self.heard: list[Any] = []
        self.refused = 0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                payload = self.rfile.read(int(self.headers["Content-Length"]))
                signature = self.headers["Stripe-Signature"]
                try:
                    event = stripe.Webhook.construct_event(payload, signature, listener.secret)
                    listener.heard.append(event)
                    status = 200
                except (ValueError, stripe.SignatureVerificationError):
                    listener.refused += 1
                    status = 400
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, kind: str, count: int = 1, seconds: float = 20.0) -> list[Any]:
        """The events of a type, once that many have come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [event for event in self.heard if event["type"] == kind]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise SystemExit(f"only {len(found)} of {count} {kind} came")

    def stop(self) -> None:
        """Close the port."""
        self.server.shutdown()
        self.server.server_close()


def advance(clock_id: str, moment: int) -> None:
    """Move a test clock and wait until everything due on the way has happened."""
    stripe.test_helpers.TestClock.advance(clock_id, frozen_time=moment)
    while stripe.test_helpers.TestClock.retrieve(clock_id)["status"] == "advancing":
        time.sleep(0.02)
