"""The endpoints of products.

Owns: create, update, delete, list. Does not own: the record (product.py), prices. Money: none.
Source: spec; recorded: stripe_world 07.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, deleted, page_of, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import ABSENT, Record, replaced
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import price_refusals, refusals
from pinstripe.products.catalog.product import PRODUCT, code_of, made

MOST_LOOKED_AT = 10_000
"""How many products a list by type looks through: no index knows the type."""


@operation("POST /v1/products", PRODUCT)
def create(work: Work, params: Params) -> Record:
    """Something to sell, with its default price if one is described. source: recorded: stripe_world 07"""

    fields = {**stored(PRODUCT, params), **params.pick("type")}
    if "id" in params:
        fields["id"] = params.id
    data = params.get("default_price_data")
    if data is None:
        return made(work, fields)
    key = work.new_id(prices.PRICE)
    product = made(work, {**fields, "default_price": key})
    prices.make(work, Params({**data, "product": product.id}), "default_price_data", id=key)
    return product


@operation("POST /v1/products/{id}", PRODUCT, subject="id")
def update(work: Work, product: Record, params: Params) -> Record:
    """New facts about a product; its default price is one of its own that is sold. refuses: resource_missing,
    inactive_price, other_products_price. source: spec; inferred (inactive_price)"""
    changes = code_of(params) | updates(product, params)
    for name in ("images", "marketing_features"):
        if changes.get(name) is ABSENT:
            changes[name] = []
    if params.get("default_price") is not None:
        price = prices.price_for(work, params.default_price, "default_price", on_page=True)
        if price.product != product.id:
            raise price_refusals.other_products_price(price.id)
    if replaced(product.body, changes) == product.body:
        return product
    return work.change(product, **changes, updated=work.now)


@operation("DELETE /v1/products/{id}", PRODUCT, subject="id")
def delete(work: Work, product: Record, params: Params) -> dict[str, Any]:
    """Only what was never priced can be deleted. source: recorded: stripe_world 07"""
    if work.where("price", product=product.id, limit=1):
        raise refusals.product_has_prices()
    work.amend(product, active=False)
    work.delete(product)
    return deleted(product)


@operation("GET /v1/products", PRODUCT)
def list_products(work: Work, params: Params) -> Page:
    """Products, newest first; by ids they are few and chosen. source: spec; type: sdk (of older versions)"""
    if "ids" in params or "type" in params:
        found: list[Record | None] = [*work.where("product", limit=MOST_LOOKED_AT)]
        if "ids" in params:
            found = [work.peek(key, "product") for key in params.ids]
        chosen = [p for p in found if p is not None and created_within(p, params) and _fits(p, params)]
        chosen.sort(key=lambda product: product.born, reverse=True)
        return page_of(chosen, params, "/v1/products", "product")
    filters = {name: params[name] for name in ("active", "shippable", "url") if name in params}
    return show_records(work, PRODUCT, params, "/v1/products", filters)


def _fits(product: Record, params: Params) -> bool:
    """Is a product what a list asks for? One that never said its type is a service, as its view says."""
    if params.get("type") not in (None, product.private.get("type", "service")):
        return False
    return all(product.get(name) == params[name] for name in ("active", "shippable", "url") if name in params)
