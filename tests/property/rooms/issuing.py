"""Cardholders, cards of both kinds, designs in every state, tokens, a settlement."""

from __future__ import annotations

import json
from typing import Any

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Api
from tests.property.place import Bases, Builder, Pool

ADDRESS = {"line1": "1 Main Street", "city": "Austin", "state": "TX", "postal_code": "78701", "country": "US"}
SHIPPING = {"name": "Jenny Rosen", "address": ADDRESS}
HOLDER: dict[str, Any] = {
    "type": "company",
    "name": "Rocket Rides",
    "billing": {"address": ADDRESS},
    "email": "a@b.co",
    "phone_number": "+15555550100",
}
STEPS = {"submit": (), "ship": ("submit",), "deliver": ("ship",), "fail": ("ship",), "return": ("ship",)}
"""Each helper of a parcel, and those that come before it."""


def token(api: Api, card: str) -> dict[str, Any]:
    """A wallet takes a card in."""
    headers = {"authorization": f"Bearer {api.key}"}
    body = json.dumps({"card": card}).encode()
    request = Request("POST", "/_pinstripe/issuing/tokens", b"", headers, body)
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body
    return dict(json.loads(reply.body))


def build(made: Builder) -> None:
    """One of each kind, and parcels wherever a helper takes them up."""
    holder = made.post("/v1/issuing/cardholders", **HOLDER).id
    facts = {"cardholder": holder, "currency": "usd"}
    made.post("/v1/test_helpers/issuing/fund_balance", amount=1_000_000, currency="usd")
    card = made.post("/v1/issuing/cards", **facts, type="virtual", status="active").id
    made.name("card active", card)
    made.know(token(made.api, card))
    for step, before in STEPS.items():
        parcel = made.post("/v1/issuing/cards", **facts, type="physical", shipping=SHIPPING).id
        for one in before:
            made.post(f"/v1/test_helpers/issuing/cards/{parcel}/shipping/{one}")
        made.name(f"parcel {step}", parcel)
    lost = made.post("/v1/issuing/cards", **facts, type="virtual").id
    made.post(f"/v1/issuing/cards/{lost}", status="canceled", cancellation_reason="lost")
    bundle = made.api.ok(made.api.get("/v1/issuing/physical_bundles")).data[0]
    made.know(bundle)
    made.post("/v1/issuing/personalization_designs", physical_bundle=bundle["id"], lookup_key="first")
    made.post(
        "/v1/test_helpers/issuing/settlements",
        bin="400000",
        clearing_date=1,
        currency="usd",
        net_total_amount=1,
    )


def bases(pool: Pool) -> Bases:
    """Calls of issuing that succeed."""
    holder, card = pool["issuing.cardholder"][0], pool["card active"][0]
    helper = "POST /v1/test_helpers/issuing"
    made = {"cardholder": holder, "currency": "usd"}
    transfer = {
        "currency": "eur",
        "funding_type": "bank_transfer",
        "bank_transfer": {"type": "eu_bank_transfer"},
    }
    settled = {"bin": "400000", "clearing_date": 1, "currency": "usd", "net_total_amount": 1}
    return {
        "POST /v1/issuing/cardholders": [HOLDER],
        "POST /v1/issuing/cards": [
            {**made, "type": "virtual"},
            {**made, "type": "physical", "shipping": SHIPPING},
        ],
        "POST /v1/issuing/cards/{card}": [{"{card}": card, "status": "inactive"}],
        "GET /v1/issuing/tokens": [{"card": card}],
        "POST /v1/issuing/tokens/{token}": [{"status": "suspended"}],
        "POST /v1/issuing/funding_instructions": [transfer],
        f"{helper}/fund_balance": [{"amount": 100, "currency": "usd"}],
        f"{helper}/settlements": [settled],
        "POST /v1/issuing/personalization_designs": [{"physical_bundle": pool["issuing.physical_bundle"][0]}],
        f"{helper}/personalization_designs/{{personalization_design}}/reject": [
            {
                "{personalization_design}": pool["issuing.personalization_design"][0],
                "rejection_reasons": {"card_logo": ["other"]},
            }
        ],
        **{
            f"{helper}/cards/{{card}}/shipping/{step}": [{"{card}": pool[f"parcel {step}"][0]}]
            for step in STEPS
        },
    }
