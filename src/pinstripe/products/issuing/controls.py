"""Spending controls as cards and cardholders say them: which shops, which countries, how much in what time.

Owns: their form and their defaults. Does not own: what was spent (spending.py), the decision (room
authorizations). Money: none; limits are in the card's currency. Source: docs: Issuing spending controls;
spec.
"""

from __future__ import annotations

import re
from typing import Any, Final

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.products.issuing import refusals

KINDS: Final = ("categories", "merchant_countries", "card_presences")
"""What can be allowed or blocked; one of both."""
COUNTRY: Final = re.compile(r"[A-Z]{2}")
LIMIT_PER_DAY: Final = 50_000
"""Of a card for which nobody said anything, in minor units. source: docs: Issuing spending controls"""

OF_CARD: Final[dict[str, Any]] = {
    "allowed_card_presences": None,
    "allowed_categories": None,
    "allowed_merchant_countries": None,
    "blocked_card_presences": None,
    "blocked_categories": None,
    "blocked_merchant_countries": None,
    "spending_limits": [],
    "spending_limits_currency": None,
}
OF_CARDHOLDER: Final = {
    **OF_CARD,
    "allowed_categories": [],
    "allowed_merchant_countries": [],
    "blocked_categories": [],
    "blocked_merchant_countries": [],
}
"""source: docs: API reference"""


def merged(
    known: dict[str, Any], blank: dict[str, Any], given: dict[str, Any], currency: str
) -> dict[str, Any]:
    """The controls after what was given: what is allowed takes the place of what is blocked, and the other
    way round. params: blank, what unset ones show

    refuses: both_ways, low_limit, bad_country, bad_currency. source: docs: Issuing spending controls
    """
    out = dict(known)
    for name, value in given.items():
        out[name] = value or blank[name]
        verb, _, kind = name.partition("_")
        other = f"{'blocked' if verb == 'allowed' else 'allowed'}_{kind}"
        if value and other in blank and other not in given:
            out[other] = blank[other]
    for kind in KINDS:
        if out[f"allowed_{kind}"] and out[f"blocked_{kind}"]:
            raise refusals.both_ways(kind)
    for name in ("allowed_merchant_countries", "blocked_merchant_countries"):
        for country in out[name] or ():
            if not COUNTRY.fullmatch(country):
                raise errors.bad_country(country, f"spending_controls[{name}]")
    if "spending_limits" in given:
        out["spending_limits"] = [
            limit(place, one) for place, one in enumerate(given["spending_limits"] or ())
        ]
    named = (given.get("spending_limits_currency") or "").lower()
    if named and named not in currencies.ACCEPTED:
        raise errors.bad_currency(named, currencies.ACCEPTED, "spending_controls[spending_limits_currency]")
    out["spending_limits_currency"] = named or (currency if out["spending_limits"] else None)
    return out


def limit(place: int, given: dict[str, Any]) -> dict[str, Any]:
    """A limit as it is shown. refuses: low_limit"""
    if given["amount"] < 0:
        raise refusals.low_limit(place)
    return {
        "amount": given["amount"],
        "categories": given.get("categories") or [],
        "interval": given["interval"],
    }


def of_card(given: dict[str, Any] | None, currency: str) -> dict[str, Any]:
    """The controls of a new card: without a limit of its own it has one per day. source:
    docs: Issuing spending controls
    """
    stated = given or {}
    if "spending_limits" not in stated:
        usual = {"amount": LIMIT_PER_DAY, "categories": [], "interval": "daily"}
        stated = {**stated, "spending_limits": [usual]}
    return merged(OF_CARD, OF_CARD, stated, currency)
