"""The arithmetic and the texts of taking money: fees, settlement dates, descriptors, bodies of charges.

Owns: pure rules. Does not own: records, postings, refusals, what the network says.
Money: ints of minor units; fees are rounded half up. Times: `available_on` is 00:00 UTC of a settlement day.
Source: recorded: gumroad (fees, 2,268 settlement dates, descriptors), openfoodnetwork and pay-rails (bodies);
docs: pricing, currencies, statement descriptors.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

from pinstripe import currencies
from pinstripe.api.error_base import CARD, doc_url
from pinstripe.clock.calendar import DAY, midnight, utc_date
from pinstripe.money import round_half_up
from pinstripe.networks.cards import details
from pinstripe.networks.port import Reply

# -- fees ----------------------------------------------------------------------------------------------

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


# -- settlement ----------------------------------------------------------------------------------------

BUSINESS_DAYS: Final = {"US": 2}
"""Countries whose money settles after so many business days. source: recorded: gumroad"""

CALENDAR_DAYS: Final = 7
"""Everywhere else, for accounts that are new. source: recorded: gumroad (CA, SG, BR), pay-rails"""


@cache
def _holidays(year: int) -> frozenset[date]:
    # Loaded when the first payment settles: the calendar of one country costs a good part of start-up.
    from holidays import country_holidays

    return frozenset(country_holidays("US", years=year))


def is_business_day(day: date) -> bool:
    """Neither a weekend nor a US federal holiday, as observed. source: recorded: gumroad"""
    return day.weekday() < 5 and day not in _holidays(day.year)


def available_on(created: int, country: str = "US") -> int:
    """When the money of a charge becomes available: midnight UTC of the day it settles.

    source: recorded: gumroad (Mon to Wed, Thu to Mon, Fri, Sat and Sun to Tue; holidays do not count)
    """
    return _settled_on(midnight(created), country)


@lru_cache(maxsize=64)
def _settled_on(moment: int, country: str) -> int:
    if country not in BUSINESS_DAYS:
        return moment + CALENDAR_DAYS * DAY
    missing = BUSINESS_DAYS[country]
    while missing:
        moment += DAY
        missing -= is_business_day(utc_date(moment))
    return moment


def next_midnight(created: int) -> int:
    """The date on money that never was pending. source: recorded: gumroad (bypass cards)"""
    return midnight(created) + DAY


# -- amounts -------------------------------------------------------------------------------------------


def amount_fault(amount: int, currency: str) -> str | None:
    """What is wrong with an amount to be charged: "zero", "too_small", "too_large", "step" or nothing.

    source: docs: currencies; recorded: gumroad, pay-rails (zero)
    """
    if amount < 1:
        return "zero"
    if amount > currencies.maximum_charge(currency):
        return "too_large"
    if amount % currencies.step(currency):
        return "step"
    if amount < currencies.minimum_charge(currency):
        return "too_small"
    return None


# -- statement descriptors -----------------------------------------------------------------------------

DESCRIPTOR_LENGTH: Final = 22
PREFIX_LENGTH: Final = 10
FORBIDDEN: Final = frozenset("<>\\'\"*")


def statement_descriptor(
    account: str | None, *, whole: str | None = None, suffix: str | None = None, prefix: str | None = None
) -> str | None:
    """What the card holder reads on the statement: the account's words, or prefix and suffix together.

    account: its default descriptor, which also serves as prefix where it has none of its own.
    source: recorded: gumroad ("GUMROAD.CO* EDGAR8B0D3" of GUMROAD.COM and edgar8b0d38ee20), liberapay
    """
    if suffix:
        start = (prefix or account or "")[:PREFIX_LENGTH].rstrip()
        text = f"{start}* {suffix}" if start else suffix
    else:
        text = whole or account or ""
    return text.upper()[:DESCRIPTOR_LENGTH].rstrip() or None


def descriptor_fault(text: str) -> str | None:
    """What is wrong with a descriptor: "too_long", "no_letter", "forbidden_character" or nothing.

    source: docs: statement descriptors
    """
    if len(text) > DESCRIPTOR_LENGTH:
        return "too_long"
    if FORBIDDEN & set(text):
        return "forbidden_character"
    if not any(character.isascii() and character.isalpha() for character in text):
        return "no_letter"
    return None


# -- bodies --------------------------------------------------------------------------------------------

NO_ADDRESS: Final = ("city", "country", "line1", "line2", "postal_code", "state")
NOWHERE: Final[dict[str, Any]] = dict.fromkeys(NO_ADDRESS)
NO_BILLING: Final[dict[str, Any]] = dict.fromkeys(("address", "email", "name", "phone", "tax_id"))


def billing_details(given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All keys of billing details, null where nothing was given. source: recorded: openfoodnetwork 2026-08"""
    if not given:
        return {**NO_BILLING, "address": dict(NOWHERE)}
    address = given.get("address") or NOWHERE
    return {
        "address": {key: address.get(key) for key in NO_ADDRESS},
        "email": given.get("email"),
        "name": given.get("name"),
        "phone": given.get("phone"),
        "tax_id": given.get("tax_id"),
    }


def checks_given(method: Mapping[str, Any]) -> dict[str, Any]:
    """Which data came with a card method, as the network's questions want it: *_given."""
    checks = method["card"]["checks"] or {}
    return {
        "cvc_given": checks.get("cvc_check") is not None,
        "line1_given": checks.get("address_line1_check") is not None,
        "postal_given": checks.get("address_postal_code_check") is not None,
    }


def payment_method_body(
    card: Mapping[str, Any],
    *,
    now: int,
    billing: Mapping[str, Any] | None = None,
    metadata: Mapping[str, str] | None = None,
    allow_redisplay: str = "unspecified",
) -> dict[str, Any]:
    """A fresh card method, without its id. source: recorded: openfoodnetwork 2026-08"""
    return {
        "object": "payment_method",
        "allow_redisplay": allow_redisplay,
        "billing_details": billing_details(billing),
        "card": dict(card),
        "created": now,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": dict(metadata or {}),
        "type": "card",
    }


def method_after(method: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """The method's card once the bank has looked at it: its checks are no longer unchecked.

    source: recorded: gumroad-5ac3af3c8f (after a payment), openfoodnetwork 2026-08 (after attach)
    """
    if reply.outcome == "challenged" or reply.checks is None:
        return dict(method["card"])
    checks = {**(method["card"]["checks"] or {})}
    checks.update({name: found for name, found in reply.checks.items() if found is not None})
    return {**method["card"], "checks": checks}


def decline(reply: Reply) -> dict[str, Any]:
    """The fields that a failed charge owes to the bank's answer. source: recorded: gumroad-15163f4541"""
    return {"failure_code": reply.code, "failure_message": reply.message}


def error_fields(reply: Reply, charge: str | None, method: Mapping[str, Any] | None) -> dict[str, Any]:
    """`last_payment_error` of a decline: the error's own fields in alphabetical order, absent ones left out.

    source: recorded: openfoodnetwork-23fd0134a9
    """
    fields = {
        "advice_code": reply.advice_code,
        "charge": charge,
        "code": reply.code,
        "decline_code": reply.decline_code,
        "doc_url": doc_url(reply.code),
        "message": reply.message,
        "network_advice_code": reply.network_advice_code,
        "network_decline_code": reply.network_decline_code,
        "param": reply.param,
        "payment_method": dict(method) if method is not None else None,
        "type": CARD,
    }
    return {name: value for name, value in fields.items() if value is not None}


def receipt_url(account: str, charge: str) -> str:
    """Where the payer reads the receipt. source: recorded: gumroad (form of the address)"""
    token = urlsafe_b64encode(f"{account},{charge}".encode()).decode().rstrip("=")
    return f"https://pay.stripe.com/receipts/payment/{token}"


CHARGE_FACTS: Final[dict[str, Any]] = dict.fromkeys(
    (
        "application",
        "application_fee_amount",
        "customer",
        "description",
        "on_behalf_of",
        "payment_intent",
        "receipt_email",
        "receipt_url",
        "shipping",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_data",
        "transfer_group",
    )
)
"""What a charge takes over from whoever asked for it; null where nothing was said."""

CHARGE_LATER: Final[dict[str, Any]] = dict.fromkeys(
    (
        "application_fee",
        "balance_transaction",
        "destination",
        "dispute",
        "failure_balance_transaction",
        "order",
        "receipt_number",
        "review",
        "source",
        "source_transfer",
    )
)
"""What a later step fills, if any."""


def charge_body_for(
    reply: Reply,
    method: Mapping[str, Any],
    *,
    amount: int,
    currency: str,
    capture: bool,
    now: int,
    descriptor: str | None,
    metadata: Mapping[str, str] | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """The charge that a reply led to, without its id: taken, held for capture, or failed.

    method: canonical body. facts: of CHARGE_FACTS. gives: every field but id and refunds.
    source: recorded: pay-rails 2025-11, gumroad-15163f4541 (failed)
    """
    assert reply.outcome != "challenged", "a challenge leads to no charge"
    assert facts.keys() <= CHARGE_FACTS.keys(), f"no facts of a charge: {facts.keys() - CHARGE_FACTS.keys()}"
    taken = reply.approved and capture
    card = details.charge_card_of(method["card"], reply, amount, captured=capture, now=now)
    return {
        "object": "charge",
        "amount": amount,
        "amount_captured": amount if taken else 0,
        "amount_refunded": 0,
        "billing_details": billing_details(method["billing_details"]),
        "calculated_statement_descriptor": descriptor,
        "captured": taken,
        "created": now,
        "currency": currency,
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(metadata or {}),
        "outcome": dict(reply.charge_outcome or {}) or None,
        "paid": reply.approved,
        "payment_method": method["id"],
        "payment_method_details": {"card": card, "type": "card"},
        "radar_options": {},
        "refunded": False,
        "status": "succeeded" if reply.approved else "failed",
        **decline(reply),
        **CHARGE_LATER,
        **CHARGE_FACTS,
        **facts,
    }
