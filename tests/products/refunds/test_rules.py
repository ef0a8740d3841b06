"""Rules of refunds: where money goes back to, and at which rate."""

from __future__ import annotations

import pytest

from pinstripe.networks.port import FAILED_LATER, PENDING, SUCCEEDED, Settled, Settlement
from pinstripe.products.payments import exchange
from pinstripe.products.refunds import creation


@pytest.mark.parametrize(
    ("kind", "currency", "named"),
    [
        ("us_bank_account", "usd", "us_bank_transfer"),
        ("ideal", "eur", "eu_bank_transfer"),
        ("klarna", "eur", "klarna"),
        ("p24", "pln", "p24"),
        ("ideal", "xaf", None),
    ],
)
def test_money_goes_back_to_the_wallet_or_to_a_bank(kind: str, currency: str, named: str | None) -> None:
    found = creation.destination(kind, currency)
    assert (found or {"destination_details": {"type": None}})["destination_details"]["type"] == named
    if named == "us_bank_transfer":
        assert found["destination_details"][named] == {"reference": None, "reference_status": "pending"}


@pytest.mark.parametrize(
    ("said", "outcome", "verbs"),
    [
        (Settlement(Settled(SUCCEEDED), reference="1"), "done", ["refer"]),
        (Settlement(Settled(PENDING), "succeeded", 5, None, "processing", "1"), "pending", ["settle"]),
        (Settlement(Settled(PENDING)), "pending", []),
        (Settlement(Settled(FAILED_LATER), "failed", 5, "unknown", None, "1"), "done", ["fail"]),
    ],
)
def test_what_a_cards_bank_says_decides_what_follows(
    said: Settlement, outcome: str, verbs: list[str]
) -> None:
    found = creation.of_card(said)
    assert (found.outcome, [verb for verb, _, _ in found.later]) == (outcome, verbs)


def test_giving_back_costs_the_spread() -> None:
    there, back = exchange.rate("usd", "cad"), exchange.refund_rate("usd", "cad")
    # recorded: gumroad: 1.35576 and 1.38343 for one charge
    assert round(float(back / there), 3) == round(1.38343 / 1.35576, 3)
