"""The endpoints of plans.

Owns: the plan's parameters. Does not own: the record, which is a price (price.py), its view as a plan
(plan.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.plan import PLAN, find, view


@operation("POST /v1/plans", PLAN)
def create(work: Work, params: Params) -> dict[str, Any]:
    """A recurring price, in a plan's words. refuses: as a price, plan_without_amount. source: spec"""
    key = params.get("id")
    if key is not None and work.peek(key) is not None:
        raise errors.already_exists("Plan")
    product = params.get("product")
    if isinstance(product, dict):
        product = products.made(work, stored(products.PRODUCT, product), "product").id
    if params.get("billing_scheme") != "tiered" and not params.keys() & {"amount", "amount_decimal"}:
        raise refusals.plan_without_amount()
    try:
        return view(prices.make(work, _as_price(params, product), "", id=key or work.new_id(PLAN)))
    except ApiError as refusal:
        raise refusals.in_plans_words(refusal) from None


def _as_price(params: Params, product: str | None) -> Params:
    """The parameters of the price that a plan is."""
    recurring = params.pick(
        "interval", "interval_count", "usage_type", "meter", "aggregate_usage", "trial_period_days"
    )
    fields: dict[str, Any] = {
        **params.pick("active", "billing_scheme", "currency", "nickname", "tiers", "tiers_mode"),
        "product": product,
        "recurring": Params(recurring),
    }
    for plan_name, price_name in (
        ("amount", "unit_amount"),
        ("amount_decimal", "unit_amount_decimal"),
        ("transform_usage", "transform_quantity"),
    ):
        if plan_name in params:
            fields[price_name] = params[plan_name]
    if params.get("metadata"):
        fields["metadata"] = params.metadata
    return Params(fields)


@operation("GET /v1/plans/{plan}", PLAN)
def retrieve(work: Work, params: Params, plan: str) -> dict[str, Any]:
    """A recurring price as a plan. source: spec"""
    return view(find(work, plan))


@operation("POST /v1/plans/{plan}", PLAN)
def update(work: Work, params: Params, plan: str) -> dict[str, Any]:
    """What may change of a plan. source: spec"""
    price = find(work, plan)
    changes: dict[str, Any] = params.pick("active", "nickname", "product")
    if changes.get("active") is False and price.active:
        prices.check_default(work, price)
    if "metadata" in params:
        changes["metadata"] = merged_metadata(price.metadata, params.metadata)
    if "product" in changes:
        work.find("product", changes["product"], "product")
    if "trial_period_days" in params:
        changes["recurring"] = {**price.recurring, "trial_period_days": params.trial_period_days}
    work.change(price, **changes)
    return view(price)


@operation("DELETE /v1/plans/{plan}", PLAN)
def delete(work: Work, params: Params, plan: str) -> dict[str, Any]:
    """New subscribers can't have it; who has it keeps it. source: spec"""
    price = find(work, plan)
    work.delete(price)
    return {"id": price.id, "object": "plan", "deleted": True}


@operation("GET /v1/plans", PLAN)
def list_plans(work: Work, params: Params) -> Page:
    """Recurring prices as plans, newest first. source: spec"""
    filters = params.pick("active", "product")
    found = work.each("price", type="recurring", **filters)
    return page_of([view(p) for p in found if created_within(p, params)], params, "/v1/plans", "plan")
