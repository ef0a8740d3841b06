"""The price record: how much, how often, for how many.

Owns: the record and its rules. Does not own: the endpoints (prices.py), what a quantity costs (pricing.py),
meters. Money: minor units, or decimal text of at most twelve places. Source: spec; recorded: stripe_world 07.
Private facts: tiers, currency_options (shown on expansion), aggregate_usage (older versions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import plan_of
from pinstripe.kernel.generate import stored
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource, Twin
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price_refusals, refusals
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog.pricing import Configuration, amounts_of, validate_tiers, whole_period

MOST = {"day": 1095, "week": 156, "month": 36, "year": 3}
"""The longest period of each unit: three years. source: spec; day: inferred"""


PLAN = Twin("plan", "plan", lambda price, _: plan_of(price), lambda price: price.recurring is not None)
"""A recurring price is a plan, too. source: recorded: pay-rails; order of their events: inferred"""


PRICE = Resource(
    "price",
    prefix="price",
    generated="retrieve",
    events="price",
    twins=(PLAN,),
    param="price",
    index=(
        *("active", "currency", "product", "type", "lookup_key", "interval=recurring.interval"),
        *("usage_type=recurring.usage_type", "meter=recurring.meter"),
    ),
    search="active:boolean billing_scheme currency lookup_key:free product type",
    defaults={"active": True, "billing_scheme": "per_unit", "tax_behavior": "unspecified"},
    includable={
        "tiers": lambda shower, price: price.private.get("tiers"),
        "currency_options": lambda shower, price: currency_options(price),
    },
)


def currency_options(price: Record) -> dict[str, Any]:
    """The price in every currency that it is known in, by their codes. source: spec"""
    given: dict[str, Any] = price.private.get("currency_options") or {}
    return dict(sorted({**given, price.currency: currency_option(price)}.items()))


def currency_option(price: Record) -> dict[str, Any]:
    """The price in its own currency, in the form of an alternative. source: spec"""
    names = ("custom_unit_amount", "tax_behavior", "unit_amount", "unit_amount_decimal")
    option = {name: price.get(name) for name in names}
    if price.private.get("tiers"):
        option["tiers"] = price.private["tiers"]
    return option


def make(work: Work, params: Params, where: str, **fixed: Any) -> Record:
    """A price from its parameters, wherever they stood (price_data, default_price_data)."""
    if params.get("product") is None:
        raise refusals.needs_product()
    work.find("product", params.product, inside(where, "product"))
    if not currencies.known(params.currency):
        raise errors.bad_currency(params.currency, currencies.ACCEPTED, inside(where, "currency"))
    fields, private = amounts(params, where)
    fields |= stored(PRICE, params, SAID_APART)
    options = options_of(params.get("currency_options"), params, inside(where, "currency_options"))
    fields["recurring"], more = recurrence(work, params.get("recurring"), where)
    if fields["recurring"] is not None and fields.get("custom_unit_amount") is not None:
        raise price_refusals.custom_and_recurring(inside(where, "custom_unit_amount"))
    fields["type"] = "one_time" if fields["recurring"] is None else "recurring"
    key = params.get("lookup_key")
    if key is not None:
        take_lookup_key(work, key, None, params.get("transfer_lookup_key", False))
    fields.pop("transfer_lookup_key", None)
    if options:
        private["currency_options"] = options
    return work.create(PRICE, **fields, **fixed, private={**private, **more})


SAID_APART = frozenset(
    ("currency_options", "custom_unit_amount", "recurring", "tiers", "unit_amount", "unit_amount_decimal")
)
"""Parameters of which a price is made otherwise than by keeping them."""


def options_of(given: Mapping[str, Any] | None, price: Mapping[str, Any], where: str) -> dict[str, Any]:
    """How much the price is in other currencies, in the same way as in its own. refuses: bad_currency

    price: scheme and mode of tiers. source: spec
    """
    found = {}
    for currency, option in (given or {}).items():
        path = f"{where}[{currency}]"
        if not currencies.known(currency):
            raise errors.bad_currency(currency, currencies.ACCEPTED, path)
        scheme = {name: price[name] for name in ("billing_scheme", "tiers_mode") if price.get(name)}
        fields, private = amounts(Params({**option, **scheme}), path)
        found[currency.lower()] = {
            "custom_unit_amount": None,
            "tax_behavior": option.get("tax_behavior", "unspecified"),
            **fields,
            **private,
        }
    return found


def inside(where: str, name: str) -> str:
    """A parameter's path."""
    return f"{where}[{name}]" if where else name


def amounts(params: Params, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Unit amount, custom amount or tiers: exactly one way to say how much. gives: (body fields, private)"""
    scheme = params.get("billing_scheme", "per_unit")
    if scheme == "tiered":
        if "transform_quantity" in params:
            raise refusals.tiers_with_transform()
        if params.get("tiers_mode") is None:
            raise errors.missing_param(inside(where, "tiers_mode"))
        for name in ("unit_amount", "unit_amount_decimal", "custom_unit_amount"):
            if params.get(name) is not None:
                raise refusals.per_unit_only(inside(where, name))
        tiers = validate_tiers(params.get("tiers") or [], inside(where, "tiers"))
        return {"unit_amount": None, "unit_amount_decimal": None}, {"tiers": tiers}
    for name in ("tiers", "tiers_mode"):
        if name in params:
            raise refusals.tiered_only(inside(where, name))
    if (params.get("transform_quantity") or {}).get("divide_by", 1) < 1:
        raise errors.too_low(1, inside(where, "transform_quantity[divide_by]"))
    custom = params.get("custom_unit_amount")
    if custom is not None and custom.get("enabled"):
        for name in ("unit_amount", "unit_amount_decimal"):
            if params.get(name) is not None:
                raise errors.exclusive_params([inside(where, name), inside(where, "custom_unit_amount")])
        limits = {name: custom.get(name) for name in ("maximum", "minimum", "preset")}
        return {"custom_unit_amount": limits, "unit_amount": None, "unit_amount_decimal": None}, {}
    if params.get("unit_amount") is None and params.get("unit_amount_decimal") is None:
        raise refusals.no_amount()
    whole, decimal = amounts_of(params.get("unit_amount"), params.get("unit_amount_decimal"), where)
    if decimal.startswith("-"):
        raise errors.too_low(
            0, inside(where, "unit_amount" if "unit_amount" in params else "unit_amount_decimal")
        )
    return {"unit_amount": whole, "unit_amount_decimal": decimal}, {}


def recurrence(work: Work, given: Params | None, where: str) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """How often, and by which usage. gives: (the canonical hash, facts of older versions)"""
    if given is None:
        return None, {}
    interval, count = given.interval, given.get("interval_count", 1)
    path = inside(where, "recurring")
    if count < 1:
        raise errors.too_low(1, f"{path}[interval_count]")
    if count > MOST[interval]:
        raise refusals.interval_too_long(MOST[interval])
    usage = given.get("usage_type", "licensed")
    meter = given.get("meter")
    if meter is not None:
        found = work.find("billing.meter", meter, f"{path}[meter]")
        if found.status != "active":
            raise refusals.meter_is_inactive(meter)
    elif usage == "metered" and not work.version.before("2025-03-31.basil"):
        raise refusals.needs_meter()
    if usage == "licensed" and meter is not None:
        raise refusals.meter_of_licensed(f"{path}[meter]")
    facts: dict[str, Any] = {}
    if usage == "metered" and meter is None:
        facts["aggregate_usage"] = given.get("aggregate_usage") or "sum"
    elif given.get("aggregate_usage") is not None:
        raise refusals.metered_only(f"{path}[aggregate_usage]")
    rhythm = {"interval": interval, "interval_count": count, "meter": meter}
    return {**rhythm, "trial_period_days": given.get("trial_period_days"), "usage_type": usage}, facts


def check_default(work: Work, price: Record) -> None:
    """A product's default price stays on offer. refuses: price_is_default"""
    if products.product_of(work, price).default_price == price.id:
        raise refusals.price_is_default()


def take_lookup_key(work: Work, key: str, price: Record | None, transfer: bool) -> None:
    """One active or inactive price per lookup key; a transfer takes it from its holder.

    source: recorded: stripe_world 07
    """
    for holder in work.each("price", lookup_key=key):
        if price is not None and holder.id == price.id:
            continue
        if not transfer:
            raise refusals.lookup_key_taken(holder.id)
        work.change(holder, lookup_key=None)


def price_for(work: Work, key: str, param: str, on_page: bool = False) -> Record:
    """A price that is sold now. params: on_page, whether its buyer may say on a page how much it is

    refuses: resource_missing, inactive_price, custom_amount
    """
    price = work.find("price", key, param)
    if not price.active:
        raise refusals.inactive_price(param)
    if price.custom_unit_amount is not None and not on_page:
        raise price_refusals.custom_amount(param)
    return price


def plan_for(work: Work, key: str, param: str) -> Record:
    """A recurring price that is sold now, named as a plan. refuses: resource_missing, inactive_price

    source: recorded: pay-rails/pay 2020 (text)
    """
    price = work.peek(key, "price")
    if price is None or price.recurring is None:
        raise errors.no_such("plan", key, param, 400)
    return price_for(work, key, param)


def from_data(work: Work, data: Params, param: str) -> Record:
    """A price described on the way (price_data): kept like any other, but not offered again. source: spec"""
    return make(work, data, param, active=False)


def again(work: Work, price: Record) -> Record:
    """A price that another work only thought of is made."""
    own = {name: value for name, value in price.body.items() if name not in ("object", "livemode")}
    return work.create(PRICE, private=dict(price.private), **own)


def seen_in(price: Record, currency: str | None) -> Record:
    """The price as it costs in one of its other currencies; as it is where it has no amount in that.

    gives: a second handle, which is not kept. source: spec (currency_options)
    """
    options = price.private.get("currency_options") or {}
    option = options.get(currency) if currency != price.currency else None
    if option is None:
        return price
    amounts = {name: option[name] for name in ("unit_amount", "unit_amount_decimal") if name in option}
    body = {**price.body, **amounts, "currency": currency}
    seen = Record(price.type, price.account, price.id, body, price.clock)
    seen.private = {**price.private, "tiers": option.get("tiers")}
    return seen


def bounded(price: Record, quantity: int, param: str) -> None:
    """What a quantity costs in a whole period fits into a line, in each of the price's currencies.

    refuses: amount_too_large
    """
    for currency, option in currency_options(price).items():
        if option.get("custom_unit_amount") is None:
            asked = Configuration({**price.body, **option}, option.get("tiers") or (), quantity)
            if abs(whole_period(asked)) > currencies.LARGEST:
                raise refusals.amount_too_large(currency, param)


def tiers_of(price: Record) -> list[dict[str, Any]]:
    """A price's tiers, none when it has a unit amount."""
    tiers: list[dict[str, Any]] = price.private.get("tiers") or []
    return tiers


def mint(work: Work, currency: str, product: str, whole: int | None, decimal: str | None) -> Record:
    """A price of an amount that is billed once and that nobody is offered.
    source: recorded: stripe_world 13
    """
    amount, text = amounts_of(whole, decimal)
    return work.create(
        PRICE,
        active=False,
        currency=currency,
        product=product,
        type="one_time",
        unit_amount=amount,
        unit_amount_decimal=text,
    )
