"""The climate product: what can be ordered, and what a ton of it costs.

Owns: the table of products, the record of one that was changed or added for a world. Does not own: the
endpoints (products.py), orders. Money: none.
Source: docs: id table of the public examples (the product of 2027); the others, and other currencies,
inferred.
A product of the table has a record once it was ordered, or its price changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, SAME, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.money import round_half_up
from pinstripe.products.climate import supplier as suppliers

# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, event
    ("create", "kept",   ANY, SAME),
    ("create", "added",  ANY, SAME, "climate.product.created"),
    ("create", "priced", ANY, SAME, "climate.product.pricing_updated"),
    ("price",  "done",   ANY, SAME, "climate.product.pricing_updated"),
)
# fmt: on

CLIMATE_PRODUCT = Resource(
    "climate.product",
    prefix="climsku",
    noun="climate product",
    param="product",
    status="offered",
    lifecycle=LIFECYCLE,
    source="spec",
)
FEE, WITHOUT_FEE = Fraction(3, 100), Fraction(100, 103)
"""Of the price, and what is left of a total. source: docs: id table of the public examples"""
CREATED = 1_700_000_000
AVAILABLE = "1000000"
FRONTIER = "climsku_frontier_offtake_portfolio_{}"
YEARS = {2027: 55000, 2028: 50000, 2029: 45000, 2030: 40000}
"""What a ton costs in US cents, by the year of its delivery."""
CURRENCIES = {
    "usd": Fraction(1),
    "eur": Fraction(92, 100),
    "gbp": Fraction(79, 100),
    "cad": Fraction(136, 100),
    "aud": Fraction(151, 100),
}


def fees(subtotal: int) -> int:
    """What comes on top."""
    return round_half_up(subtotal * FEE)


def price(subtotal: int) -> dict[str, int]:
    """A price with its fees."""
    more = fees(subtotal)
    return {"amount_fees": more, "amount_subtotal": subtotal, "amount_total": subtotal + more}


def prices(subtotal: int) -> dict[str, dict[str, int]]:
    """In every currency, from US cents."""
    return {name: price(round_half_up(subtotal * rate)) for name, rate in CURRENCIES.items()}


def facts(name: str, year: int | None, subtotal: int) -> dict[str, Any]:
    """What there is to know of a product."""
    return {
        "current_prices_per_metric_ton": prices(subtotal),
        "delivery_year": year,
        "metric_tons_available": AVAILABLE,
        "name": name,
        "suppliers": list(suppliers.BODIES.values()),
    }


def body(key: str, name: str, year: int, subtotal: int) -> dict[str, Any]:
    """A product of the table as it is shown."""
    known = facts(name, year, subtotal)
    return {"id": key, "object": "climate.product", "created": CREATED, "livemode": False, **known}


BODIES: dict[str, dict[str, Any]] = {
    FRONTIER.format(year): body(FRONTIER.format(year), f"Frontier's {year} offtake portfolio", year, subtotal)
    for year, subtotal in YEARS.items()
}


def found(work: Work, key: str) -> Mapping[str, Any] | None:
    """A product as this world has it."""
    known = work.peek(key, CLIMATE_PRODUCT.object)
    return known.body if known is not None else BODIES.get(key)


def kept(work: Work, key: str) -> None:
    """An order names a product of the table: from now on it has a record, which can be expanded."""
    if work.peek(key, CLIMATE_PRODUCT.object) is None:
        work.create(
            CLIMATE_PRODUCT, "kept", **{one: value for one, value in BODIES[key].items() if one != "object"}
        )


def reprice(work: Work, key: str, subtotal: int, name: str, year: int | None) -> Record:
    """Frontier asks another price, or offers something new. source: spec (events); how inferred"""
    record = work.peek(key, CLIMATE_PRODUCT.object)
    if record is not None:
        return work.advance(record, "price", "done", current_prices_per_metric_ton=prices(subtotal))
    known = BODIES.get(key)
    if known is None:
        return work.create(CLIMATE_PRODUCT, "added", id=key, **facts(name, year, subtotal))
    changed = {**known, "current_prices_per_metric_ton": prices(subtotal)}
    return work.create(CLIMATE_PRODUCT, "priced", **{one: v for one, v in changed.items() if one != "object"})
