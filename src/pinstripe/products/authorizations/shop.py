"""Shop: where a card was used, and what the merchant's bank says of it.

Owns: what tests say of a shop, its defaults. Does not own: kinds of shops (room issuing). Money: what an
amount abroad is worth at home. Source: spec; docs: API reference (defaults).
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.table import NEWEST, Table
from pinstripe.currencies import CODES
from pinstripe.kernel.record import Record
from pinstripe.products.authorizations import refusals
from pinstripe.products.issuing import categories
from pinstripe.products.payments import exchange

RECEIPT: Final = "issuing_transaction_receipt_data"
USUAL: Final[dict[str, Any]] = {
    "category": "taxicabs_limousines",
    "category_code": "4121",
    "city": "San Francisco",
    "country": "US",
    "name": "Rocket Rides",
    "network_id": "1234567890",
    "postal_code": "94107",
    "state": "CA",
    "tax_id": None,
    "terminal_id": None,
    "url": None,
}
"""The shop of a test that names none. source: docs: API reference"""
PRESENT: Final = frozenset(("chip", "contactless", "swipe"))
RISKS: Final = {
    "card_testing_risk": (
        "invalid_account_number_decline_rate_past_hour",
        "invalid_credentials_decline_rate_past_hour",
    ),
    "fraud_risk": ("score",),
    "merchant_dispute_risk": ("dispute_rate",),
}
"""What may be known of each risk beside its level. source: spec"""
CHECKS: Final = ("address_line1_check", "address_postal_code_check", "cvc_check", "expiry_check")


class Price(NamedTuple):
    """An amount in the card's currency, and as the merchant knows it."""

    amount: int
    merchant_amount: int
    merchant_currency: str


def of(params: Params) -> dict[str, Any]:
    """The shop that a test names, or the usual one."""
    given = params.get("merchant_data") or {}
    category = given.get("category", USUAL["category"])
    if given.get("country") and (len(given["country"]) != 2 or not given["country"].isalpha()):
        raise errors.bad_country(given["country"], "merchant_data[country]")
    return {**USUAL, **given, "category_code": categories.code(category)}


def price(params: Params, card: Record) -> Price:
    """What is to be paid. Abroad it is worth what the network's rate says.

    refuses: no_amount, half_foreign, too_low, bad_currency. source: spec; rates inferred
    """
    amount, abroad = params.get("amount"), params.get("merchant_amount")
    stated: str = params.get("currency", card.currency)
    unit: Any = params.get("merchant_currency")
    for name, value in (("amount", amount), ("merchant_amount", abroad)):
        if value is not None and value < 0:
            raise errors.too_low(0, name)
    if abroad is not None and unit is None:
        raise refusals.half_foreign("merchant_currency")
    if unit is not None and abroad is None and amount is None:
        raise refusals.half_foreign("merchant_amount")
    for name, value in (("currency", stated), ("merchant_currency", unit)):
        if value is not None and value not in CODES:
            raise errors.bad_currency(value, sorted(CODES), name)
    if amount is None:
        if abroad is None:
            raise refusals.no_amount()
        return Price(worth(abroad, unit, card.currency), abroad, unit)
    if stated != card.currency:
        unit = unit or stated
    if unit is not None and abroad is None:
        abroad = worth(amount, stated, unit)
    own = worth(amount, stated, card.currency)
    return Price(own, own if abroad is None else abroad, unit or card.currency)


def worth(amount: int, given: str, wanted: str) -> int:
    """An amount in another currency."""
    return amount if given == wanted else exchange.converted(amount, given, wanted)


def share(whole: int, part: int, total: int) -> int:
    """The merchant's amount of a part of a payment. params: whole, of all of it (total)"""
    if whole == total or not total:
        return part
    return (whole * part * 2 + total) // (total * 2)


def verification(params: Params) -> dict[str, Any]:
    """What was checked. source: spec; docs: API reference (defaults)"""
    given = params.get("verification_data") or {}
    return {
        **dict.fromkeys(CHECKS, "not_provided"),
        "authentication_exemption": None,
        "postal_code": None,
        "three_d_secure": None,
        **given,
    }


def risks(params: Params) -> dict[str, Any]:
    """What Stripe and the network make of a payment, where a test says it. source: spec; inferred (shown)"""
    shown: dict[str, Any] = {}
    likely = params.get("fraud_disputability_likelihood")
    if likely:
        shown["fraud_disputability_likelihood"] = likely
    given = params.get("risk_assessment")
    if given:
        shown["risk_assessment"] = {
            name: {**dict.fromkeys(facts), **given[name]} if given.get(name) else None
            for name, facts in RISKS.items()
        }
    return shown


def details(params: Params) -> dict[str, Any]:
    """Fee of a cash machine, cash from a till."""
    return {"atm_fee": None, "cashback_amount": None, **(params.get("amount_details") or {})}


def filled(schema: str, given: dict[str, Any] | None) -> dict[str, Any] | None:
    """A hash of a shape, with nulls for what was not said, and hashes within it likewise. What may not be
    null is "other", or nothing. source: spec; inferred (what stands for what was not said)
    """
    if not given:
        return None
    blank, within = _blank(schema)
    parts = {name: _inner(within[name], given.get(name)) for name in within}
    numbers = {"quantity": _number(given["quantity"])} if given.get("quantity") and schema == RECEIPT else {}
    return {**blank, **given, **parts, **numbers}


def _number(text: Any) -> int | float:
    """How much of something was bought. source: spec (a number)"""
    exact = Decimal(str(text))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _inner(schema: str, value: Any) -> Any:
    return [filled(schema, one) for one in value] if isinstance(value, list) else filled(schema, value)


@cache
def _blank(schema: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What stands for each part of a shape that was not said, and the shapes of its parts."""
    blank: dict[str, Any] = {}
    within: dict[str, str] = {}
    for name, node in Table.load(NEWEST).object(schema).props.items():
        blank[name] = None
        if node.get("req") and not node.get("null") and node.get("t") == "str":
            blank[name] = "0" if node.get("fmt") == "decimal" else "other" if name in {"type", "unit"} else ""
        inner = (node.get("items") or node).get("ref")
        if inner:
            within[name] = inner
    return blank, within
