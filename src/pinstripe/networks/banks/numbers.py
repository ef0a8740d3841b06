"""Published test bank accounts: country, routing number, account number, and how each behaves.

Owns: which accounts exist and their names (pm_usBankAccount_success, btok_us_verified).
Does not own: what a behaviour means (behaviour.py), refusals of other numbers (checks.py).
Money: none. Source: docs: testing (US accounts, SEPA table), payouts, Connect testing, Treasury test values;
recorded: gumroad (the accounts of connected accounts, by country); docs: payment methods (Bacs, BECS, ACSS).
Inferred: the failing payout accounts outside the US.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from pinstripe.networks.banks.behaviour import BEHAVIOURS
from pinstripe.networks.banks.check_digits import iban
from pinstripe.networks.banks.countries import RECEIVING
from pinstripe.networks.banks.port import BankAccount
from pinstripe.networks.banks.rails import RAILS, SEPA, rail_of

ACH_ROUTING: Final = "110000000"
OTHER_ROUTING: Final = "111000000"
"""Taken for the same bank. source: recorded: gumroad-a6f0399d02"""

ISSUED: Final = "2601"
"""How the numbers begin that the test bank gives out itself, to financial accounts: money can be sent there
like anywhere else. source: recorded: issuing-treasury; digits inferred
"""

US: Final = """
000123456789 success                success btok_us btok_us_verified
000111111113 account_closed         accountClosed btok_us_verified_accountClosed
000111111116 no_account             noAccount btok_us_verified_noAccount
000111111119 invalid_account_number invalidAccountNumber
000222222227 insufficient_funds     insufficientFunds btok_us_verified_insufficientFunds
000333333335 debit_not_authorized   debitNotAuthorized btok_us_verified_debitNotAuthorized
000444444440 invalid_currency       invalidCurrency btok_us_verified_invalidCurrency
000555555559 disputed               dispute
000666666661 microdeposits_fail     failMicrodeposits
000777777771 weekly_limit           weeklyLimitExceeded
000888888883 fails_instantly
000888888885 deactivated
000000000009 processing             processing
000000000123 canceled_by_user       canceledByUser
000000000234 internal_failure       internalFailure
000123457890 arrives_later          expectedArrivalDateUpdated
000000004954 risk_highest           riskLevelHighest
000999999991 owner_proven
000999999992 owner_unproven
"""
"""Number, behaviour, names: a plain one is the end of pm_usBankAccount_…"""

SEPA_TABLE: Final = """
at AT611904300234573201 AT321904300235473204 AT861904300235473202 AT051904300235473205 AT591904300235473203
be BE62510007547061 BE78510007547064 BE68539007547034 BE51510007547065 BE08510007547063
de DE89370400440532013000 DE08370400440532013003 DE62370400440532013001 DE78370400440532013004 \
DE35370400440532013002
ee EE382200221020145685 EE222200221020145682 EE762200221020145680 EE922200221020145683 EE492200221020145681
fi FI2112345600000785 FI3712345600000788 FI9112345600000786 FI1012345600000789 FI6412345600000787
fr FR1420041010050500013M02606 FR3020041010050500013M02609 FR8420041010050500013M02607 \
FR7920041010050500013M02600 FR5720041010050500013M02608
hr HR7624020064583467589 HR6323600002337876649 HR2725000096983499248 HR6723600004878117427 \
HR8724840081455523553
ie IE29AIBK93115212345678 IE24AIBK93115212345671 IE02AIBK93115212345679 IE94AIBK93115212345672 \
IE51AIBK93115212345670
lt LT121000011101001000 LT281000011101001003 LT821000011101001001 LT981000011101001004 LT551000011101001002
lu LU280019400644750000 LU440019400644750003 LU980019400644750001 LU170019400644750004 LU710019400644750002
nl NL39RABO0300065264 NL55RABO0300065267 NL91ABNA0417164300 NL28RABO0300065268 NL82RABO0300065266
no NO9386011117947 NO8886011117940 NO6686011117948 NO6186011117941 NO3986011117949
pt PT50000201231234567890154 PT66000201231234567890157 PT23000201231234567890155
"""
"""Country, then the numbers of SEPA_NAMES in their order."""

SEPA_NAMES: Final = (
    ("success", "success"),
    ("successDelayed", "success_delayed"),
    ("failed", "failed"),
    ("failedDelayed", "failed_delayed"),
    ("disputed", "disputed"),
)

SEPA_LIMITS: Final = (
    ("exceedsWeeklyVolumeLimit", "AT981904300000343434", "weekly_volume"),
    ("exceedsWeeklyTransactionLimit", "AT601904300000121212", "weekly_transactions"),
    ("insufficientFunds", "AT981904300002222227", "insufficient_funds"),
    ("", "AT511904300000066666", "unusable"),
)

SEPA_ENDINGS: Final[Mapping[str, str]] = {
    "343434": "weekly_volume",
    "121212": "weekly_transactions",
    "2222227": "insufficient_funds",
}
"""In every country of SEPA a number that ends so behaves so. source: docs: testing"""

DEBITS: Final = """
GB 108800    00012345     success                      success
GB 108800    90012345     success_delayed              successDelayed
GB 108800    33333335     debit_not_authorized         debitNotAuthorized
GB 108800    93333335     debit_not_authorized_delayed debitNotAuthorizedDelayed
GB 108800    00033333     failed_delayed               -
GB 108800    00044444     unusable                     -
GB 108800    22222227     insufficient_funds           insufficientFunds
GB 108800    92222227     insufficient_funds_delayed   insufficientFundsDelayed
GB 108800    55555559     disputed                     dispute
AU 000000    000123456    success                      success
AU 000000    900123456    success_delayed              successDelayed
AU 000000    111111113    account_closed               accountClosed
AU 000000    111111116    no_account                   noAccount
AU 000000    222222227    refer_to_customer            referToCustomer
AU 000000    922222227    refer_to_customer_delayed    referToCustomerDelayed
AU 000000    333333335    debit_not_authorized         debitNotAuthorized
AU 000000    666666660    disputed                     dispute
AU 000000    343434343    weekly_volume                exceedsWeeklyLimit
AU 000000    121212121    transaction_limit            exceedsTransactionLimit
CA 11000-000 000123456789 success                      success
CA 11000-000 900123456789 success_delayed              -
CA 11000-000 000111111113 account_closed               accountClosed
CA 11000-000 000111111116 no_account                   noAccount
CA 11000-000 000222222227 insufficient_funds           insufficientFunds
CA 11000-000 900222222227 insufficient_funds_delayed   -
CA 11000-000 000333333335 debit_not_authorized         debitNotAuthorized
CA 11000-000 000555555559 disputed                     dispute
CA 11000-000 000666666661 microdeposits_fail           -
CA 11000-000 000777777771 weekly_volume                -
CA 11000-000 000888888881 transaction_limit            -
NZ 110000    0000010      success                      -
NZ 110000    9000010      success_delayed              -
NZ 110000    1111113      account_closed               -
NZ 110000    1111116      no_account                   -
NZ 110000    2222227      insufficient_funds           -
NZ 110000    6666660      disputed                     -
"""
"""Accounts for Bacs, BECS, New Zealand's and ACSS debits: sort code, BSB, bank and branch, transit and
institution, and what comes after DEBIT_NAMES in the name of a published method. source: docs: payment methods
(Bacs, BECS, ACSS); inferred: New Zealand, the number behind some names of ACSS, 00033333
"""

DEBIT_NAMES: Final = {"GB": "pm_bacsDebit_", "AU": "pm_auBecsDebit_", "CA": "pm_acssDebit_"}

FAILING: Final = {
    "1111113": "account_closed",
    "1111116": "no_account",
    "2222227": "insufficient_funds",
    "3333335": "debit_not_authorized",
    "4444440": "invalid_currency",
}
"""Endings of payout accounts that fail, where numbers are plain. source: docs: payouts (US); inferred"""

FAILING_IN: Final = {"AU": ("110000", 9), "GB": ("108800", 8)}
"""Their routing number and how long an account number is. Elsewhere the US numbers do (by_number)."""


EUROPEAN: Final = {
    "89370400440532013000": "success",
    "62370400440532013001": "no_account",
    "89370400440532013002": "account_closed",
    "89370400440532013003": "insufficient_funds",
    "89370400440532013004": "debit_not_authorized",
    "89370400440532013005": "invalid_currency",
}
"""What follows a country's letters in the numbers of payouts that do in all of SEPA. source: docs: Connect
testing
"""
HOME_SUCCESS: Final = "000123456789"


def account(
    country: str, routing: str, number: str, behaves: str, names: tuple[str, ...] = (), currency: str = ""
) -> BankAccount:
    """An account of these numbers that behaves so. Dashes in a routing number are for people."""
    rail = "sepa" if not routing and number[:2] == country and country in SEPA else rail_of(country)
    return BankAccount(
        key_of(country, routing, number),
        rail,
        country,
        currency or (RAILS[rail].currencies[0] if rail in RAILS else ""),
        number,
        routing,
        names=names,
        **BEHAVIOURS[behaves],
    )


def key_of(country: str, routing: str, number: str) -> str:
    """How a record remembers an account."""
    return f"{country.lower()}/{routing.replace('-', '')}/{number}"


def _us() -> Iterator[BankAccount]:
    for line in US.strip().split("\n"):
        number, behaves, *names = line.split()
        found = tuple(name if name.startswith("btok") else f"pm_usBankAccount_{name}" for name in names)
        if behaves == "success":
            found += ("pm_usBankAccount",)
        yield account("US", ACH_ROUTING, number, behaves, found)


def _sepa() -> Iterator[BankAccount]:
    for line in SEPA_TABLE.strip().split("\n"):
        country, *numbers = line.split()
        for number, (name, behaves) in zip(numbers, SEPA_NAMES, strict=False):
            yield account(country.upper(), "", number, behaves, (f"pm_sepaDebit_{name}_{country}",))
    for name, number, behaves in SEPA_LIMITS:
        yield account("AT", "", number, behaves, (f"pm_sepaDebit_{name}_at",) if name else ())


def _others() -> Iterator[BankAccount]:
    for line in DEBITS.strip().split("\n"):
        country, routing, number, behaves, name = line.split()
        names = () if name == "-" else (DEBIT_NAMES[country] + name,)
        yield account(country, routing, number, behaves, names)
    for country, currency, routing, number in RECEIVING:
        yield account(country, routing, number, "success", currency=currency)
    for country, (routing, size) in FAILING_IN.items():
        for ending, behaves in FAILING.items():
            yield account(country, routing, (ending[0] * size + ending)[-size:], behaves)


@cache
def accounts() -> Mapping[str, BankAccount]:
    """Every known account by its key; of two rows for one number the first holds."""
    found: dict[str, BankAccount] = {}
    for one in (*_us(), *_sepa(), *_others()):
        found.setdefault(one.key, one)
    return found


@cache
def _by_name() -> Mapping[str, BankAccount]:
    return {name: one for one in accounts().values() for name in one.names}


def by_method(name: str) -> BankAccount | None:
    """The account of a published payment method (pm_usBankAccount_success)."""
    return _by_name().get(name) if name.startswith("pm_") else None


def by_token(name: str) -> BankAccount | None:
    """The account of a published token (btok_us_verified)."""
    return _by_name().get(name) if name.startswith("btok_") else None


def by_key(key: str) -> BankAccount | None:
    """The account that a record remembers."""
    country, routing, number = key.split("/")
    return by_number(country.upper(), routing, number)


def by_number(country: str, routing: str, number: str) -> BankAccount | None:
    """The account of these numbers, None if none is published. The US test bank is taken in every country,
    and without its routing number too. source: recorded: gumroad (CA, GB, PL with 110000000)
    """
    known = accounts()
    if country == "US" and routing == OTHER_ROUTING:
        routing = ACH_ROUTING
    if (country, routing, len(number)) == ("US", ACH_ROUTING, 12) and number.startswith(ISSUED):
        return account(country, routing, number, "success")
    found = known.get(key_of(country, routing, number))
    if (
        found is None
        and country != "US"
        and (routing in ("", ACH_ROUTING) or _numbers_like_us(country, routing))
    ):
        home = known.get(key_of("US", ACH_ROUTING, number))
        if home is not None:
            key, rail = key_of(country, routing or ACH_ROUTING, number), rail_of(country)
            found = replace(home, key=key, country=country, rail=rail, currency="", names=())
    return found or known.get(key_of(country, "", number)) or _by_ending(country, number)


def _numbers_like_us(country: str, routing: str) -> bool:
    """Are a bank's test numbers those of the US? source: docs: Connect testing (BR, CA); others inferred"""
    return key_of(country, routing, HOME_SUCCESS) in accounts()


def _by_ending(country: str, number: str) -> BankAccount | None:
    if number[:2] == country and country in SEPA and number[2:] in EUROPEAN:
        return account(country, "", number, EUROPEAN[number[2:]])
    if number[:2] == country and iban(number):
        for ending, behaves in SEPA_ENDINGS.items():
            if number.endswith(ending):
                return account(country, "", number, behaves)
    return None
