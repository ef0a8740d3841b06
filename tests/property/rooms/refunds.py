"""Refunds of cards, debits and bank transfers, and payments that can be refunded."""

from __future__ import annotations

import json

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Api
from tests.property.place import Bases, Builder, Pool

PAY = {"confirm": True, "return_url": "https://example.com/back"}


SINGULAR = "POST /v1/charges/{charge}/refund"
DIFFERS = {
    (SINGULAR, "amount"): "the answer is the charge, the amount the refund's",
    (SINGULAR, "metadata"): "likewise",
    **{
        (f"POST {path}", "instructions_email"): "a card is given back without asking anybody"
        for path in ("/v1/refunds", "/v1/charges/{charge}/refunds")
    },
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def funded(api: Api, intent: str, amount: int) -> None:
    """A bank transfer comes in for an intent."""
    headers = {"authorization": f"Bearer {api.key}"}
    body = json.dumps({"payment_intent": intent, "amount": amount}).encode()
    request = Request("POST", "/_pinstripe/payment_intents/fund", b"", headers, body)
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body


def build(made: Builder) -> None:
    """Charges that are left to refund, refunds of one that is not, and one that asks its payer."""
    base = {"amount": 1000, "currency": "usd"}
    made.name("charge refundable", made.post("/v1/charges", **base, source="tok_visa").id)
    parts = made.post("/v1/charges", **base, source="tok_visa").id
    made.name("refund part", made.post("/v1/refunds", charge=parts, amount=100).id)
    made.name("charge in parts", parts)
    ann = made.api.ok(made.api.post("/v1/customers", email="ann@example.com")).id  # nobody else is to use her
    transfer = {"allowed_payment_method_types": ["customer_balance"], "customer": ann}
    data = {"payment_method_data": {"type": "customer_balance"}}
    paid = made.post("/v1/payment_intents", **base, **PAY, **transfer, **data).id
    funded(made.api, paid, 1000)
    for name in ("refund asking", "refund expiring"):
        made.name(name, made.post("/v1/refunds", payment_intent=paid, amount=100).id)
    rich = made.api.ok(made.api.post("/v1/customers", email="eve@example.com")).id
    path = f"/v1/test_helpers/customers/{rich}/fund_cash_balance"
    made.api.ok(made.api.post(path, amount=1000000, currency="eur"))
    made.name("customer with cash", rich)


def bases(pool: Pool) -> Bases:
    """Calls of refunds that succeed."""
    charge = pool["charge refundable"][0]
    part = {"{charge}": pool["charge in parts"][0], "{refund}": pool["refund part"][0]}
    cash = {"customer": pool["customer with cash"][0], "currency": "eur", "origin": "customer_balance"}
    return {
        "POST /v1/refunds": [{"charge": charge, "amount": "10"}, {"charge": charge}, {**cash, "amount": "1"}],
        "POST /v1/refunds/{refund}/cancel": [{"{refund}": pool["refund asking"][0]}],
        "POST /v1/test_helpers/refunds/{refund}/expire": [{"{refund}": pool["refund expiring"][0]}],
        "POST /v1/charges/{charge}/refund": [{"{charge}": charge, "amount": "10"}],
        "POST /v1/charges/{charge}/refunds": [{"{charge}": charge, "amount": "10"}],
        "GET /v1/charges/{charge}/refunds/{refund}": [part],
        "POST /v1/charges/{charge}/refunds/{refund}": [part],
    }
