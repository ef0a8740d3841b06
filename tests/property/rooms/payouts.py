"""An account that has money, and payouts in several states."""

from __future__ import annotations

from pinstripe.http.auth import world_name
from tests.property.place import Bases, Builder, Pool

MONEY = {
    "amount": 5_000_000,
    "currency": "usd",
    "payment_method": "pm_card_bypassPending",
    "allowed_payment_method_types": ["card"],
    "confirm": True,
}


def build(made: Builder) -> None:
    """Money, a payout that waits to be sent, and one that has arrived."""
    made.post("/v1/payment_intents", **MONEY)
    paid = made.post("/v1/payouts", amount=1000, currency="usd")
    made.name("external account", paid.destination)
    made.name("balance_transaction payout", paid.balance_transaction)
    runtime = made.api.runtime
    world = runtime.worlds.get(world_name(made.api.key.removeprefix("sk_test_")))
    made.api.loop.run_until_complete(runtime.scheduler.advance(world, world.now() + 10))
    made.name("payout paid", paid.id)
    made.name("topup pending", made.post("/v1/topups", amount=700, currency="usd", source="btok_us").id)
    made.name("storage", made.api.ok(made.api.get("/v2/money_management/financial_accounts")).data[0]["id"])
    made.name("payout pending", made.post("/v1/payouts", amount=500, currency="usd").id)


def bases(pool: Pool) -> Bases:
    """Calls of payouts that succeed."""
    place, storage = pool["external account"][0], pool["storage"][0]
    rule = {"payout_method": storage, "type": "transfer_all"}
    start = {"hour": 4, "minutes": 30, "timezone": "Asia/Tokyo"}
    return {
        "POST /v1/payouts": [
            {"amount": 100, "currency": "usd"},
            {"amount": 200, "currency": "usd", "method": "instant", "destination": place},
            {"amount": 100, "currency": "usd", "payout_method": storage},
            {"amount": 300, "currency": "usd", "source_type": "card", "statement_descriptor": "Rent"},
        ],
        "POST /v1/topups": [
            {"amount": 100, "currency": "usd"},
            {"amount": 200, "currency": "usd", "source": "btok_us_verified", "statement_descriptor": "Funds"},
        ],
        "GET /v1/topups": [{"status": "pending"}, {"amount": {"gte": 100}}],
        "POST /v1/topups/{topup}/cancel": [{"{topup}": pool["topup pending"][0]}],
        "GET /v1/payouts": [{"destination": place}, {"arrival_date": {"gt": 1}}],
        "POST /v1/balance_settings": [
            {"payments": {"payouts": {"schedule": {"interval": "daily"}, "statement_descriptor": "SHOP"}}},
            {"payments": {"debit_negative_balances": False, "settlement_timing": {"delay_days_override": 4}}},
            {"payments": {"payouts": {"automatic_transfer_rules_by_currency": {"usd": [rule]}}}},
            {"payments": {"settlement_timing": {"start_of_day": start}}},
        ],
        "GET /v1/balance/history/{id}": [{"{id}": pool["balance_transaction payout"][0]}],
        "POST /v1/payouts/{payout}/cancel": [{"{payout}": pool["payout pending"][0]}],
        "POST /v1/payouts/{payout}/reverse": [{"{payout}": pool["payout paid"][0]}],
    }


DIFFERS = {
    ("POST /v1/topups", "source"): "a token is named, and the source that it stands for is shown",
    ("POST /v1/topups", "currency"): "codes are shown in small letters",
}
