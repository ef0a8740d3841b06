"""A request that was forwarded to the simulated processor; holders who are asked for it."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

REQUEST = {
    "payment_method": "pm_card_visa",
    "replacements": ["card_number"],
    "request": {"body": '{"number":""}'},
    "url": "https://processor.test/v1/payments",
}


AUTHENTICATIONS = "/v1/three_d_secure/authentications"
BROWSER = {
    "accept_header": "*/*",
    "ip_address": "1.12.123.255",
    "javascript_enabled": True,
    "language": "en",
    "user_agent": "test",
}
ASKED = {
    "channel": {"type": "browser", "browser": BROWSER},
    "message_category": "non_payment_authentication",
    "payment_method": "pm_card_visa",
}


def build(made: Builder) -> None:
    """One that was answered; authentications from new to canceled."""
    made.post("/v1/forwarding/requests", **REQUEST)
    made.name("authentication ready", made.post(AUTHENTICATIONS, **ASKED).id)
    made.post(AUTHENTICATIONS, **ASKED, submit="always")
    left = made.post(AUTHENTICATIONS, **ASKED).id
    made.post(f"{AUTHENTICATIONS}/{left}/cancel")


def bases(pool: Pool) -> Bases:
    """Calls of Forwarding that succeed."""
    ready = {"{authentication}": pool["authentication ready"][0]}
    return {
        "POST /v1/forwarding/requests": [REQUEST],
        f"POST {AUTHENTICATIONS}": [ASKED],
        f"POST {AUTHENTICATIONS}/{{authentication}}/submit": [ready],
        f"POST {AUTHENTICATIONS}/{{authentication}}/cancel": [ready],
    }
