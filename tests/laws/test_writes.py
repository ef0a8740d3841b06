"""A record is written only in the room that declares it: watched while the stories are told."""

from __future__ import annotations

from collections.abc import Mapping

from pinstripe import products
from tests.laws.test_rooms import declared_in
from tests.scenarios.runner import Story, all_stories
from tests.scenarios.telling import telling

products.register()

SHARED = frozenset({"balance_transaction"})
"""Entries and their balance transactions are made together, by the ledger on whoever's behalf."""


def foreign(stories: list[Story], homes: Mapping[str, str]) -> list[str]:
    """Writes of a record by a room that does not declare it, in these stories."""
    every = {write for story in stories for write in telling(story).writes}
    return sorted(
        f"{one.function}: {one.name} of {one.kind}"
        for one in every
        if one.room and one.kind not in SHARED and homes.get(one.kind) != one.room
    )


def test_records_are_written_only_in_their_room() -> None:
    assert foreign(all_stories(), declared_in()) == []


def test_a_write_from_another_room_is_caught() -> None:
    homes = {**declared_in(), "customer": "catalog"}
    story = next(one for one in all_stories() if any("/v1/customers" in line.text for line in one.lines))
    assert any(": create of customer" in one for one in foreign([story], homes))
