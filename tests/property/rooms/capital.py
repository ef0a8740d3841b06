"""Offers to the platform itself and to an account, one of which was taken and is paid back."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

TERMS = {"advance_amount": 10_000, "fee_amount": 1000, "financing_type": "flex_loan", "withhold_rate": "0.05"}
MAKE = "POST /v1/test_helpers/capital/financing_offers"
ONE = "/v1/capital/financing_offers/{financing_offer}"


def build(made: Builder) -> None:
    """An offer that waits, one that was paid out, and what was withheld for it."""
    helper = "/v1/test_helpers/capital/financing_offers"
    made.name(
        "offer paid out", made.post(helper, **{**TERMS, "advance_amount": 90_000_000}, status="paid_out").id
    )
    made.name("offer waiting", made.post(helper, **TERMS).id)
    made.post("/v1/charges", amount=1000, currency="usd", source="tok_visa")
    for one in made.api.get("/v1/capital/financing_transactions").data:
        made.know(one)


def bases(pool: Pool) -> Bases:
    """Calls of Capital that succeed."""
    waiting = {"{financing_offer}": pool["offer waiting"][0]}
    paid = {"{financing_offer}": pool["offer paid out"][0]}
    return {
        MAKE: [TERMS, {**TERMS, "status": "delivered"}],
        f"GET {ONE}": [waiting],
        f"POST {ONE}/mark_delivered": [waiting],
        f"{MAKE}/{{financing_offer}}/refill": [{**TERMS, **paid}],
        "GET /v1/capital/financing_offers": [{"status": "paid_out"}],
    }


DIFFERS = {
    (name, parameter): "stands in the terms that are offered"
    for name in (MAKE, f"{MAKE}/{{financing_offer}}/refill")
    for parameter in ("advance_amount", "fee_amount", "withhold_rate")
}
