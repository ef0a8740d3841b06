"""Whose limits an app is told: those of the person whose token it sends."""

from __future__ import annotations

import json
from typing import Any

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Api

LIMITS = "/v1/crypto/onramp_transaction_limits"


def appear(api: Api, **said: Any) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {api.key}"}
    request = Request("POST", "/_pinstripe/crypto/customers", b"", headers, json.dumps(said).encode())
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body
    return dict(json.loads(reply.body))


def asked(api: Api, token: str) -> tuple[int, dict[str, Any]]:
    headers = {"authorization": f"Bearer {api.key}", "stripe-oauth-token": token}
    reply = api.loop.run_until_complete(api.runtime.chain.handle(Request("GET", LIMITS, b"", headers)))
    return reply.status, json.loads(bytes(reply.body))


def test_limits_are_those_of_the_person_whose_token_is_sent(api: Api) -> None:
    known, stranger = appear(api, tier="l2"), appear(api, country="FR")
    status, limits = asked(api, known["access_token"])
    assert (status, limits["crypto_customer_id"]) == (200, known["id"])
    assert limits["limits"]["usd.fiat"]["card"] == [{"limit": 1_500_000, "settlement_speed": "instant"}]
    status, limits = asked(api, stranger["access_token"])
    assert (limits["crypto_customer_id"], list(limits["limits"])) == (stranger["id"], ["eur.fiat"])
    assert asked(api, "liwltoken_nobody")[0] == 400
    assert api.ok(api.get(LIMITS)).crypto_customer_id == stranger["id"], (
        "who came last, where nobody is named"
    )
