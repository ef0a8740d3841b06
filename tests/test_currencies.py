"""Codes, decimals and the way money is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pinstripe import currencies


def test_the_list_is_in_the_refusals_order() -> None:
    assert currencies.ACCEPTED[:5] == ("usd", "aed", "afn", "all", "amd")
    assert currencies.ACCEPTED[-9:] == ("btn", "ghs", "eek", "lvl", "svc", "vef", "ltl", "sll", "mro")
    middle = currencies.ACCEPTED[1 : currencies.ACCEPTED.index("zmw") + 1]
    assert list(middle) == sorted(middle)
    assert len(set(currencies.ACCEPTED)) == len(currencies.ACCEPTED) == 151


def test_codes_are_known_in_any_case() -> None:
    assert currencies.known("USD") and currencies.known("eur")
    assert not currencies.known("xyz") and not currencies.known("")


def test_facts_are_about_accepted_codes() -> None:
    tables = (
        currencies.ZERO_DECIMAL,
        currencies.THREE_DECIMAL,
        currencies.MINIMUM_CHARGES,
        currencies.MAXIMUM_CHARGES,
        currencies.STEPS,
        currencies.BEFORE,
        currencies.AFTER,
    )
    for table in tables:
        assert set(table) <= currencies.CODES
    assert not set(currencies.BEFORE) & set(currencies.AFTER)


@pytest.mark.parametrize(
    ("code", "decimals", "step"),
    [
        ("usd", 2, 1),
        ("jpy", 0, 1),
        ("krw", 0, 1),
        ("kwd", 3, 10),
        ("ugx", 2, 100),
        ("isk", 2, 100),
        ("huf", 2, 1),
    ],
)
def test_decimals(code: str, decimals: int, step: int) -> None:
    assert (currencies.decimals(code), currencies.step(code)) == (decimals, step)


def test_limits() -> None:
    assert currencies.minimum_charge("usd") == 50
    assert currencies.minimum_charge("jpy") == 50
    assert currencies.minimum_charge("gbp") == 30
    assert currencies.minimum_charge("afn") == 1
    assert currencies.maximum_charge("usd") == 99_999_999
    assert currencies.maximum_charge("idr") == 999_999_999_999


@pytest.mark.parametrize(
    ("amount", "code", "text"),
    [
        (1000, "usd", "$10.00"),
        (1000, "eur", "€10.00"),
        (500, "gbp", "£5.00"),
        (501, "gbp", "£5.01"),
        (500, "jpy", "¥500"),
        (8000, "jpy", "¥8,000"),
        (300, "cny", "¥3.00"),
        (10, "sar", "ر.س0.10"),
        (20, "ngn", "0.20 ₦"),
        (4900, "cve", "49.00 $"),
        (100, "dzd", "1.00 د.ج"),
        (175000, "chf", "CHF 1,750.00"),
        (99_999_999, "usd", "$999,999.99"),
        (1000, "sek", "10.00 kr"),
        (1000, "kwd", "د.ك1.000"),
        (0, "usd", "$0.00"),
        (-1000, "usd", "-$10.00"),
        ("3.6", "usd", "$0.036"),
        (Decimal("0.05"), "usd", "$0.0005"),
        ("1000.0", "usd", "$10.00"),
        ("10.5000", "usd", "$0.105"),
        ("0.5", "jpy", "¥0.5"),
        (1000, "usdc", "10.00 USDC"),
    ],
)
def test_money_is_written_as_messages_write_it(amount: int | str | Decimal, code: str, text: str) -> None:
    assert currencies.symbol_amount(amount, code) == text
