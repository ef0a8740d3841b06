"""Customers with cards, sources and a balance, on clocks, and one who left."""

from __future__ import annotations

from pinstripe.api.table import NEWEST
from tests.client import NOW
from tests.property.place import Bases, Builder, Pool

ADVANCE = "POST /v1/test_helpers/test_clocks/{test_clock}/advance"
DIFFERS = {
    (ADVANCE, "frozen_time"): "it moves after the answer",
    ("POST /v1/customers/{customer}/cash_balance", "settings"): "what merchants choose by default is shown",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Ann pays by a method, Bob hangs on a clock, Carl has cards as sources."""
    ann = made.post("/v1/customers", name="Ann", email="ann@example.com", metadata={"a": "1"}).id
    clock = made.post("/v1/test_helpers/test_clocks", frozen_time=NOW).id
    made.post("/v1/customers", name="Bob", test_clock=clock)
    card = made.post("/v1/payment_methods", type="card", card={"token": "tok_visa"}).id
    made.name("payment_method attached", made.post(f"/v1/payment_methods/{card}/attach", customer=ann).id)
    made.post(f"/v1/customers/{ann}", invoice_settings={"default_payment_method": card})
    made.post(f"/v1/customers/{ann}/sources", source="tok_visa")
    carl = made.post("/v1/customers", name="Carl", source="tok_visa").id
    made.name("customer with source", carl)
    made.name("card of customer", made.post(f"/v1/customers/{carl}/sources", source="tok_mastercard").id)
    numbers = {"country": "US", "routing_number": "110000000", "account_number": "000222222227"}
    numbers |= {"object": "bank_account"}
    made.name("bank_account of customer", made.post(f"/v1/customers/{carl}/sources", source=numbers).id)
    given = made.post(f"/v1/customers/{carl}/balance_transactions", amount=-300, currency="usd").id
    made.name("transaction of customer", given)
    made.name(
        "tax_id of customer", made.post(f"/v1/customers/{ann}/tax_ids", type="us_ein", value="12-3456789").id
    )
    made.post("/v1/tax_ids", type="eu_vat", value="DE123456789")
    cash = made.post(f"/v1/test_helpers/customers/{ann}/fund_cash_balance", amount=500, currency="usd")
    made.name("cash transaction of customer", cash.id)
    by_hand = {"settings": {"reconciliation_mode": "manual"}}
    made.post(f"/v1/customers/{ann}/cash_balance", **by_hand)
    waits = {"customer": ann, "payment_method_data": {"type": "customer_balance"}, "confirm": True}
    kinds = {"allowed_payment_method_types": ["customer_balance"]}
    intent = made.post("/v1/payment_intents", amount=400, currency="usd", **waits, **kinds)
    made.name("payment_intent for a transfer", intent.id)
    app = made.in_version(NEWEST)
    made.name("ephemeral_key of Ann", app.post("/v1/ephemeral_keys", customer=ann).id)
    made.name("feedback option", made.post("/v1/billing/feedback_options", description="Moved").id)
    gone = made.post("/v1/customers").id
    made.api.ok(made.api.delete(f"/v1/customers/{gone}"))


def reasons(pool: Pool) -> Bases:
    """Calls of feedback options that succeed."""
    one = {"{id}": pool["feedback option"][0]}
    return {
        "POST /v1/billing/feedback_options": [{"description": "Too dear"}],
        "POST /v1/billing/feedback_options/{id}": [one],
        "POST /v1/billing/feedback_options/{id}/deactivate": [one],
    }


def bases(pool: Pool) -> Bases:
    """Calls of customers and what hangs on them that succeed."""
    customer = {"{customer}": pool["customer"][0]}
    carl = {"{customer}": pool["customer with source"][0]}
    card = {**carl, "{id}": pool["card of customer"][0]}
    moved = "POST /v1/customers/{customer}/balance_transactions"
    given = {**carl, "{transaction}": pool["transaction of customer"][0]}
    return {
        "POST /v1/customers": [{"email": "eve@example.com"}, {"source": "tok_visa"}],
        "POST /v1/customers/{customer}": [customer],
        moved: [{**customer, "amount": "-500", "currency": "usd"}],
        f"{moved}/{{transaction}}": [{**given, "description": "Sorry"}],
        "GET /v1/customers/{customer}/balance_transactions/{transaction}": [given],
        "POST /v1/customers/{customer}/sources": [{**carl, "source": "tok_visa"}],
        "POST /v1/customers/{customer}/cards": [{**carl, "source": "tok_visa"}],
        "POST /v1/customers/{customer}/sources/{id}": [{**card, "name": "Carl"}],
        "POST /v1/customers/{customer}/cards/{id}": [{**card, "name": "Carl"}],
        **bank_bases(carl, pool),
        "DELETE /v1/customers/{customer}/sources/{id}": [card],
        "DELETE /v1/customers/{customer}/cards/{id}": [card],
        "GET /v1/customers/{customer}/discount": [{"{customer}": pool["customer with discount"][0]}],
        "DELETE /v1/customers/{customer}/discount": [{"{customer}": pool["customer with discount"][0]}],
        "POST /v1/customers/{customer}/tax_ids": [{**customer, "type": "us_ein", "value": "12-3456789"}],
        "GET /v1/customers/{customer}/tax_ids/{id}": [{**customer, "{id}": pool["tax_id of customer"][0]}],
        "DELETE /v1/customers/{customer}/tax_ids/{id}": [{**customer, "{id}": pool["tax_id of customer"][0]}],
        "POST /v1/tax_ids": [{"type": "eu_vat", "value": "DE123456789"}],
        "POST /v1/test_helpers/customers/{customer}/fund_cash_balance": [
            {**customer, "amount": "500", "currency": "usd"}
        ],
        "GET /v1/customers/{customer}/cash_balance_transactions/{transaction}": [
            {**customer, "{transaction}": pool["cash transaction of customer"][0]}
        ],
        "POST /v1/payment_intents/{intent}/apply_customer_balance": [
            {"{intent}": pool["payment_intent for a transfer"][0]}
        ],
        **reasons(pool),
        "GET /v1/customers/search": [{"query": "name:'Ann'"}],
        "GET /v1/customers/{customer}/payment_methods/{payment_method}": [
            {**customer, "{payment_method}": pool["payment_method attached"][0]}
        ],
        "GET /v1/customers/{customer}/sources/{id}": [card],
        "GET /v1/customers/{customer}/cards/{id}": [card],
        "POST /v1/ephemeral_keys": [{"customer": pool["customer"][0]}],
        "DELETE /v1/ephemeral_keys/{key}": [{"{key}": pool["ephemeral_key of Ann"][0]}],
        "POST /v1/customer_sessions": [
            {"customer": pool["customer"][0], "components": {"buy_button": {"enabled": "true"}}},
        ],
        "POST /v1/test_helpers/test_clocks": [{"frozen_time": str(NOW)}],
        ADVANCE: [{"frozen_time": str(NOW + 100_000)}],
    }


def bank_bases(carl: dict[str, str], pool: Pool) -> Bases:
    """Calls of a customer's bank account, and of where a customer's transfers go."""
    bank, place = (
        {**carl, "{id}": pool["bank_account of customer"][0]},
        "/v1/customers/{customer}/bank_accounts",
    )
    proof = {**bank, "amounts": ["32", "45"]}
    dollars = {
        "funding_type": "bank_transfer",
        "currency": "usd",
        "bank_transfer": {"type": "us_bank_transfer"},
    }
    return {
        f"POST {place}": [{**carl, "source": "btok_us_verified"}],
        f"GET {place}/{{id}}": [bank],
        f"POST {place}/{{id}}": [{**bank, "account_holder_name": "Carl"}],
        f"POST {place}/{{id}}/verify": [proof],
        "POST /v1/customers/{customer}/sources/{id}/verify": [proof],
        f"DELETE {place}/{{id}}": [bank],
        "POST /v1/customers/{customer}/funding_instructions": [{**carl, **dollars}],
    }
