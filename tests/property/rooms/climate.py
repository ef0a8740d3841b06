"""Orders of carbon removal, paid from money that is there."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

TONS = {"product": "climsku_frontier_offtake_portfolio_2027", "metric_tons": "0.01"}


DIFFERS = {
    (f"POST /v1/climate/orders{one}", "beneficiary"): "without a name it is the account"
    for one in ("", "/{order}")
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Money, an order to be changed and one to be canceled."""
    made.api.ok(made.api.post("/v1/charges", amount=900000, currency="usd", source="tok_bypassPending"))
    for _ in range(2):
        made.post("/v1/climate/orders", **TONS)
    made.name("climate.product", TONS["product"])
    made.name("climate.supplier", "climsup_charm_industrial")


def bases(pool: Pool) -> Bases:
    """Calls of Climate that succeed."""
    changed, canceled = pool["climate.order"][:2]
    product, supplier = pool["climate.product"][0], pool["climate.supplier"][0]
    return {
        "POST /v1/climate/orders": [TONS],
        "POST /v1/climate/orders/{order}": [{"{order}": changed, "metadata": {"a": "1"}}],
        "POST /v1/climate/orders/{order}/cancel": [{"{order}": canceled}],
        "GET /v1/climate/products/{product}": [{"{product}": product}],
        "GET /v1/climate/suppliers/{supplier}": [{"{supplier}": supplier}],
    }
