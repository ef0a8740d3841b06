"""Credit grants: one that an invoice has used, and one that nobody has touched."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

SCOPE = {"scope": {"price_type": "metered"}}


def granted(customer: str, value: int | str) -> dict[str, Any]:
    """What a grant of so much is made of."""
    amount = {"type": "monetary", "monetary": {"currency": "usd", "value": value}}
    return {"customer": customer, "amount": amount, "applicability_config": SCOPE}


def build(made: Builder) -> None:
    """Ann has one grant, and its transaction."""
    ann = made.pool["customer"][0]
    grant = made.post("/v1/billing/credit_grants", **granted(ann, 5000)).id
    for one in made.api.get("/v1/billing/credit_balance_transactions", customer=ann).data:
        made.know(one)
    made.name("credit grant", grant)


def bases(pool: Pool) -> Bases:
    """Calls of grants and their balances that succeed."""
    customer, grant = pool["customer"][0], pool["credit grant"][0]
    one = {"type": "credit_grant", "credit_grant": grant}
    scope = {"type": "applicability_scope", "applicability_scope": {"price_type": "metered"}}
    return {
        "POST /v1/billing/credit_grants": [
            granted(customer, "300"),
            {**granted(customer, "300"), "category": "promotional", "priority": "7", "name": "Gift"},
        ],
        "POST /v1/billing/credit_grants/{id}": [{"{id}": grant, "metadata": {"a": "b"}}],
        "POST /v1/billing/credit_grants/{id}/expire": [{"{id}": grant}],
        "POST /v1/billing/credit_grants/{id}/void": [{"{id}": grant}],
        "GET /v1/billing/credit_balance_summary": [
            {"customer": customer, "filter": one},
            {"customer": customer, "filter": scope},
        ],
        "GET /v1/billing/credit_balance_transactions": [{"customer": customer, "credit_grant": grant}],
    }
