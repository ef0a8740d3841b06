"""What crypto would cost: quotes for every pair that is asked for. They are not kept.

Owns: the endpoint of quotes. Does not own: prices (market.py), sessions. Money: none.
Source: docs: Crypto onramp (form, fees of six quotes).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pinstripe.api.params import Params
from pinstripe.ids import hexadecimal
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.crypto import market, refusals
from pinstripe.products.crypto.onramp_session import ONRAMP_SESSION
from pinstripe.products.crypto.purchase import SOURCE

SHOWN = ("avalanche", "base", "bitcoin", "ethereum", "optimism", "polygon", "solana", "stellar", "worldchain")
"""Networks that a list of quotes has room for."""


@operation("GET /v1/crypto/onramp/quotes", ONRAMP_SESSION)
def quotes(work: Work, params: Params) -> dict[str, Any]:
    """What an amount buys, or costs, for each pair. refuses: onramp. source: docs: Crypto onramp"""
    source, wanted = params.get("source_amount"), params.get("destination_amount")
    if source is not None and wanted is not None:
        raise refusals.onramp("invalid_source_destination_pair", "source_amount")
    fiat = params.get("source_currency") or "usd"
    currencies, networks = params.get("destination_currencies"), params.get("destination_networks")
    places = [one for one in networks or market.NETWORKS if one in SHOWN]
    pairs = [
        (currency, network)
        for network in sorted(places)
        for currency in market.PAIRS[network]
        if currency in (currencies or market.CURRENCIES)
    ]
    if not pairs:
        raise refusals.onramp("quote_invalid_destination_currencies_and_networks")
    if wanted is not None and (len(currencies or ()) != 1 or len(networks or ()) != 1):
        raise refusals.onramp("quote_too_many_destination_currencies_and_networks")
    text = wanted if wanted is not None else source or SOURCE
    value = market.amount(text, 2 if wanted is None else market.places(pairs[0][0]))
    if value is None:
        raise refusals.onramp("invalid_amount", "destination_amount" if wanted else "source_amount")
    found: dict[str, list[dict[str, Any]]] = {}
    shown = text
    for currency, network in pairs:
        one = offer(value, wanted is not None, fiat, currency, network)
        shown = f"{one.source:.2f}"
        number = hexadecimal(64, work.world.seed, work.now, text, fiat, currency, network)
        found.setdefault(market.key_of(network), []).append(
            {
                "id": number,
                "destination_amount": one.destination,
                "destination_currency": currency,
                "destination_network": network,
                "fees": {
                    "network_fee_monetary": f"{one.network_fee:.2f}",
                    "transaction_fee_monetary": f"{one.transaction_fee:.2f}",
                },
                "source_total_amount": f"{one.total:.2f}",
            }
        )
    return {
        "id": hexadecimal(64, work.world.seed, work.now, text, fiat, pairs),
        "object": "crypto.onramp.quotes",
        "destination_network_quotes": found,
        "livemode": False,
        "rate_fetched_at": work.now,
        "source_amount": shown,
        "source_currency": fiat,
    }


def offer(value: Decimal, wanted: bool, fiat: str, currency: str, network: str) -> market.Quote:
    """One quote; wanted: the value is of the currency that is bought."""
    ask = market.for_destination if wanted else market.for_source
    return ask(value, fiat, currency, network)
