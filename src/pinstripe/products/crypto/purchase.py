"""A purchase: what somebody chooses, pays and gets, on the page, by an app's own calls, or by a test.

Owns: quotes of a session, payment, delivery, who is not served. Does not own: the record (onramp_session.py),
prices (market.py). Money: none of the account's; a person buys from the onramp.
Source: docs: Crypto onramp (statuses); what is chosen when nobody says, and when it is delivered, inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.ids import key_hash
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.crypto import market, refusals
from pinstripe.products.crypto.onramp_session import ONRAMP_SESSION

OUTCOMES = ("rejected", "payment_failed", "requires_payment", "complete")
QUOTED_SECONDS = 60
"""How long a quote is good. source: inferred"""
DELIVERED_SECONDS = {"instant": 2, "standard": 3 * DAY}
SOURCE = "100.00"
"""What is bought for if nobody says. source: docs: Crypto onramp (quotes)"""
EUROPE = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
SERVED = EUROPE | {"US"}
UNSERVED_STATES = frozenset({"HI"})
"""Where the onramp is. source: docs: Crypto onramp"""
WALLETS = {
    "bitcoin": "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh",
    "solana": "4Nd1mYvTzwTz5mAoh5dH6B1Vc2aF7cJ5sV2cGk8a1bcd",
    "stellar": "G" + "A" * 55,
    "sui": "0x" + "b0" * 32,
}
WALLET = "0xb00e745a3dce2ce8e4fa3a2b3d9e8b9f1b9e5a11"
"""Wallets of tests, where a session names none."""


def chosen(details: dict[str, Any]) -> dict[str, Any]:
    """What somebody picks on the page: what the session says, else the first that goes together."""
    currencies, networks = details["destination_currencies"], details["destination_networks"]
    networks = [details["destination_network"]] if details["destination_network"] else networks
    currencies = [details["destination_currency"]] if details["destination_currency"] else currencies
    currency, network = next((c, n) for n in networks for c in currencies if market.pair(c, n))
    source = details["source_amount"] or (None if details["destination_amount"] else SOURCE)
    wallets = details["wallet_addresses"] or {}
    wallet = details["wallet_address"] or wallets.get(market.key_of(network))
    return {
        **details,
        "destination_currency": currency,
        "destination_network": network,
        "source_amount": source,
        "source_currency": details["source_currency"] or "usd",
        "wallet_address": wallet or WALLETS.get(network, WALLET),
    }


def priced(details: dict[str, Any]) -> dict[str, Any]:
    """The same with today's prices. source: docs: Crypto onramp (quotes)"""
    place = (details["source_currency"], details["destination_currency"], details["destination_network"])
    given = details["source_amount"]
    if given is not None:
        value = market.amount(given, 2)
        assert value is not None, f"{given} was taken for an amount"
        quote = market.for_source(value, *place)
    else:
        wanted = market.amount(details["destination_amount"], market.places(place[1]))
        assert wanted is not None, f"{details['destination_amount']} was taken for an amount"
        quote = market.for_destination(wanted, *place)
    return {
        **details,
        "destination_amount": quote.destination,
        "fees": {
            "network_fee_amount": f"{quote.network_fee:.2f}",
            "transaction_fee_amount": f"{quote.transaction_fee:.2f}",
        },
        "source_amount": f"{quote.source:.2f}",
    }


def is_served(session: Record) -> bool:
    """Is the onramp where the person lives? source: docs: Crypto onramp"""
    address = (session.private["kyc"] or {}).get("address") or {}
    if address.get("country", "US") not in SERVED:
        return False
    return not (address.get("country", "US") == "US" and address.get("state") in UNSERVED_STATES)


def quote(work: Work, session: Record) -> Record:
    """Prices are looked up for what was chosen. refuses: missing_source_total_amount_parameters, wrong_state

    source: docs: Crypto onramp (headless); inferred
    """
    details = session.transaction_details
    named = details["destination_currency"] and details["destination_network"]
    if not named or not (details["source_amount"] or details["destination_amount"]):
        raise refusals.onramp("missing_source_total_amount_parameters")
    if session.status not in {"initialized", "requires_payment"}:
        raise refusals.wrong_state(session, "quote")
    return choose(work, session)


def choose(work: Work, session: Record) -> Record:
    """Currency, network, wallet and price are settled; a person who is not served is rejected."""
    if not is_served(session):
        return work.advance(session, "choose", "rejected")
    work.note(session, quoted=work.now)
    found = priced(chosen(session.transaction_details))
    if session.status == "requires_payment":
        return work.amend(session, transaction_details=found)
    return work.advance(session, "choose", "done", transaction_details=found)


def pay(work: Work, session: Record) -> Record:
    """The money is there, and crypto is on its way. source: docs: Crypto onramp; when it comes inferred"""
    speed = session.transaction_details.get("settlement_speed") or "instant"
    work.schedule("fulfil", session, work.now + DELIVERED_SECONDS[speed])
    return work.advance(session, "checkout", "paid")


@job(ONRAMP_SESSION, "fulfil")
def fulfil(work: Work, session: Record) -> None:
    """It is delivered. source: docs: Crypto onramp (transaction_id); inferred"""
    details = session.transaction_details
    number = key_hash(f"{work.world.seed} {session.id}")
    plain = details["destination_network"] in {"bitcoin", "solana", "stellar"}
    details = {**details, "transaction_id": number if plain else f"0x{number}"}
    work.advance(session, "fulfil", "done", transaction_details=details)


def submit(work: Work, session: Record, outcome: str) -> Record:
    """Somebody goes through the page. refuses: wrong_state. source: docs: Crypto onramp (statuses)"""
    if session.status not in {"initialized", "requires_payment"}:
        raise refusals.wrong_state(session, "submit")
    if outcome == "rejected":
        return work.advance(session, "choose", "rejected")
    if session.status == "initialized":
        choose(work, session)
    if session.status != "requires_payment" or outcome == "requires_payment":
        return session
    if outcome == "payment_failed":
        work.announce(session, "checkout", "failed")
        return session
    return pay(work, session)


def answered(work: Work, key: str, token: str, choice: str) -> str | None:
    """Somebody chose an outcome on the page; its address is good until the session ends."""
    session = work.subject(ONRAMP_SESSION.object, key)
    if token != session.private["key"] or session.status not in {"initialized", "requires_payment"}:
        return None
    submit(work, session, choice)
    return ""


PAGE = page(
    "onramp",
    "cos",
    title="Buy crypto",
    means="Here somebody would say who they are, choose what they buy, and pay. Choose how that ends.",
    instead=('POST /_pinstripe/crypto/onramp_sessions/submit {{"session": "{id}", "outcome": "complete"}}',),
    choices=(
        ("rejected", "rejected: the person may not buy"),
        ("payment_failed", "payment failed: the payment does not go through"),
        ("requires_payment", "requires payment: everything is chosen, nothing is paid"),
        ("complete", "complete: paid, success"),
    ),
    answer=answered,
)
