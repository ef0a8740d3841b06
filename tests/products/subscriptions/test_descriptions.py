"""The words on invoice lines, letter by letter as they were recorded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pinstripe.products.catalog.pricing import PricedLine
from pinstripe.products.subscriptions import descriptions

MONTHLY = {"currency": "usd", "recurring": {"interval": "month", "interval_count": 1}}
DAILY = {"currency": "usd", "recurring": {"interval": "day", "interval_count": 1}}
QUARTERLY = {"currency": "usd", "recurring": {"interval": "month", "interval_count": 3}}
TEN_NOVEMBER = int(datetime(2025, 11, 10, 23, 59, 59, tzinfo=UTC).timestamp())


def product(name: str, unit_label: str | None = None) -> dict:
    return {"name": name, "unit_label": unit_label}


def line(kind: str, quantity: int, unit: str, tier: int | None = None) -> PricedLine:
    return PricedLine(kind, quantity, str(quantity), unit, 0, tier)


@pytest.mark.parametrize(
    ("priced", "item", "price", "text"),
    [
        (
            line("unit", 1, "2500"),
            product("Test Subscription", "user"),
            MONTHLY,
            "1 user × Test Subscription (at $25.00 / month)",
        ),
        (
            line("unit", 10, "2500"),
            product("Test Subscription"),
            MONTHLY,
            "10 × Test Subscription (at $25.00 / month)",
        ),
        (line("unit", 1, "0"), product("Free tier"), MONTHLY, "1 × Free tier (at $0.00 / month)"),
        (line("unit", 1, "1000"), product("Plan"), QUARTERLY, "1 × Plan (at $10.00 / every 3 months)"),
        (
            line("unit", 1, "100"),
            product("Moz_Sub", "Moz-Sub"),
            DAILY,
            "1 Moz-Sub × Moz_Sub (at $1.00 / day)",
        ),
        (
            line("unit", 2, "500"),
            product("Mug"),
            {"currency": "usd", "recurring": None},
            "2 × Mug (at $5.00)",
        ),
        (
            line("tier_unit", 31, "3.6", 2),
            product("Gitpod Usage", "credit"),
            MONTHLY,
            "31 credit × Gitpod Usage (Tier 2 at $0.036 / month)",
        ),
        (
            line("tier_flat", 0, "900", 1),
            product("Gitpod Usage", "credit"),
            MONTHLY,
            "Gitpod Usage (Tier 1 at $9.00 / month)",
        ),
        (
            line("tier_flat", 0, "0", 2),
            product("Gitpod Usage", "credit"),
            MONTHLY,
            "Gitpod Usage (Tier 2 at $0.00 / month)",
        ),
        (
            line("tier_unit", 0, "0", 1),
            product("Basic", "character"),
            DAILY,
            "0 character × Basic (Tier 1 at $0.00 / day)",
        ),
        (
            line("tier_unit", 1, "1800", 1),
            product("Point-Free Monthly", "seat"),
            MONTHLY,
            "1 seat × Point-Free Monthly (Tier 1 at $18.00 / month)",
        ),
        (
            line("package", 1001, "400"),
            product("Calls", "call"),
            MONTHLY | {"transform_quantity": {"divide_by": 1000, "round": "up"}},
            "1001 × Calls (at $4.00 per 1000 call / month)",
        ),
        (
            line("package", 25, "400"),
            product("Calls"),
            MONTHLY | {"transform_quantity": {"divide_by": 1000, "round": "up"}},
            "25 × Calls (at $4.00 per 1000 / month)",
        ),
        (
            PricedLine("unit", 2, "2.5", "1000", 2500),
            product("Storage", "GB"),
            MONTHLY,
            "2.5 GB × Storage (at $10.00 / month)",
        ),
    ],
)
def test_charges(priced, item, price, text) -> None:
    assert descriptions.charge(priced, item, price) == text


def test_trials() -> None:
    metered = {"currency": "usd", "recurring": {"interval": "month", "usage_type": "metered"}}
    assert descriptions.trial(1, product("Gold"), MONTHLY) == "Free trial for 1 × Gold"
    assert descriptions.trial(1, product("Gold", "seat"), MONTHLY) == "Free trial for 1 × Gold"
    assert descriptions.trial(0, product("Calls"), metered) == "Free trial for 0 × Calls"
    assert descriptions.trial(1, product("Gold"), MONTHLY, flexible=False) == "Trial period for Gold"
    assert descriptions.trial(10, product("Calls"), metered, flexible=False) == "10 × Calls (Free trial)"


def test_prorations() -> None:
    name = "Test Subscription"
    assert (
        descriptions.unused_time(name, 1, TEN_NOVEMBER)
        == "Unused time on Test Subscription after 10 Nov 2025"
    )
    assert (
        descriptions.remaining_time(name, 1, TEN_NOVEMBER)
        == "Remaining time on Test Subscription after 10 Nov 2025"
    )
    assert (
        descriptions.remaining_time(name, 3, TEN_NOVEMBER)
        == "Remaining time on 3 × Test Subscription after 10 Nov 2025"
    )
    assert (
        descriptions.unused_time(name, 57, TEN_NOVEMBER, 35)
        == "Unused time on 57 x Test Subscription (with 35.0% off) after 10 Nov 2025"
    )
    assert descriptions.unused_time(name, 1, TEN_NOVEMBER, 33.3).count("(with 33.3% off)") == 1


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(0, "01 Jan 1970"), (TEN_NOVEMBER, "10 Nov 2025"), (TEN_NOVEMBER + 1, "11 Nov 2025")],
)
def test_days(moment: int, shown: str) -> None:
    assert descriptions.day(moment) == shown


def test_items() -> None:
    assert descriptions.item("Set-up", "Gold") == "Set-up"
    assert descriptions.item(None, "Gold") == "Gold"
    assert descriptions.item("", None) is None
