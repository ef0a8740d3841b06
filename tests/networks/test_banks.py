"""Bank rails: what the published test numbers lead to, microdeposits, forced outcomes."""

from __future__ import annotations

import pytest

from pinstripe.networks.banks import numbers
from pinstripe.networks.banks.port import OUTCOMES, Credited, Debited, Verified
from pinstripe.networks.banks.sim import BankNetwork
from pinstripe.networks.registry import NETWORKS, opened

BANKS = BankNetwork("seed/sk_test_1")
NOW = 1_767_225_600
DAY = 86400


@pytest.mark.parametrize(
    ("number", "outcome", "code"),
    [
        ("000123456789", Debited.SUCCEEDS, None),
        ("000111111113", Debited.FAILS, "account_closed"),
        ("000111111116", Debited.FAILS, "no_account"),
        ("000222222227", Debited.FAILS, "insufficient_funds"),
        ("000333333335", Debited.FAILS, "debit_not_authorized"),
        ("000444444440", Debited.FAILS, "invalid_currency"),
        ("000000000009", Debited.STAYS, None),
        ("000777777771", Debited.REFUSED, "charge_exceeds_weekly_limit"),
    ],
)
def test_a_debit_ends_as_its_number_says(number: str, outcome: Debited, code: str | None) -> None:
    account = numbers.by_number("US", "110000000", number)
    assert account is not None
    found = BANKS.debit(account, 1000, "usd", reference="pi_1/1")
    assert (found.outcome, found.code) == (outcome, code)
    assert bool(found.message) == (code is not None)
    assert found == BANKS.debit(account, 1000, "usd", reference="pi_1/1")


def test_a_number_that_nobody_published_is_unknown() -> None:
    assert numbers.by_number("US", "110000000", "000123456780") is None
    assert numbers.by_number("US", "021000021", "000123456789") is None
    assert numbers.by_method("pm_usBankAccount_success") is numbers.by_number(
        "US", "110000000", "000123456789"
    )
    assert numbers.by_method("pm_card_visa") is None


@pytest.mark.parametrize(
    ("amounts", "code", "said"),
    [
        ((32, 45), "", Verified.VERIFIED),
        ((45, 32), "", Verified.VERIFIED),
        ((1, 2), "", Verified.MISMATCH),
        ((10, 11), "", Verified.EXCEEDED),
        ((40, 41), "", Verified.TIMED_OUT),
        ((), "SM11AA", Verified.VERIFIED),
        ((), "SMZZZZ", Verified.MISMATCH),
        ((), "SM33CC", Verified.EXCEEDED),
        ((), "SM44DD", Verified.TIMED_OUT),
    ],
)
def test_microdeposits_say_what_is_published(amounts: tuple[int, ...], code: str, said: Verified) -> None:
    account = numbers.by_method("pm_usBankAccount_success")
    assert account is not None
    assert BANKS.verify(account, amounts=amounts, descriptor_code=code) == said


def test_an_account_can_fail_its_microdeposits() -> None:
    account = numbers.by_method("pm_usBankAccount_failMicrodeposits")
    assert account is not None
    assert BANKS.verify(account, amounts=(32, 45)) == Verified.MISMATCH


def test_money_that_is_sent_arrives_on_a_later_day_or_comes_back() -> None:
    good, bad = (numbers.by_number("US", "110000000", one) for one in ("000123456789", "000111111116"))
    assert good is not None and bad is not None
    there = BANKS.credit(good, 500, "usd", now=NOW + 5, reference="po_1")
    back = BANKS.credit(bad, 500, "usd", now=NOW + 5, reference="po_2")
    assert (there.outcome, there.code, there.arrives_at) == (
        Credited.ARRIVES,
        None,
        NOW + DAY,
    )  # New Year, then Friday
    assert (back.outcome, back.code) == (Credited.RETURNS, "no_account")
    assert there.reference != back.reference


def test_forced_outcomes_are_used_up_in_turn() -> None:
    account = numbers.by_method("pm_usBankAccount_success")
    assert account is not None
    faults = {"next": {"debit": [{"outcome": "fails", "code": "no_account"}, {"outcome": "stays"}]}}
    banks = opened("banks", "s", faults)
    first, second, third = (banks.debit(account, 1, "usd", reference="a").outcome for _ in range(3))
    assert (first, second, third) == (Debited.FAILS, Debited.STAYS, Debited.SUCCEEDS)
    assert banks.forced.used
    assert banks.forced.remaining() == {}
    assert BankNetwork("s", {"outage": True}).debit(account, 1, "usd", reference="a").outcome == Debited.STAYS


def test_every_network_has_its_name_and_its_outcomes() -> None:
    assert sorted(NETWORKS) == ["banks", "cards"]
    for name, known in NETWORKS.items():
        assert opened(name, "seed", {}).forced.remaining() == {}
        assert all(known.outcomes.values())
    assert NETWORKS["banks"].outcomes is OUTCOMES
