"""The assortment: what can be ordered, where, for how much, and how it is sent. No account has one of its
own.

Owns: the tables. Does not own: orders (hardware_order.py). Pure. Money: prices and taxes, in minor units.
Source: docs: Terminal hardware orders (shapes); inferred (prices, countries, days, taxes).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from pinstripe.ids import stable

PRICES: Final = {
    "bbpos_wisepos_e": 24900,
    "bbpos_wisepos_e_dock": 4900,
    "bbpos_wisepad3": 5900,
    "bbpos_wisepad3_dock": 1900,
    "stripe_m2": 5900,
    "stripe_m2_dock": 1900,
    "stripe_s700": 34900,
    "stripe_s700_dock": 4900,
}
"""What a device costs everywhere, in the country's currency. source: inferred"""


class Place(NamedTuple):
    """A country that is sent to: its currency, its tax in hundredths of a percent and what that is called."""

    currency: str
    tax: int
    tax_name: str
    carrier: str


PLACES: Final = {
    "US": Place("usd", 825, "Sales tax", "ups"),
    "CA": Place("cad", 500, "GST", "canada_post"),
    "GB": Place("gbp", 2000, "VAT", "royal_mail"),
    "AU": Place("aud", 1000, "GST", "australia_post"),
    "NZ": Place("nzd", 1500, "GST", "dhl"),
    "SG": Place("sgd", 900, "GST", "dhl"),
    **{country: Place("eur", 2100, "VAT", "dhl") for country in "AT BE DE ES FI FR IE IT LU NL PT".split()},
}
"""source: inferred"""


class Way(NamedTuple):
    """How an order is sent: for how much, and between how many days it takes."""

    amount: int
    least_days: int
    most_days: int


WAYS: Final = {"standard": Way(800, 4, 7), "express": Way(2500, 2, 3), "priority": Way(4500, 1, 2)}
"""source: docs: Terminal hardware orders (names, the first amount); inferred"""
ORDERABLE: Final = 100
"""How many of a device may be ordered at once. source: docs: Terminal hardware orders"""


def product_id(kind: str) -> str:
    """The same for everybody, for ever."""
    return f"thpr_{stable(14, 'hardware product', kind)}"


PRODUCTS: Final[dict[str, dict[str, Any]]] = {
    product_id(kind): {
        "id": product_id(kind),
        "object": "terminal.hardware_product",
        "status": "available",
        "type": kind,
        "unavailable_after": None,
    }
    for kind in PRICES
}


def _sku(kind: str, country: str) -> dict[str, Any]:
    return {
        "id": f"thsku_{stable(14, 'hardware sku', kind, country)}",
        "object": "terminal.hardware_sku",
        "amount": PRICES[kind],
        "country": country,
        "currency": PLACES[country].currency,
        "orderable": ORDERABLE,
        "product": product_id(kind),
        "provider": "stripe",
        "status": "available",
        "unavailable_after": None,
    }


SKUS: Final = {one["id"]: one for one in (_sku(kind, country) for country in PLACES for kind in PRICES)}


def _method(name: str, country: str) -> dict[str, Any]:
    return {
        "id": f"thsm_{stable(14, 'hardware shipping', name, country)}",
        "object": "terminal.hardware_shipping_method",
        "amount": WAYS[name].amount,
        "country": country,
        "currency": PLACES[country].currency,
        "estimated_delivery_window": None,
        "name": name,
        "provider": "stripe",
        "status": "available",
        "unavailable_after": None,
    }


METHODS: Final = {one["id"]: one for one in (_method(name, country) for country in PLACES for name in WAYS)}
"""Without the days between which an order arrives: those follow from today."""
