"""Onramp sessions: one that asks, one that is priced."""

from __future__ import annotations

import json
from typing import Any

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.property.place import Bases, Builder, Pool

WALLET = "0xb00e745a3dce2ce8e4fa3a2b3d9e8b9f1b9e5a11"
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
    told = {"tier": "l1", "wallets": {"base": WALLET}, "payment": "card"}
    headers = {"authorization": f"Bearer {made.api.key}"}
    request = Request("POST", "/_pinstripe/crypto/customers", b"", headers, json.dumps(told).encode())
    reply = made.api.loop.run_until_complete(Control(made.api.runtime).handle(request))
    made.know(json.loads(reply.body))


def bases(pool: Pool) -> Bases:
    """Calls of the onramp that succeed."""
    asking, priced = pool["crypto.onramp_session"][:2]
    return {
        f"POST {PATH}": [WHOLE],
        f"POST {PATH}/{{onramp_session}}/quote": [{"{onramp_session}": asking}],
        f"POST {PATH}/{{onramp_session}}/checkout": [{"{onramp_session}": priced}],
        "GET /v1/crypto/onramp_transaction_limits": [
            {"wallet_address": WALLET, "destination_network": "base", "customer_ip_address": "8.8.8.8"}
        ],
    }
