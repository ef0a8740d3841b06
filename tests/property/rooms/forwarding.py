"""A request that was forwarded to the simulated processor."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

REQUEST = {
    "payment_method": "pm_card_visa",
    "replacements": ["card_number"],
    "request": {"body": '{"number":""}'},
    "url": "https://processor.test/v1/payments",
}


def build(made: Builder) -> None:
    """One that was answered."""
    made.post("/v1/forwarding/requests", **REQUEST)


def bases(pool: Pool) -> Bases:
    """Calls of Forwarding that succeed."""
    return {"POST /v1/forwarding/requests": [REQUEST]}
