"""What a card has behind it does not slow down the next payment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.client import Api
from tests.products.authorizations.test_holds import HELPER, Bank


def test_a_payment_reads_as_much_after_many_as_after_few(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit for each span of the calendar: the same questions to the store, with as many rows."""
    bank = Bank(api)
    bank.ok(f"{HELPER}/fund_balance", amount=1_000_000, currency="usd")
    spans = ("per_authorization", "daily", "weekly", "monthly", "yearly", "all_time")
    limits = [{"amount": 1_000_000, "interval": span} for span in spans]
    bank.ok(f"/v1/issuing/cards/{bank.card}", spending_controls={"spending_limits": limits})
    read: list[int] = []
    plain = api.runtime.store.rows

    def rows(sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        found = plain(sql, args)
        read.append(len(found))
        return found

    def asked() -> list[int]:
        with monkeypatch.context() as patch:
            patch.setattr(api.runtime.store, "rows", rows)
            read.clear()
            assert bank.ok(f"{HELPER}/authorizations", card=bank.card, amount=7)["approved"]
        return list(read)

    for _ in range(5):
        bank.ok(f"{HELPER}/transactions/create_force_capture", card=bank.card, amount=3)
    asked()
    few = asked()
    for _ in range(120):
        bank.ok(f"{HELPER}/transactions/create_force_capture", card=bank.card, amount=3)
    assert asked() == few
