"""Networks by name: asked through a unit of work, forced for each by its name, spent once."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.networks.banks import numbers
from pinstripe.networks.banks.sim import BankNetwork
from pinstripe.networks.cards.numbers import by_number
from pinstripe.networks.cards.sim import CardNetwork
from pinstripe.networks.registry import NETWORKS, Opened

CARD = by_number("4242424242424242")
BANK = numbers.by_number("US", "110000000", "000123456789")


def test_every_name_has_a_network() -> None:
    opened = Opened("seed", {})
    assert isinstance(opened.ask("cards"), CardNetwork) and isinstance(opened.ask("banks"), BankNetwork)
    assert opened.ask("cards") is opened.ask("cards")
    assert opened.remaining() == {}


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_every_network_says_what_it_answers_and_what_an_outage_does(name: str) -> None:
    network = NETWORKS[name]
    assert network.OUTAGE.keys() == network.OUTCOMES.keys()
    for question, answer in network.OUTAGE.items():
        assert answer["outcome"] in [one.value for one in network.OUTCOMES[question]]
        assert callable(getattr(network, question))


def test_chance_differs_between_networks_and_worlds() -> None:
    found = {NETWORKS[name](seed).chance("x", "r", 10**9) for name in NETWORKS for seed in ("a", "b")}
    assert len(found) == 4


def test_each_network_has_faults_of_its_own() -> None:
    faults: dict[str, Any] = {
        "cards": {"next": {"authorize": [{"outcome": "declined"}]}},
        "banks": {"outage": True, "next": {"verify": [{"outcome": "unusable"}, {"outcome": "verified"}]}},
    }
    opened = Opened("seed", faults)
    assert opened.ask("banks").verify(BANK) == "unusable"
    assert opened.remaining() == {
        "banks": {"outage": True, "next": {"verify": [{"outcome": "verified"}]}},
    }
    reply = opened.ask("cards").authorize(CARD, 100, "usd", off_session=False, reference="r")
    assert reply.outcome == "declined"
    assert opened.remaining()["cards"] == {}
    assert len(faults["banks"]["next"]["verify"]) == 2, "what the world gave is not touched"
