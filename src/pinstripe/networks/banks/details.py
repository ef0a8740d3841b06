"""How a bank account is shown: the name of its bank, its routing number, which published account it is.

Owns: these facts. Does not own: numbers (numbers.py), refusals (checks.py), records. Money: none.
Source: recorded: gumroad.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pinstripe.networks.banks import checks, numbers
from pinstripe.networks.banks.port import BankAccount
from pinstripe.networks.cards.details import Seed, fingerprint

BANKS: Final = {
    "GB 23-14-70": "WISE PAYMENTS LTD",
    "KR SGSEKRSLXXX": "SG SECURITIES KOREA CO., LTD.",
    "LK AAAALKLXXXX-7010999": "BANK OF CEYLON",
    "TR ADABTRIS": "DUNYA KATILIM BANKASI A.S.",
}
ROUTING: Final = {
    "AU 110000": "11 0000",
    "AZ 123456-123456": "123456123456",
    "MY HBMBMYKL": "TESTMYKLXXX",
    "ZA FIRNZAJJ": "FIRNZAJJXXX",
}
"""Names of banks, and routing numbers that are shown otherwise. source: recorded: gumroad"""


def known(country: str, routing: str, number: str) -> BankAccount | checks.Refusal:
    """The published account of these numbers, or what is wrong with them.

    Accounts of a country go with any routing number. source: recorded: gumroad (GB with 23-14-70)
    """
    found = checks.found(country, routing, number)
    if isinstance(found, checks.Refusal):
        plain = checks.plain(number)
        home = numbers.by_number(country, numbers.ACH_ROUTING, plain)
        usual = (one for one in numbers.accounts().values() if one.country == country)
        home = home or next((one for one in usual if one.number == plain), None)
        if home is None or found is checks.BAD_ROUTING:
            return found
        found = home
    return replace(found, country=country)


def shown(bank: BankAccount, given: Mapping[str, Any], currency: str, seed: Seed) -> dict[str, Any]:
    """What every object shows of a bank account that was given so. source: recorded: gumroad"""
    routing = given.get("routing_number") or numbers.ACH_ROUTING
    place = f"{bank.country} {routing}"
    return {
        "account_holder_name": given.get("account_holder_name"),
        "account_holder_type": given.get("account_holder_type"),
        "account_type": given.get("account_type"),
        "bank_name": BANKS.get(place, "STRIPE TEST BANK"),
        "country": bank.country,
        "currency": currency,
        "fingerprint": fingerprint(f"{place} {bank.number}", seed),
        "last4": bank.number[-4:],
        "routing_number": ROUTING.get(place, routing),
        "status": "new",
    }
