"""Every published test account, its days on its rail, and what it does when it is asked."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pinstripe.clock.calendar import DAY, timestamp, utc_date
from pinstripe.networks.banks import check_digits, checks, numbers
from pinstripe.networks.banks.behaviour import BEHAVIOURS, CREDIT_WORDS, DEBIT_WORDS
from pinstripe.networks.banks.port import OUTCOMES, BankAccount, Credit, Debit
from pinstripe.networks.banks.rails import RAILS, paying_out
from pinstripe.networks.banks.sim import SEQUEL_SECONDS, BankNetwork

NOW = timestamp(2026, 8, 3, 50_000)  # a Monday
NETWORK = BankNetwork("seed/sk_test_1")
HOUR = 3600
SOON = 1


def account(country: str, routing: str, number: str) -> BankAccount:
    found = numbers.by_number(country, routing, number)
    assert found is not None, number
    return found


def us(number: str) -> BankAccount:
    return account("US", "110000000", number)


def debit(given: BankAccount, network: BankNetwork = NETWORK) -> Debit:
    return network.debit(given, 1000, given.currency, reference="py_1", now=NOW)


def credit(given: BankAccount, *, instant: bool = False) -> Credit:
    return NETWORK.credit(given, 1000, given.currency, reference="po_1", now=NOW, instant=instant)


# -- the tables ----------------------------------------------------------------------------------------


def test_every_account_is_found_by_its_numbers_and_its_names() -> None:
    known = numbers.accounts()
    for key, one in known.items():
        assert numbers.by_number(one.country, one.routing, one.number) == one
        assert numbers.by_key(key) == one
        for name in one.names:
            assert (numbers.by_method(name) or numbers.by_token(name)) is one
    names = Counter(name for one in known.values() for name in one.names)
    assert [name for name, count in names.items() if count > 1] == []
    assert (len(known) > 200, len(names)) == (True, 112)


def test_every_behaviour_belongs_to_a_number_and_every_code_has_words() -> None:
    known = list(numbers.accounts().values())
    for name, facts in BEHAVIOURS.items():
        assert any(all(getattr(one, part) == value for part, value in facts.items()) for one in known), name
    for one in known:
        assert one.message == DEBIT_WORDS.get(one.code or "")
        assert one.credit_code is None or one.credit_code in CREDIT_WORDS


def test_published_ibans_have_check_digits_but_one() -> None:
    wrong = [
        one.number
        for one in numbers.accounts().values()
        if one.number[:2].isalpha() and not check_digits.iban(one.number)
    ]
    assert wrong == ["FR89370400440532013000"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("pm_usBankAccount_success", "000123456789"),
        ("pm_usBankAccount", "000123456789"),
        ("pm_usBankAccount_dispute", "000555555559"),
        ("btok_us_verified_noAccount", "000111111116"),
        ("pm_sepaDebit_success_de", "DE89370400440532013000"),
        ("pm_sepaDebit_failedDelayed_fr", "FR7920041010050500013M02600"),
        ("pm_sepaDebit_exceedsWeeklyVolumeLimit_at", "AT981904300000343434"),
    ],
)
def test_names(name: str, number: str) -> None:
    by_token, by_method = numbers.by_token(name), numbers.by_method(name)
    found = by_token or by_method
    assert found is not None and found.number == number
    assert (by_token is None) != (by_method is None)


def test_the_us_test_bank_is_taken_elsewhere_and_without_its_number() -> None:
    assert account("PL", "110000000", "000123456789").debit == "succeeds"
    found = account("CA", "", "000111111113")
    assert (found.country, found.routing, found.code, found.rail) == (
        "CA",
        "110000000",
        "account_closed",
        "acss",
    )
    assert numbers.by_key(found.key) == found
    assert numbers.by_number("US", "", "000123456789") is None
    assert account("HK", "110000", "000123456") == account("HK", "110-000", "000123456")


def test_endings_count_in_every_country_of_sepa() -> None:
    body = "370400440532343434"
    number = next(f"DE{check:02}{body}" for check in range(98) if check_digits.iban(f"DE{check:02}{body}"))
    assert account("DE", "", number).code == "charge_exceeds_source_limit"
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
    ("country", "routing", "number", "reason"),
    [
        ("US", "110000000", "000 123 456 789", None),
        ("FR", "", "fr14 2004 1010 0505 0001 3m02 606", None),
        ("FR", "", "FR89370400440532013000", None),
        ("GB", "10-88-00", "22222227", "insufficient_funds"),
        ("AU", "110-000", "111111116", "no_account"),
        ("AR", "", "0110000600000000000000", None),
    ],
)
def test_test_numbers_are_taken(country: str, routing: str, number: str, reason: str | None) -> None:
    found = checks.found(country, routing, number)
    assert isinstance(found, BankAccount) and found.code == reason


# -- debits --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "outcome", "code"),
    [
        ("000123456789", "succeeds", None),
        ("000111111113", "fails", "account_closed"),
        ("000111111119", "fails", "invalid_account_number"),
        ("000222222227", "fails", "insufficient_funds"),
        ("000333333335", "fails", "debit_not_authorized"),
        ("000444444440", "fails", "invalid_currency"),
        ("000777777771", "refused", "charge_exceeds_weekly_limit"),
        ("000555555559", "succeeds", None),
        ("000000000009", "stays", None),
        ("000000004954", "refused", "card_declined"),
    ],
)
def test_moments_of_us_debits(number: str, outcome: str, code: str | None) -> None:
    found = debit(us(number))
    assert (found.outcome, found.code, found.message) == (outcome, code, DEBIT_WORDS.get(code or ""))
    assert found.due_at == {"stays": None, "refused": NOW}.get(outcome, NOW + SOON)


def test_a_disputed_debit_comes_first() -> None:
    found = debit(us("000555555559"))
    assert (found.due_at, found.disputed_at) == (NOW + SOON, NOW + SOON + SEQUEL_SECONDS)
    assert found.disputed and debit(us("000123456789")).disputed_at is None


@pytest.mark.parametrize(
    ("number", "outcome", "code", "seconds"),
    [
        ("DE89370400440532013000", "succeeds", None, SOON),
        ("DE08370400440532013003", "succeeds", None, 180),
        ("DE62370400440532013001", "fails", "generic_decline", SOON),
        ("DE78370400440532013004", "fails", "generic_decline", 180),
        ("DE35370400440532013002", "succeeds", None, SOON),
        ("AT981904300000343434", "fails", "charge_exceeds_source_limit", SOON),
        ("AT601904300000121212", "fails", "charge_exceeds_weekly_limit", SOON),
        ("AT981904300002222227", "fails", "insufficient_funds", SOON),
    ],
)
def test_sepa_debits(number: str, outcome: str, code: str | None, seconds: int) -> None:
    found = debit(account(number[:2], "", number))
    assert (found.outcome, found.code, found.due_at) == (outcome, code, NOW + seconds)
    assert found.disputed is (number == "DE35370400440532013002")


@pytest.mark.parametrize(
    ("rail", "given", "day"),
    [
        ("ach", ("US", "110000000", "000123456789"), date(2026, 8, 3)),  # tests settle at once
        ("sepa", ("DE", "", "DE89370400440532013000"), date(2026, 8, 11)),
        ("bacs", ("GB", "108800", "00012345"), date(2026, 8, 7)),
        ("becs", ("AU", "000000", "000123456"), date(2026, 8, 5)),
        ("acss", ("CA", "11000-000", "000123456789"), date(2026, 8, 10)),
    ],
)
def test_money_of_a_debit_is_there_on_the_rails_day(
    rail: str, given: tuple[str, str, str], day: date
) -> None:
    found = account(*given)
    available = debit(found).available_on
    assert found.rail == rail and available is not None and utc_date(available) == day


def test_a_bank_that_is_told_no_time_names_no_moments() -> None:
    found = NETWORK.debit(us("000555555559"), 1000, "usd", reference="py_1")
    assert (found.due_at, found.available_on, found.disputed_at, found.later_seconds) == (None, None, None, 1)


# -- credits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "outcome", "code"),
    [
        ("000123456789", "arrives", None),
        ("000111111116", "returns", "no_account"),
        ("000111111113", "returns", "account_closed"),
        ("000111111119", "returns", "invalid_account_number"),
        ("000222222227", "fails", "insufficient_funds"),
        ("000333333335", "fails", "debit_not_authorized"),
        ("000444444440", "fails", "invalid_currency"),
        ("000000000234", "fails", "could_not_process"),
        ("000000000123", "canceled", None),
        ("000000000009", "stays", None),
    ],
)
def test_credits_to_us_accounts(number: str, outcome: str, code: str | None) -> None:
    found = credit(us(number))
    assert (found.outcome, found.code, found.message) == (outcome, code, CREDIT_WORDS.get(code or ""))
    assert found.due_at == (None if outcome == "stays" else NOW + SOON)
    assert found.returned_at == (NOW + SOON + SEQUEL_SECONDS if outcome == "returns" else None)


def test_only_an_instant_payout_fails() -> None:
    given = us("000888888883")
    assert (credit(given).outcome, credit(given).code) == ("arrives", None)
    assert (credit(given, instant=True).outcome, credit(given, instant=True).code) == (
        "fails",
        "could_not_process",
    )
    assert credit(us("000123456789"), instant=True).arrives_at == NOW


def test_a_credit_that_arrives_a_day_later() -> None:
    assert credit(us("000123457890")).arrives_at == credit(us("000123456789")).arrives_at + DAY


def test_a_wire_arrives_on_its_own_day() -> None:
    given = us("000123456789")
    by_wire = NETWORK.credit(given, 1, "usd", now=NOW, reference="r", rail="us_domestic_wire")
    assert (utc_date(by_wire.arrives_at), utc_date(credit(given).arrives_at)) == (
        date(2026, 8, 3),
        date(2026, 8, 3),
    )
    saturday, late = NOW + 5 * DAY, NOW + 9 * HOUR
    assert utc_date(NETWORK.credit(given, 1, "usd", now=saturday, reference="r").arrives_at) == date(
        2026, 8, 10
    )
    by_wire = NETWORK.credit(given, 1, "usd", now=late, reference="r", rail="us_domestic_wire")
    assert utc_date(by_wire.arrives_at) == date(2026, 8, 4)


@pytest.mark.parametrize(
    ("country", "currency", "rail", "day"),
    [
        ("US", "usd", "ach", date(2026, 8, 4)),
        ("FR", "eur", "sepa", date(2026, 8, 4)),
        ("GB", "gbp", "faster_payments", date(2026, 8, 3)),
        ("GB", "eur", "sepa", date(2026, 8, 4)),
        ("CH", "chf", "local", date(2026, 8, 4)),
        ("JP", "jpy", "local", date(2026, 8, 4)),
    ],
)
def test_payouts_take_the_rail_of_their_country(country: str, currency: str, rail: str, day: date) -> None:
    found = paying_out(country, currency)
    assert (found.name, utc_date(found.credited_on(NOW))) == (rail, day)


# -- the rails' days: the published timeline, submitted at noon in Chicago -----------------------------


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
        ((1, 2), "", 1, "mismatch"),
        ((1, 2), "", 2, "exceeded"),
        ((), "SMZZZZ", 8, "mismatch"),
        ((), "SMZZZZ", 9, "exceeded"),
        ((), "SM11AA", 9, "verified"),
    ],
)
def test_somebody_may_be_wrong_so_often(
    amounts: tuple[int, ...], code: str, mismatches: int, outcome: str
) -> None:
    given = us("000123456789")
    assert NETWORK.verify(given, amounts=amounts, descriptor_code=code, mismatches=mismatches) == outcome


def test_deposits_arrive_in_two_business_days_or_are_known_to_fail() -> None:
    made = NETWORK.deposit(us("000123456789"), now=NOW)
    assert (made.kind, utc_date(made.arrives_on)) == ("descriptor_code", date(2026, 8, 5))
    assert (made.expires_at, made.failed_at) == (made.arrives_on + 10 * DAY, None)
    assert NETWORK.deposit(us("000666666661"), now=NOW, kind="amounts").failed_at == NOW + SOON


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (us("000123456789"), "good"),
        (us("000888888885"), "deactivated"),
        (us("000999999991"), "owner_proven"),
        (us("000999999992"), "owner_unproven"),
        (account("AT", "", "AT511904300000066666"), "unusable"),
    ],
)
def test_accounts_are_looked_at(given: BankAccount, outcome: str) -> None:
    assert NETWORK.inspect(given) == outcome


# -- faults --------------------------------------------------------------------------------------------


def answer(network: BankNetwork, question: str) -> str:
    given = us("000123456789")
    match question:
        case "debit":
            return debit(given, network).outcome
        case "credit":
            return network.credit(given, 1, "usd", reference="r", now=NOW).outcome
        case "verify":
            return network.verify(given, amounts=(32, 45))
        case _:
            return network.inspect(given)


@pytest.mark.parametrize("question", sorted(OUTCOMES))
def test_every_outcome_can_be_forced(question: str) -> None:
    for outcome in OUTCOMES[question]:
        network = BankNetwork("s", {"next": {question: [{"outcome": str(outcome)}]}})
        assert answer(network, question) == outcome
        assert network.forced.used and network.forced.remaining() == {}


def test_an_outage_keeps_everybody_waiting() -> None:
    network = BankNetwork("s", {"outage": True})
    assert [answer(network, one) for one in ("debit", "credit", "inspect")] == ["stays", "stays", "unusable"]
    assert debit(us("000123456789"), network).due_at is None
    assert not network.forced.used


def test_a_rail_carries_its_own_currencies() -> None:
    with pytest.raises(AssertionError):
        NETWORK.debit(us("000123456789"), 1000, "eur", reference="r", now=NOW)
