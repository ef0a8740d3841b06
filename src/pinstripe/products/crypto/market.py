"""The market: which currency is on which network, what it costs, and what an address looks like.

Owns: these tables, fees, amounts. Does not own: sessions. Money: none of the ledger's: amounts are
decimals of
other people's money. Source: docs: Crypto onramp (pairs, fees of six quotes); prices and further pairs
inferred.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import NamedTuple

CURRENCIES = ("btc", "eth", "matic", "sol", "xlm", "avax", "usdc")
NETWORKS = ("bitcoin", "ethereum", "base", "polygon", "solana", "stellar", "avalanche")
"""What a session without parameters offers."""
PAIRS: dict[str, tuple[str, ...]] = {
    "avalanche": ("avax", "usdc"),
    "base": ("eth", "usdc"),
    "bitcoin": ("btc",),
    "celo": ("usdc",),
    "ethereum": ("eth", "usdc", "usdt", "ripusd"),
    "optimism": ("eth", "usdc"),
    "polygon": ("matic", "usdc"),
    "solana": ("sol", "usdc"),
    "stellar": ("xlm", "usdc"),
    "sui": ("usdc",),
    "tempo": ("usdc",),
    "worldchain": ("wld", "usdc"),
}
DOLLARS = {
    "avax": "30", "btc": "60000", "eth": "2500", "matic": "0.5", "ripusd": "1", "sol": "150", "usdc": "1",
    "usdt": "1", "wld": "2", "xlm": "0.1",
}  # fmt: skip
"""What one of each costs."""
PLACES = {"avax": 18, "btc": 8, "eth": 18, "matic": 18, "sol": 9, "usdc": 6, "usdt": 6, "wld": 18, "xlm": 8}
FIAT = {"usd": "1", "eur": "0.92", "gbp": "0.79", "cad": "1.36", "cop": "4100", "php": "58"}
"""What a dollar is worth."""
NETWORK_FEES = {
    "bitcoin": "11.89",
    "ethereum": "1.25",
    "avalanche": "0.05",
    "base": "0.03",
    "optimism": "0.03",
}
CHEAP = "0.01"
SHARE, SHARE_OF_FEE = Decimal("0.0404"), Decimal("0.0194")
"""What the onramp takes of the amount, and of the network's fee. source: docs: Crypto onramp (six quotes)"""
LEAST, MOST = Decimal(1), Decimal(50_000)
CENT, EXACT = Decimal("0.01"), Context(prec=60)
BEYOND = Decimal(10) ** 18
"""From here on nobody has so much."""

EVM = re.compile(r"0x[0-9a-fA-F]{40}")
ADDRESSES: dict[str, re.Pattern[str]] = {
    "bitcoin": re.compile(r"(?:bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})"),
    "solana": re.compile(r"[1-9A-HJ-NP-Za-km-z]{32,44}"),
    "stellar": re.compile(r"G[A-Z2-7]{55}"),
    "sui": re.compile(r"0x[0-9a-fA-F]{64}"),
}
KEYS = {"base": "base_network"}
"""What a network is called as a key of a hash."""


class Quote(NamedTuple):
    """What somebody pays and gets."""

    source: Decimal
    destination: str
    network_fee: Decimal
    transaction_fee: Decimal

    @property
    def total(self) -> Decimal:
        """All that is paid."""
        return self.source + self.network_fee + self.transaction_fee


def key_of(network: str) -> str:
    """A network as a key of a hash."""
    return KEYS.get(network, network)


def network_of(key: str) -> str:
    """The network that a key of a hash names."""
    return next((name for name, one in KEYS.items() if one == key), key)


def pair(currency: str, network: str) -> bool:
    """Is the currency on the network?"""
    return currency in PAIRS[network]


def fits(address: str, network: str) -> bool:
    """Does it look like an address of the network?"""
    return ADDRESSES.get(network, EVM).fullmatch(address) is not None


def amount(text: str, places: int) -> Decimal | None:
    """A positive amount of at most so many places that can be counted; None where it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    good = value.is_finite() and 0 < value < BEYOND and isinstance(exponent, int) and -exponent <= places
    return value if good else None


def price(currency: str, fiat: str) -> Decimal:
    """What one of a currency costs."""
    return Decimal(DOLLARS[currency]) * Decimal(FIAT[fiat])


def places(currency: str) -> int:
    """How finely a currency is divided."""
    return PLACES.get(currency, 6)


def cents(value: Decimal) -> Decimal:
    """Money to the cent."""
    return value.quantize(CENT, ROUND_HALF_UP, EXACT)


def for_source(source: Decimal, fiat: str, currency: str, network: str) -> Quote:
    """What an amount of money buys."""
    unit = Decimal(1).scaleb(-places(currency))
    got = EXACT.divide(source, price(currency, fiat)).quantize(unit, ROUND_DOWN, EXACT)
    fee = cents(Decimal(NETWORK_FEES.get(network, CHEAP)) * Decimal(FIAT[fiat]))
    taken = cents(EXACT.multiply(source, SHARE) + fee * SHARE_OF_FEE)
    return Quote(cents(source), f"{got:f}", fee, taken)


def for_destination(wanted: Decimal, fiat: str, currency: str, network: str) -> Quote:
    """What an amount of a currency costs."""
    source = cents(EXACT.multiply(wanted, price(currency, fiat)))
    unit = Decimal(1).scaleb(-places(currency))
    bought = wanted.quantize(unit, ROUND_HALF_UP, EXACT)
    return for_source(source, fiat, currency, network)._replace(destination=f"{bought:f}")
