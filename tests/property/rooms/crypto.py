"""Onramp sessions: one that asks, one that is priced."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

PATH = "/v1/crypto/onramp_sessions"
WHOLE: dict[str, Any] = {
    "source_amount": "25.50",
    "source_currency": "usd",
    "destination_currency": "usdc",
    "destination_network": "ethereum",
}


def build(made: Builder) -> None:
    """Two of them."""
    made.post(PATH, **WHOLE)
    priced = made.post(PATH, **WHOLE).id
    made.post(f"{PATH}/{priced}/quote")


def bases(pool: Pool) -> Bases:
    """Calls of the onramp that succeed."""
    asking, priced = pool["crypto.onramp_session"][:2]
    return {
        f"POST {PATH}": [WHOLE],
        f"POST {PATH}/{{onramp_session}}/quote": [{"{onramp_session}": asking}],
        f"POST {PATH}/{{onramp_session}}/checkout": [{"{onramp_session}": priced}],
    }
