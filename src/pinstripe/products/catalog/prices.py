"""The endpoints of prices.

Owns: create, update, list. Does not own: the record and its rules (price.py). Money: none.
Source: spec; recorded: stripe_world 07.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price_refusals, refusals
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog.price import PRICE, check_default, make, options_of, take_lookup_key


@operation("POST /v1/prices", PRICE)
def create(work: Work, params: Params) -> Record:
    """A price for a product, which may be described on the way. source: spec"""
    if "product_data" in params:
        if "product" in params:
            raise errors.exclusive_params(["product", "product_data"])
        product = products.made(work, stored(products.PRODUCT, params.product_data), "product_data")
        params = Params({**params, "product": product.id})
    return make(work, params, "")


@operation("POST /v1/prices/{price}", PRICE, subject="price")
def update(work: Work, price: Record, params: Params) -> Record:
    """What may change of a price: never how much.

    refuses: price_is_default, tax_behavior_is_fixed, own_currency. source: spec
    """
    if params.get("active") is False and price.active:
        check_default(work, price)
    behavior = params.get("tax_behavior")
    if behavior is not None and price.tax_behavior not in ("unspecified", behavior):
        raise refusals.tax_behavior_is_fixed()
    changes = updates(price, params, frozenset(("currency_options",)))
    if "currency_options" in params:
        for currency in params.currency_options or ():
            if currency.lower() == price.currency:
                raise price_refusals.own_currency(currency, "currency_options")
        options = options_of(params.currency_options, price.body, "currency_options")
        before = price.private.get("currency_options") if params.currency_options else None
        work.note(price, currency_options={**(before or {}), **options})
    key = params.get("lookup_key")
    if key:
        take_lookup_key(work, key, price, params.get("transfer_lookup_key", False))
    return work.change(price, **changes)


@operation("GET /v1/prices", PRICE)
def list_prices(work: Work, params: Params) -> Page:
    """Prices, newest first. source: spec"""
    recurring = params.get("recurring") or {}
    filters = {
        **params.pick("active", "currency", "product", "type"),
        **{name: recurring[name] for name in ("interval", "usage_type", "meter") if name in recurring},
    }
    if "lookup_keys" not in params:
        return show_records(work, PRICE, params, "/v1/prices", filters)
    found = [p for key in params.lookup_keys for p in work.each("price", lookup_key=key, **filters)]
    chosen = sorted(
        (price for price in found if created_within(price, params)), key=lambda p: p.born, reverse=True
    )
    return page_of(chosen, params, "/v1/prices", "price")
