"""Quotes are named as Stripe names them, though nobody keeps one."""

from __future__ import annotations

import re

from tests.client import Api

NUMBER = re.compile(r"[0-9a-f]{64}")


def test_a_quote_has_a_number_of_64_hexadecimal_digits(api: Api) -> None:
    quotes = api.get("/v1/crypto/onramp/quotes", destination_networks=["ethereum", "solana"])
    numbers = [one["id"] for offers in quotes["destination_network_quotes"].values() for one in offers]
    assert all(NUMBER.fullmatch(number) for number in [quotes["id"], *numbers])
    assert len({quotes["id"], *numbers}) == len(numbers) + 1
