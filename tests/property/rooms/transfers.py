"""Transfers to an account, fees of its payments, and what can be taken back of both."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool
from tests.property.rooms.connect import connected

PAY = {"currency": "usd", "payment_method": "pm_card_bypassPending", "confirm": True}
CARDS = {"allowed_payment_method_types": ["card"]}


SINGULAR = "POST /v1/application_fees/{id}/refund"
DIFFERS = {
    (SINGULAR, "amount"): "the answer is the fee, the amount the refund's",
    ("POST /v1/transfers/{id}/reversals", "description"): "it stands in the balance transaction",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """An account that is sent money, a transfer and a fee that are left, and one of each in parts."""
    made.name("account paid", (acct := connected(made.api, "express")))
    made.post("/v1/payment_intents", amount=90000, **PAY, **CARDS)
    for name in ("left", "in parts"):
        sent = made.post("/v1/transfers", amount=5000, currency="usd", destination=acct).id
        made.name(f"transfer {name}", sent)
    made.name("reversal part", made.post(f"/v1/transfers/{sent}/reversals", amount=100).id)
    shared = {"application_fee_amount": 900, "transfer_data": {"destination": acct}}
    for name in ("left", "in parts"):
        charge = made.post("/v1/charges", amount=9000, currency="usd", source="tok_visa", **shared)
        made.name(f"fee {name}", (fee := charge.application_fee))
    made.name("fee_refund part", made.post(f"/v1/application_fees/{fee}/refunds", amount=10).id)


def bases(pool: Pool) -> Bases:
    """Calls of transfers and fees that succeed."""
    transfer, fee = pool["transfer left"][0], pool["fee left"][0]
    part = {"{transfer}": pool["transfer in parts"][0], "{id}": pool["reversal part"][0]}
    given = {"{fee}": pool["fee in parts"][0], "{id}": pool["fee_refund part"][0]}
    return {
        "POST /v1/transfers": [{"amount": "10", "currency": "usd", "destination": pool["account paid"][0]}],
        "GET /v1/transfers/{transfer}": [{"{transfer}": transfer}],
        "POST /v1/transfers/{transfer}": [{"{transfer}": transfer}],
        "POST /v1/transfers/{id}/reversals": [{"{id}": transfer, "amount": "10"}],
        "GET /v1/transfers/{id}/reversals": [{"{id}": transfer}],
        "GET /v1/transfers/{transfer}/reversals/{id}": [part],
        "POST /v1/transfers/{transfer}/reversals/{id}": [part],
        "GET /v1/application_fees/{id}": [{"{id}": fee}],
        "POST /v1/application_fees/{id}/refund": [{"{id}": fee, "amount": "10"}],
        "POST /v1/application_fees/{id}/refunds": [{"{id}": fee, "amount": "10"}],
        "GET /v1/application_fees/{id}/refunds": [{"{id}": fee}],
        "GET /v1/application_fees/{fee}/refunds/{id}": [given],
        "POST /v1/application_fees/{fee}/refunds/{id}": [given],
    }
