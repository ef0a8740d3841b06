"""Disputes that are open, a warning, and a payment that is to be reviewed."""

from __future__ import annotations

import json

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import NOW, Api
from tests.property.place import Bases, Builder, Pool


def reviewing(api: Api) -> None:
    """The account wants payments of elevated risk to be reviewed."""
    headers = {"authorization": f"Bearer {api.key}"}
    body = json.dumps({"review": True}).encode()
    request = Request("POST", "/_pinstripe/settings", b"", headers, body)
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body


def disputed(made: Builder, token: str, clock: str) -> str:
    """A charge that is disputed, or warned of, once its customer's clock moves."""
    api = made.api
    owner = api.ok(api.post("/v1/customers", source=token, test_clock=clock)).id
    return str(api.ok(api.post("/v1/charges", amount=1000, currency="usd", customer=owner)).id)


def build(made: Builder) -> None:
    """Payments that were disputed or warned of a second later, on a clock of their own."""
    api = made.api
    clock = api.ok(api.post("/v1/test_helpers/test_clocks", frozen_time=NOW)).id
    names = {
        "answered": "tok_createDispute",
        "closed": "tok_createDispute",
        "asked": "tok_createDisputeInquiry",
    }
    charges = {name: disputed(made, token, clock) for name, token in names.items()}
    warned = disputed(made, "tok_createIssuerFraudRecord", clock)
    api.ok(api.post(f"/v1/test_helpers/test_clocks/{clock}/advance", frozen_time=NOW + 60))
    api.settle()
    for name, charge in charges.items():
        made.name(f"charge {name}", charge)
        for body in api.ok(api.get("/v1/disputes", charge=charge)).data:
            made.know(body)
            made.name(f"dispute {name}", body["id"])
    for body in api.ok(api.get("/v1/radar/early_fraud_warnings", charge=warned)).data:
        made.know(body)
    reviewing(api)
    for name in ("open", "approved"):
        charge = made.post("/v1/charges", amount=1000, currency="usd", source="tok_riskLevelElevated")
        made.know({"object": "review", "id": charge.review})
        made.name(f"review {name}", charge.review)


def bases(pool: Pool) -> Bases:
    """Calls of disputes and reviews that succeed."""
    evidence = {"evidence": {"product_description": "Boots"}}
    asked = {"{charge}": pool["charge asked"][0]}
    return {
        "POST /v1/disputes/{dispute}": [{"{dispute}": pool["dispute answered"][0], **evidence}],
        "POST /v1/disputes/{dispute}/close": [{"{dispute}": pool["dispute closed"][0]}],
        "GET /v1/charges/{charge}/dispute": [asked],
        "POST /v1/charges/{charge}/dispute": [{**asked, "metadata": {"a": "b"}}],
        "POST /v1/charges/{charge}/dispute/close": [asked],
        "POST /v1/reviews/{review}/approve": [{"{review}": pool["review approved"][0]}],
    }
