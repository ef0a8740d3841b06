"""What processing costs: list prices by country, rounded half up.

Owns: pure rules. Does not own: posting the fee (charge.py). Money: ints of minor units.
Source: docs: pricing; recorded: gumroad (fees).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from pinstripe import currencies
from pinstripe.money import round_half_up
from pinstripe.products.methods.kinds.kind import Kind

EUROZONE: Final = (
    *("AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV"),
    *("MT", "NL", "PT", "SI", "SK"),
)


FEES: Final[dict[str, tuple[str, int, int]]] = {
    # Country: its currency, hundredths of a percent, fixed part in that currency's minor unit.
    "US": ("usd", 290, 30),
    "AU": ("aud", 170, 30),
    "BR": ("brl", 399, 39),
    "CA": ("cad", 290, 30),
    "CH": ("chf", 290, 30),
    "GB": ("gbp", 150, 20),
    "HK": ("hkd", 340, 235),
    "IN": ("inr", 200, 0),
    "JP": ("jpy", 360, 0),
    "MX": ("mxn", 360, 300),
    "NZ": ("nzd", 270, 30),
    "SG": ("sgd", 340, 50),
    **dict.fromkeys(EUROZONE, ("eur", 150, 25)),
}


FIXED_PARTS: Final[dict[str, int]] = {currency: fixed for currency, _, fixed in FEES.values()}


def fee_minor(amount: int, currency: str, country: str = "US") -> int:
    """What processing a domestic card payment costs the merchant.

    amount: as settled, in `currency`. The fixed part is that of the currency, the percentage the country's.
    source: docs: pricing (list prices); rounding half up, recorded: gumroad; other currencies inferred
    """
    own, rate, fixed = FEES.get(country, FEES["US"])
    if currency != own:
        # The same thirty hundredths of a unit that most countries have; none where a unit has no parts.
        fixed = FIXED_PARTS.get(currency, 3 * 10 ** currencies.decimals(currency) // 10)
        fixed = fixed if currencies.decimals(currency) else 0
    return round_half_up(Fraction(amount * rate, 10_000)) + fixed


def fee_details(fee: int, currency: str) -> list[dict[str, Any]]:
    """The lines that explain a processing fee; none for a fee of nothing. source: recorded: gumroad"""
    if fee == 0:
        return []
    return [
        {
            "amount": fee,
            "application": None,
            "currency": currency,
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]


def fee_of(kind: Kind, amount: int, currency: str, country: str) -> int:
    """What a payment of a kind costs the merchant, never more than the payment. source: docs: pricing"""
    if kind.fee is None:
        return min(fee_minor(amount, currency, country), amount)
    rate, fixed, most = kind.fee
    cost = round_half_up(Fraction(amount * rate, 10_000)) + fixed
    return min(cost if most is None else min(cost, most), amount)
