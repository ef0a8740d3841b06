"""Fees, settlement dates, descriptors and the bodies of charges and methods."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from pinstripe import currencies
from pinstripe.api.shapes import problems
from pinstripe.api.table import NEWEST, Table
from pinstripe.networks.cards import checks, details, numbers
from pinstripe.networks.cards.sim import CardNetwork
from pinstripe.networks.port import Reply
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card as cards
from pinstripe.products.payments import (
    amounts,
    charge_body,
    exchange,
    fees,
    settlement,
    statement_descriptors,
)

NOW = 1785715149
TABLE = Table.load(NEWEST)
NETWORK = CardNetwork("seed")


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def method(number: str = "4242424242424242") -> dict[str, Any]:
    card = numbers.by_number(number)
    assert card is not None
    shown = details.card_of(card, 8, 2027, "f" * 16, checks.unchecked(True, False, False))
    return {
        "id": "pm_1",
        "object": "payment_method",
        "created": NOW,
        "livemode": False,
        "metadata": {},
        **methods.body_of(cards.CARD, shown),
    }


def reply(number: str = "4242424242424242", **options: Any) -> Reply:
    card = numbers.by_number(number)
    assert card is not None
    given = cards.checks_given(method(number))
    return NETWORK.authorize(card, 1000, "usd", off_session=False, reference="r", **given, **options)


def charge(number: str = "4242424242424242", capture: bool = True, **facts: Any) -> dict[str, Any]:
    said = reply(number)
    shown = cards.CARD.details(method(number)["card"], said, 1000, captured=capture, now=NOW)
    return charge_body.charge_body_for(
        said,
        method(number),
        shown,
        amount=1000,
        currency="usd",
        state="taken" if capture else "held",
        now=NOW,
        descriptor="PINSTRIPE",
        **facts,
    )


# -- fees ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency", "country", "fee"),
    [
        (1000, "usd", "US", 59),
        (2000, "usd", "US", 88),
        (22500, "usd", "US", 683),  # 652.5 rounds up
        (2250, "usd", "US", 95),
        (2500, "usd", "US", 103),
        (4200, "usd", "US", 152),
        (25000, "usd", "US", 755),
        (1356, "cad", "CA", 69),
        (16638, "brl", "BR", 703),
        (3320, "brl", "BR", 171),
        (1000, "gbp", "GB", 35),
        (1000, "eur", "FR", 40),
        (1000, "jpy", "JP", 36),
        (1000, "inr", "IN", 20),
        (1000, "eur", "US", 54),
        (1000, "usd", "ZZ", 59),
        (1000, "krw", "US", 29),
    ],
)
def test_fees(amount: int, currency: str, country: str, fee: int) -> None:
    assert fees.fee_minor(amount, currency, country) == fee


def test_fees_are_explained() -> None:
    (line,) = fees.fee_details(59, "usd")
    assert (line["amount"], line["type"], line["description"]) == (59, "stripe_fee", "Stripe processing fees")
    assert fees.fee_details(0, "usd") == []


# -- settlement ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("2023-10-30 09:26:52", "2023-11-01"),  # Monday
        ("2023-10-24 00:00:00", "2023-10-26"),
        ("2024-02-06 23:59:59", "2024-02-08"),
        ("2023-11-01 12:00:00", "2023-11-03"),
        ("2024-06-27 12:00:00", "2024-07-01"),  # Thursday
        ("2024-12-13 22:44:34", "2024-12-17"),  # Friday
        ("2024-06-01 12:00:00", "2024-06-04"),  # Saturday
        ("2024-04-14 12:00:00", "2024-04-16"),  # Sunday
        ("2023-12-24 22:18:40", "2023-12-27"),  # Sunday before Christmas
        ("2023-12-25 12:00:00", "2023-12-27"),
        ("2023-12-29 11:51:01", "2024-01-03"),
        ("2024-01-01 14:47:24", "2024-01-03"),
        ("2024-07-03 23:19:48", "2024-07-08"),
        ("2024-06-18 12:00:00", "2024-06-21"),  # before Juneteenth
        ("2024-03-28 12:00:00", "2024-04-01"),  # Good Friday counts
    ],
)
def test_us_money_settles_on_the_second_business_day(created: str, expected: str) -> None:
    assert settlement.available_on(moment(created), "US") == moment(expected)


@pytest.mark.parametrize("country", ["CA", "SG", "BR", "DE"])
def test_other_money_settles_after_a_week(country: str) -> None:
    assert settlement.available_on(moment("2023-12-25 10:11:12"), country) == moment("2024-01-01")


def test_bypassing_money_is_dated_to_the_next_midnight() -> None:
    assert settlement.next_midnight(moment("2023-10-30 09:26:52")) == moment("2023-10-31")


# -- amounts and descriptors ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency", "fault"),
    [
        (0, "usd", "zero"),
        (-5, "usd", "zero"),
        (49, "usd", "too_small"),
        (50, "usd", None),
        (99_999_999, "usd", None),
        (100_000_000, "usd", "too_large"),
        (100_000_000, "idr", None),
        (1005, "kwd", "step"),
        (1010, "kwd", None),
        (150, "isk", "step"),
        (30, "gbp", None),
    ],
)
def test_amounts(amount: int, currency: str, fault: str | None) -> None:
    assert amounts.amount_fault(amount, currency) == fault


@pytest.mark.parametrize(
    ("account", "whole", "suffix", "prefix", "text"),
    [
        ("GUMROAD.COM", None, None, None, "GUMROAD.COM"),
        ("GUMROAD.COM", None, "edgar8b0d38ee20", None, "GUMROAD.CO* EDGAR8B0D3"),
        ("GUMRD.COM", None, "edgar2ea685352", None, "GUMRD.COM* EDGAR2EA685"),
        ("GUMROAD", None, "edgar8e7b9c6e3", None, "GUMROAD* EDGAR8E7B9C6E"),
        ("GUM.CO/CC", None, "Wild Violet Cross Stit", None, "GUM.CO/CC* WILD VIOLET"),
        ("x", None, "Team Owner", "GUMRD.COM", "GUMRD.COM* TEAM OWNER"),
        ("acme", "Liberapay 2262", None, None, "LIBERAPAY 2262"),
        (None, None, "only", None, "ONLY"),
        (None, None, None, None, None),
    ],
)
def test_what_the_holder_reads(
    account: str | None, whole: str | None, suffix: str | None, prefix: str | None, text: str | None
) -> None:
    assert (
        statement_descriptors.statement_descriptor(account, whole=whole, suffix=suffix, prefix=prefix) == text
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ACME 12", None),
        ("A" * 22, None),
        ("A" * 23, "too_long"),
        ("1234", "no_letter"),
        ("ACME*1", "forbidden_character"),
        ('ACME "X"', "forbidden_character"),
        ("", "no_letter"),
    ],
)
def test_descriptor_rules(text: str, fault: str | None) -> None:
    assert statement_descriptors.descriptor_fault(text) == fault


# -- bodies --------------------------------------------------------------------------------------------


def test_a_method_as_recorded() -> None:
    body = method()
    assert problems(body, {"ref": "payment_method"}, TABLE) == []
    assert body["allow_redisplay"] == "unspecified" and body["customer"] is None
    assert body["billing_details"]["address"]["postal_code"] is None
    assert set(body["billing_details"]) == {"address", "email", "name", "phone", "tax_id"}


def test_a_method_after_the_bank_looked_at_it() -> None:
    assert cards.after(method(), reply())["checks"]["cvc_check"] == "pass"
    failed = cards.after(method("4000000000000101"), reply("4000000000000101"))
    assert failed["checks"]["cvc_check"] == "fail"
    asked = cards.after(method("4000002760003184"), reply("4000002760003184"))
    assert asked["checks"]["cvc_check"] == "unchecked"
    assert method()["card"]["checks"]["cvc_check"] == "unchecked"


@pytest.mark.parametrize(
    "number", ["4242424242424242", "4000000000000002", "4100000000000019", "4000000000000101"]
)
@pytest.mark.parametrize("capture", [True, False])
def test_charges_have_the_newest_shape(number: str, capture: bool) -> None:
    body = {"id": "ch_1", **charge(number, capture)}
    assert problems(body, {"ref": "charge"}, TABLE) == []
    blank = set(TABLE.object("charge").blank()) - {"refunds"}
    assert blank <= set(body), blank - set(body)


def test_a_charge_that_was_taken() -> None:
    body = charge(customer="cus_1", payment_intent="pi_1", description="Tea", metadata={"a": "b"})
    assert (body["status"], body["paid"], body["captured"], body["amount_captured"]) == (
        "succeeded",
        True,
        True,
        1000,
    )
    assert body["failure_code"] is None and body["fraud_details"] == {} and body["radar_options"] == {}
    assert (body["customer"], body["payment_intent"], body["description"]) == ("cus_1", "pi_1", "Tea")
    card = body["payment_method_details"]["card"]
    assert card["amount_authorized"] == 1000 and "capture_before" not in card
    assert card["overcapture"] == {"maximum_amount_capturable": 1000, "status": "unavailable"}


def test_a_charge_that_waits_for_capture() -> None:
    body = charge(capture=False)
    assert (body["status"], body["paid"], body["captured"], body["amount_captured"]) == (
        "succeeded",
        True,
        False,
        0,
    )
    assert body["payment_method_details"]["card"]["capture_before"] == NOW + 7 * 86_400


def test_a_charge_that_failed() -> None:
    body = charge("4000000000000002")
    assert (body["status"], body["paid"], body["captured"]) == ("failed", False, False)
    assert (body["failure_code"], body["failure_message"]) == ("card_declined", "Your card was declined.")
    assert body["payment_method_details"]["card"]["amount_authorized"] is None
    assert body["receipt_url"] is None and body["outcome"]["reason"] == "generic_decline"


def test_a_charge_takes_over_only_what_it_knows() -> None:
    with pytest.raises(AssertionError):
        charge(colour="red")
    with pytest.raises(AssertionError):
        charge("4000002760003184")


def test_the_error_of_a_decline() -> None:
    fields = charge_body.error_fields(reply("4000000000006975"), "ch_1", method("4000000000006975"))
    assert list(fields) == sorted(fields)
    assert {**fields, "payment_method": None} == {
        "advice_code": "try_again_later",
        "charge": "ch_1",
        "code": "card_declined",
        "decline_code": "card_velocity_exceeded",
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "message": (
            "Your card was declined for making repeated attempts too frequently or exceeding "
            "its amount limit."
        ),
        "network_advice_code": "02",
        "network_decline_code": "61",
        "payment_method": None,
        "type": "card_error",
    }
    assert "param" in charge_body.error_fields(reply("4000000000000069"), None, None)


@pytest.mark.parametrize(
    ("amount", "given", "settled"),
    [(200, "usd", "krw"), (1000, "usd", "sgd"), (1000, "eur", "usd"), (5, "jpy", "usd"), (999, "kwd", "usd")],
)
def test_a_payment_is_worth_its_amount_times_the_rate_that_is_shown(
    amount: int, given: str, settled: str
) -> None:
    shown = exchange.rate(given, settled)
    assert len(shown.as_tuple().digits) <= 6
    worth = exchange.converted(amount, given, settled)
    assert abs(worth - amount * shown) <= Decimal("0.5")


def test_every_currency_has_a_rate_and_a_conversion_costs_one_percent_each_way() -> None:
    assert exchange.PER_DOLLAR.keys() == set(currencies.ACCEPTED)
    there_and_back = exchange.rate("eur", "usd") * exchange.rate("usd", "eur")
    assert abs(there_and_back - Decimal("0.9801")) < Decimal("0.0001")
    # Minor units against minor units: a won has none, so a cent is worth some of them.
    assert Decimal(10) < exchange.rate("usd", "krw") < Decimal(20)
