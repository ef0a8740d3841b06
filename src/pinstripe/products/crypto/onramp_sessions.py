"""The endpoints of onramp sessions.

Owns: create, list, quote, checkout. Does not own: the record (onramp_session.py), what is bought
(purchase.py).
Money: none of the account's. Source: docs: Crypto onramp; inferred (order of refusals).
"""

from __future__ import annotations

from decimal import Decimal
from ipaddress import ip_address, ip_network
from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.crypto import market, purchase, refusals
from pinstripe.products.crypto.onramp_session import ONRAMP_SESSION

PATH = "/v1/crypto/onramp_sessions"
PLACES = {
    "192.0.2.0/24": "unsupported_country",
    "198.51.100.0/24": "unsupported_region",
    "203.0.113.0/24": "unsupportable_customer",
}
"""Addresses of documentation stand for places that are not served. source: docs: Crypto onramp (codes);
inferred"""
WALLETS = ("bitcoin", "ethereum", "polygon", "solana", "stellar", "destination_tags")
HALF = "incomplete_destination_currency_and_network_pair"


@operation(f"POST {PATH}", ONRAMP_SESSION)
def create(work: Work, params: Params) -> Record:
    """Somebody is going to buy crypto. refuses: onramp. source: docs: Crypto onramp"""
    refuse_place(params.get("customer_ip_address"))
    refuse_amounts(params)
    refuse_choice(params)
    refuse_wallets(params)
    refuse_half(params)
    key = work.new_id(ONRAMP_SESSION)
    secret = work.mint.letters(24)
    kyc = {name: value for name, value in (params.get("kyc_details") or {}).items() if value}
    address = f"{work.public(purchase.PAGE.path(key))}?merchant={work.account}&key={secret}"
    names = ("destination_amount", "destination_currency", "destination_network")
    source = params.get("source_amount")
    details = {
        **{name: params.get(name) for name in names},
        "destination_currencies": list(params.get("destination_currencies") or market.CURRENCIES),
        "destination_networks": list(params.get("destination_networks") or market.NETWORKS),
        "fees": None,
        "lock_wallet_address": bool(params.get("lock_wallet_address")),
        "source_amount": None if source is None else f"{Decimal(source):.2f}",
        "source_currency": params.get("source_currency"),
        "transaction_id": None,
        "wallet_address": params.get("wallet_address"),
        "wallet_addresses": shown(plain(params.get("wallet_addresses"))),
        **({"settlement_speed": params.settlement_speed} if params.get("settlement_speed") else {}),
    }
    return work.create(
        ONRAMP_SESSION,
        "asked",
        id=key,
        client_secret=f"{key}_secret_{work.mint.letters(24)}",
        kyc_details_provided=bool(kyc),
        metadata=merged_metadata(None, params.get("metadata")),
        redirect_url=address,
        transaction_details=dict(sorted(details.items())),
        private={"key": secret, "kyc": kyc, "quoted": None, "ip": params.get("customer_ip_address")},
    )


def plain(given: Any) -> dict[str, Any] | None:
    """A hash without what was left empty."""
    found = {name: dict(v) if isinstance(v, dict) else v for name, v in (given or {}).items() if v}
    return found or None


def shown(wallets: dict[str, Any] | None) -> dict[str, Any] | None:
    """Addresses as a session shows them, with those that nobody gave. source: docs: Crypto onramp"""
    return None if wallets is None else {**dict.fromkeys(WALLETS), **wallets}


def refuse_place(address: str | None) -> None:
    """Is the onramp where the person is? refuses: onramp"""
    if address is None:
        return
    try:
        known = ip_address(address)
    except ValueError:
        raise refusals.onramp("invalid_parameter", "customer_ip_address") from None
    for place, code in PLACES.items():
        if known in ip_network(place):
            raise refusals.onramp(code, "customer_ip_address")


def refuse_amounts(params: Params) -> None:
    """One amount at most, and of what. refuses: onramp"""
    source, wanted = params.get("source_amount"), params.get("destination_amount")
    if source is not None and wanted is not None:
        raise refusals.onramp("invalid_source_destination_pair", "source_amount")
    if source is not None:
        if params.get("source_currency") is None:
            raise refusals.onramp("missing_source_currency", "source_currency")
        value = market.amount(source, 2)
        if value is None:
            raise refusals.onramp("invalid_amount", "source_amount")
        if not market.LEAST <= value <= market.MOST:
            word = "below_minimum" if value < market.LEAST else "above_maximum"
            raise refusals.onramp(f"amount_{word}", "source_amount")
    if wanted is not None:
        currency = params.get("destination_currency")
        if currency is None:
            raise refusals.onramp("missing_destination_currency", "destination_currency")
        if params.get("destination_network") is None:
            raise refusals.onramp(HALF, "destination_network")
        if market.amount(wanted, market.places(currency)) is None:
            raise refusals.onramp("invalid_amount", "destination_amount")


def refuse_choice(params: Params) -> None:
    """Currencies and networks that go together. refuses: onramp"""
    currency, network = params.get("destination_currency"), params.get("destination_network")
    currencies, networks = params.get("destination_currencies"), params.get("destination_networks")
    if currency is not None and currencies and currency not in currencies:
        raise refusals.onramp("conflicting_destination_currency", "destination_currency")
    if network is not None and networks and network not in networks:
        raise refusals.onramp("conflicting_destination_network", "destination_network")
    if currency is not None and network is not None and not market.pair(currency, network):
        raise refusals.onramp("invalid_destination_currency_and_network_pair", "destination_currency")
    offered = [currency] if currency else market.CURRENCIES if currencies is None else currencies
    places = [network] if network else market.NETWORKS if networks is None else networks
    if not any(market.pair(one, place) for one in offered for place in places):
        raise refusals.onramp("invalid_supported_destination_currencies_and_networks")


def refuse_half(params: Params) -> None:
    """A currency and a network go together. refuses: onramp. source: docs: Crypto onramp"""
    names = ("destination_currency", "destination_network")
    missing = [name for name in names if params.get(name) is None]
    if len(missing) == 1:
        raise refusals.onramp(HALF, missing[0])


def refuse_wallets(params: Params) -> None:
    """Addresses of the networks that are offered, which must be named. refuses: onramp

    source: docs: Crypto onramp; inferred (the code where no network is named)
    """
    single, several = params.get("wallet_address"), plain(params.get("wallet_addresses")) or {}
    tags = several.pop("destination_tags", None)
    if single and several:
        raise refusals.onramp("invalid_wallet_address_parameters", "wallet_address")
    if params.get("lock_wallet_address") and not single and not several:
        raise refusals.onramp("no_wallet_address_to_lock", "lock_wallet_address")
    network, networks = params.get("destination_network"), params.get("destination_networks")
    if several and network is None and not networks:
        raise refusals.onramp("invalid_wallet_address_parameters", "wallet_addresses")
    for key, address in several.items():
        place = market.network_of(key)
        if networks and place not in networks:
            raise refusals.onramp("wallet_addresses_not_all_networks_supported", f"wallet_addresses[{key}]")
        if not market.fits(address, place):
            raise refusals.onramp("wallet_address_invalid", f"wallet_addresses[{key}]")
    if tags and "stellar" not in several:
        raise refusals.onramp("destination_tags_not_supported", "wallet_addresses[destination_tags]")
    if single:
        if network is None:
            raise refusals.onramp("invalid_wallet_address_parameters", "wallet_address")
        if not market.fits(single, network):
            raise refusals.onramp("wallet_address_invalid", "wallet_address")


@operation(f"GET {PATH}", ONRAMP_SESSION)
def list_all(work: Work, params: Params) -> Page:
    """Sessions, newest first. source: docs: Crypto onramp"""
    filters = params.pick("destination_currency", "destination_network", "status")
    return show_records(work, ONRAMP_SESSION, params, PATH, filters)


@operation(f"POST {PATH}/{{onramp_session}}/quote", ONRAMP_SESSION, subject="onramp_session")
def quote(work: Work, session: Record, params: Params) -> Record:
    """Prices of today for what was chosen. refuses: onramp, wrong_state. source: docs: Crypto onramp"""
    return purchase.quote(work, session)


@operation(f"POST {PATH}/{{onramp_session}}/checkout", ONRAMP_SESSION, subject="onramp_session")
def checkout(work: Work, session: Record, params: Params) -> Record:
    """The payment is confirmed and carried out. refuses: wrong_state, onramp. source: docs: Crypto onramp"""
    if work.now > session.private["quoted"] + purchase.QUOTED_SECONDS:
        raise refusals.onramp("quote_expired")
    if params.get("mandate_data"):
        work.note(session, mandate=dict(params.mandate_data))
    return purchase.pay(work, session)
