"""Published test accounts do what their pages promise, on the days of their rails."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pinstripe.clock.calendar import DAY, timestamp, utc_date
from pinstripe.networks.banks import check_digits, checks, numbers
from pinstripe.networks.banks.behaviour import BEHAVIOURS, MESSAGES
from pinstripe.networks.banks.numbers import TestAccount
from pinstripe.networks.banks.rails import RAILS, paying_out
from pinstripe.networks.banks.sim import ANSWER_SECONDS, SEQUEL_SECONDS, BankNetwork
from pinstripe.networks.port import Credit, Debit

NOW = timestamp(2026, 8, 3, 50_000)  # a Monday
NETWORK = BankNetwork("seed/sk_test_1")
HOUR = 3600


def account(country: str, routing: str, number: str) -> TestAccount:
    found = numbers.by_number(country, routing, number)
    assert found is not None, number
    return found


def us(number: str) -> TestAccount:
    return account("US", "110000000", number)


def debit(
    given: TestAccount, rail: str = "ach", currency: str = "usd", network: BankNetwork = NETWORK
) -> Debit:
    return network.debit(given, 1000, currency, rail=rail, reference="py_1", now=NOW)


def credit(given: TestAccount, currency: str = "usd", *, instant: bool = False, rail: str = "") -> Credit:
    return NETWORK.credit(given, 1000, currency, rail=rail, reference="po_1", now=NOW, instant=instant)


# -- the tables ----------------------------------------------------------------------------------------


def test_every_account_is_found_by_its_numbers_and_its_names() -> None:
    known = numbers.accounts()
    for key, one in known.items():
        assert numbers.by_number(one.country, one.routing, one.number) == one
        assert numbers.by_key(key) == one
        for name in one.tokens:
            assert numbers.by_token(name) is one
    names = Counter(name for one in known.values() for name in one.tokens)
    assert [name for name, count in names.items() if count > 1] == []
    assert (len(known) > 200, len(names)) == (True, 89)


def test_every_row_uses_words_that_exist() -> None:
    used = {one.behaves for one in numbers.accounts().values()}
    assert used == set(BEHAVIOURS)
    for behaviour in BEHAVIOURS.values():
        assert {behaviour.failure, behaviour.credit_failure} - {""} <= set(MESSAGES)


def test_published_ibans_have_check_digits_but_one() -> None:
    wrong = [
        one.number
        for one in numbers.accounts().values()
        if one.number[:2].isalpha() and not check_digits.iban(one.number)
    ]
    assert wrong == ["FR89370400440532013000"]


@pytest.mark.parametrize(
    ("token", "number", "behaves"),
    [
        ("pm_usBankAccount_success", "000123456789", "success"),
        ("pm_usBankAccount", "000123456789", "success"),
        ("pm_usBankAccount_dispute", "000555555559", "disputed"),
        ("btok_us_verified_noAccount", "000111111116", "no_account"),
        ("pm_sepaDebit_success_de", "DE89370400440532013000", "success"),
        ("pm_sepaDebit_failedDelayed_fr", "FR7920041010050500013M02600", "failed_delayed"),
        ("pm_sepaDebit_exceedsWeeklyVolumeLimit_at", "AT981904300000343434", "weekly_volume"),
    ],
)
def test_names(token: str, number: str, behaves: str) -> None:
    found = numbers.by_token(token)
    assert found is not None and (found.number, found.behaves) == (number, behaves)


def test_the_us_test_bank_is_taken_elsewhere_and_without_its_number() -> None:
    assert account("PL", "110000000", "000123456789").behaves == "success"
    assert account("CA", "", "000111111113") == TestAccount(
        "CA", "110000000", "000111111113", "account_closed"
    )
    assert numbers.by_number("US", "", "000123456789") is None
    assert account("HK", "110000", "000123456") == account("HK", "110-000", "000123456")


def test_endings_count_in_every_country_of_sepa() -> None:
    body = "370400440532343434"
    number = next(f"DE{check:02}{body}" for check in range(98) if check_digits.iban(f"DE{check:02}{body}"))
    assert account("DE", "", number).behaves == "weekly_volume"
    assert numbers.by_number("DE", "", f"DE00{body}") is None


# -- refusals ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "routing", "number", "code"),
    [
        ("US", "110000000", "000123456788", "account_number_invalid"),
        ("US", "123", "000123456789", "routing_number_invalid"),
        ("US", "110000001", "000123456789", "routing_number_invalid"),
        ("US", "021000021", "000123456789", "account_number_invalid"),  # a real bank
        ("DE", "", "DE00000000000000000000", "invalid_bank_account_iban"),
        ("DE", "", "DE02120300000000202051", "account_number_invalid"),  # a real form, nobody's test number
        ("GB", "108800", "12345678", "account_number_invalid"),
    ],
)
def test_other_numbers_are_refused(country: str, routing: str, number: str, code: str) -> None:
    found = checks.found(country, routing, number)
    assert isinstance(found, checks.Refusal) and found.code == code


@pytest.mark.parametrize(
    ("country", "routing", "number", "behaves"),
    [
        ("US", "110000000", "000 123 456 789", "success"),
        ("FR", "", "fr14 2004 1010 0505 0001 3m02 606", "success"),
        ("FR", "", "FR89370400440532013000", "success"),
        ("GB", "10-88-00", "22222227", "insufficient_funds"),
        ("AU", "110-000", "111111116", "no_account"),
        ("AR", "", "0110000600000000000000", "success"),
    ],
)
def test_test_numbers_are_taken(country: str, routing: str, number: str, behaves: str) -> None:
    found = checks.found(country, routing, number)
    assert isinstance(found, TestAccount) and found.behaves == behaves


# -- debits --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "outcome", "code"),
    [
        ("000123456789", "succeeded", None),
        ("000111111113", "failed", "account_closed"),
        ("000111111116", "failed", "no_account"),
        ("000222222227", "failed", "insufficient_funds"),
        ("000333333335", "failed", "debit_not_authorized"),
        ("000444444440", "failed", "invalid_currency"),
        ("000777777771", "failed", "charge_exceeds_source_limit"),
        ("000555555559", "disputed", None),
        ("000000000009", "processing", None),
        ("000000004954", "blocked", None),
    ],
)
def test_debits_of_us_accounts(number: str, outcome: str, code: str | None) -> None:
    found = debit(us(number))
    assert (found.outcome, found.failure_code) == (outcome, code)
    assert (found.failure_message is None) == (code is None)
    answered = {"processing": None, "blocked": NOW}.get(outcome, NOW + ANSWER_SECONDS)
    assert found.due_at == answered


def test_a_disputed_debit_comes_first() -> None:
    found = debit(us("000555555559"))
    assert found.disputed_at == NOW + ANSWER_SECONDS + SEQUEL_SECONDS
    assert found.dispute_reason == "debit_not_authorized"


@pytest.mark.parametrize(
    ("number", "outcome", "code", "seconds"),
    [
        ("DE89370400440532013000", "succeeded", None, ANSWER_SECONDS),
        ("DE08370400440532013003", "succeeded", None, 180),
        ("DE62370400440532013001", "failed", "generic_decline", ANSWER_SECONDS),
        ("DE78370400440532013004", "failed", "generic_decline", 180),
        ("DE35370400440532013002", "disputed", None, ANSWER_SECONDS),
        ("AT981904300000343434", "failed", "charge_exceeds_source_limit", ANSWER_SECONDS),
        ("AT601904300000121212", "failed", "charge_exceeds_weekly_limit", ANSWER_SECONDS),
        ("AT981904300002222227", "failed", "insufficient_funds", ANSWER_SECONDS),
    ],
)
def test_sepa_debits(number: str, outcome: str, code: str | None, seconds: int) -> None:
    found = debit(account(number[:2], "", number), "sepa", "eur")
    assert (found.outcome, found.failure_code, found.due_at) == (outcome, code, NOW + seconds)


@pytest.mark.parametrize(
    ("rail", "currency", "given", "day"),
    [
        ("ach", "usd", ("US", "110000000", "000123456789"), date(2026, 8, 3)),  # tests settle at once
        ("sepa", "eur", ("DE", "", "DE89370400440532013000"), date(2026, 8, 11)),
        ("bacs", "gbp", ("GB", "108800", "00012345"), date(2026, 8, 7)),
        ("becs", "aud", ("AU", "000000", "000123456"), date(2026, 8, 5)),
        ("acss", "cad", ("CA", "11000-000", "000123456789"), date(2026, 8, 10)),
    ],
)
def test_money_of_a_debit_is_there_on_the_rails_day(
    rail: str, currency: str, given: tuple[str, str, str], day: date
) -> None:
    assert utc_date(debit(account(*given), rail, currency).available_on) == day


# -- credits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "outcome", "code"),
    [
        ("000123456789", "paid", None),
        ("000111111116", "returned", "no_account"),
        ("000111111113", "returned", "account_closed"),
        ("000111111119", "returned", "invalid_account_number"),
        ("000222222227", "failed", "insufficient_funds"),
        ("000333333335", "failed", "debit_not_authorized"),
        ("000444444440", "failed", "invalid_currency"),
        ("000000000234", "failed", "could_not_process"),
        ("000000000123", "canceled", None),
        ("000000000009", "processing", None),
    ],
)
def test_credits_to_us_accounts(number: str, outcome: str, code: str | None) -> None:
    found = credit(us(number))
    assert (found.outcome, found.failure_code) == (outcome, code)
    back = NOW + ANSWER_SECONDS + SEQUEL_SECONDS if outcome == "returned" else None
    assert found.returned_at == back


def test_only_an_instant_payout_fails() -> None:
    card = us("000888888883")
    assert credit(card).outcome == "paid"
    assert credit(card, instant=True).outcome == "failed"
    assert credit(us("000123456789"), instant=True).arrives_on == NOW


def test_a_credit_that_arrives_a_day_later() -> None:
    assert credit(us("000123457890")).arrives_on == credit(us("000123456789")).arrives_on + DAY


@pytest.mark.parametrize(
    ("country", "currency", "rail", "day"),
    [
        ("US", "usd", "ach", date(2026, 8, 4)),
        ("FR", "eur", "sepa", date(2026, 8, 4)),
        ("GB", "gbp", "faster_payments", date(2026, 8, 3)),
        ("JP", "jpy", "local", date(2026, 8, 4)),
    ],
)
def test_payouts_take_the_rail_of_their_country(country: str, currency: str, rail: str, day: date) -> None:
    found = paying_out(country, currency)
    assert (found.name, utc_date(found.credited_on(NOW))) == (rail, day)


# -- the rails' days: the published timeline, submitted at noon in Chicago ------------------------------


@pytest.mark.parametrize(
    ("day", "ach", "wire", "inbound"),
    [
        (3, 4, 3, 7),
        (4, 5, 4, 10),
        (5, 6, 5, 11),
        (6, 7, 6, 12),
        (7, 10, 7, 13),
        (8, 11, 10, 14),
        (9, 11, 10, 14),
    ],
)
def test_the_week_of_a_transfer(day: int, ach: int, wire: int, inbound: int) -> None:
    noon = timestamp(2026, 8, day, 17 * HOUR)
    found = (
        RAILS["ach"].credited_on(noon),
        RAILS["us_domestic_wire"].credited_on(noon),
        RAILS["ach"].debited_on(noon),
    )
    assert [utc_date(moment).day for moment in found] == [ach, wire, inbound]


@pytest.mark.parametrize(
    ("rail", "hour", "day"),
    [
        ("ach", 17, 4),
        ("ach", 18, 5),  # after the cut-off: Tuesday counts
        ("ach_same_day", 10, 3),
        ("ach_same_day", 11, 4),
        ("us_domestic_wire", 14, 3),
        ("us_domestic_wire", 15, 4),
    ],
)
def test_cut_offs_are_in_chicago(rail: str, hour: int, day: int) -> None:
    moment = timestamp(2026, 8, 3, (hour + 5) * HOUR)
    assert utc_date(RAILS[rail].credited_on(moment)).day == day


@pytest.mark.parametrize(
    ("received", "until"),
    [
        (timestamp(2024, 7, 26, 34 * 60), timestamp(2024, 7, 30)),
        (timestamp(2023, 3, 14, 27 * 60), timestamp(2023, 3, 16)),
    ],
)
def test_what_was_received_can_be_sent_back_for_two_days(received: int, until: int) -> None:
    assert RAILS["ach"].returnable_until(received) == until


# -- proofs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "code", "mismatches", "outcome"),
    [
        ((32, 45), "", 0, "verified"),
        ((45, 32), "", 0, "verified"),
        ((10, 11), "", 0, "exceeded"),
        ((40, 41), "", 0, "timed_out"),
        ((1, 2), "", 0, "mismatch"),
        ((1, 2), "", 2, "exceeded"),
        ((), "SM11AA", 0, "verified"),
        ((), "sm11aa", 9, "verified"),
        ((), "SM33CC", 0, "exceeded"),
        ((), "SM44DD", 0, "timed_out"),
        ((), "SMZZZZ", 8, "mismatch"),
        ((), "SMZZZZ", 9, "exceeded"),
    ],
)
def test_microdeposits(amounts: tuple[int, ...], code: str, mismatches: int, outcome: str) -> None:
    found = NETWORK.microdeposits(us("000123456789"), amounts=amounts, code=code, mismatches=mismatches)
    assert found == outcome


def test_deposits_arrive_in_two_business_days_or_are_known_to_fail() -> None:
    made = NETWORK.deposit(us("000123456789"), kind="descriptor_code", rail="ach", now=NOW)
    assert utc_date(made.arrives_on) == date(2026, 8, 5)
    assert (made.expires_at, made.failed_at) == (made.arrives_on + 10 * DAY, None)
    bad = us("000666666661")
    assert NETWORK.deposit(bad, kind="amounts", rail="ach", now=NOW).failed_at == NOW + ANSWER_SECONDS
    assert NETWORK.microdeposits(bad, amounts=(32, 45)) == "failed"


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("000123456789", "verified"),
        ("000888888885", "deactivated"),
        ("000999999991", "owner_proven"),
        ("000999999992", "owner_unproven"),
    ],
)
def test_accounts_are_looked_at(number: str, outcome: str) -> None:
    assert NETWORK.verify(us(number)) == outcome
    assert NETWORK.verify(account("AT", "", "AT511904300000066666")) == "unusable"


# -- chance and faults ---------------------------------------------------------------------------------


def test_the_same_seed_and_reference_give_the_same_answer() -> None:
    assert debit(us("000123456789")) == debit(us("000123456789"), network=BankNetwork("seed/sk_test_1"))
    assert debit(us("000123456789")) != debit(us("000123456789"), network=BankNetwork("other"))
    assert len(debit(us("000123456789")).reference) == 15


def answer(network: BankNetwork, question: str) -> str:
    given = us("000123456789")
    match question:
        case "debit":
            return debit(given, network=network).outcome
        case "credit":
            return network.credit(given, 1, "usd", reference="r", now=NOW).outcome
        case "verify":
            return network.verify(given)
        case _:
            return network.microdeposits(given, amounts=(32, 45))


@pytest.mark.parametrize("question", sorted(BankNetwork.OUTCOMES))
def test_every_outcome_can_be_forced(question: str) -> None:
    for outcome in BankNetwork.OUTCOMES[question]:
        network = BankNetwork("s", {"next": {question: [{"outcome": outcome.value}]}})
        assert answer(network, question) is outcome
        assert network.used_faults and network.remaining() == {}


def test_a_forced_failure_may_name_its_code() -> None:
    network = BankNetwork("s", {"next": {"debit": [{"outcome": "failed", "failure_code": "no_account"}]}})
    found = debit(us("000123456789"), network=network)
    assert (found.failure_code, found.failure_message) == ("no_account", MESSAGES["no_account"])


def test_an_outage_keeps_everybody_waiting() -> None:
    network = BankNetwork("s", {"outage": True})
    given = us("000123456789")
    assert (debit(given, network=network).outcome, debit(given, network=network).due_at) == (
        "processing",
        None,
    )
    assert network.verify(given) == "unusable"
    assert network.microdeposits(given, amounts=(32, 45)) == "mismatch"
    assert not network.used_faults


def test_a_rail_carries_its_own_currencies() -> None:
    with pytest.raises(AssertionError):
        debit(us("000123456789"), "sepa", "usd")
