"""Where a customer's bank transfers go: an account of their own in each currency, always the same.

Owns: the addresses of a customer. Does not own: what an intent waits for (flows/push.py), the endpoint (room
customers), the cash balance. Money: none. Source: spec (fields); docs: bank transfers; inferred: the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.ids import stable
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import check_digits

HOMES: Final = {
    "us_bank_transfer": "US",
    "eu_bank_transfer": "IE",
    "gb_bank_transfer": "GB",
    "jp_bank_transfer": "JP",
    "mx_bank_transfer": "MX",
}
"""The country of the account of each kind of transfer; those of the euro may be asked for."""
PARTS: Final = {"BE": 12, "DE": 18, "ES": 20, "FR": 23, "IE": 14, "NL": 10}
"""Countries of accounts in euro: how many digits follow check digits and letters. source: spec (countries)"""
LETTERS: Final = {"IE": "STPE", "NL": "STPE"}
TYPES: Final = {
    "us_bank_transfer": ("aba", "swift"),
    "eu_bank_transfer": ("iban",),
    "gb_bank_transfer": ("sort_code",),
    "jp_bank_transfer": ("zengin",),
    "mx_bank_transfer": ("spei",),
}
NETWORKS: Final = {
    "aba": ["ach", "domestic_wire_us"],
    "iban": ["sepa"],
    "sort_code": ["bacs", "fps"],
    "spei": ["spei"],
    "swift": ["swift"],
    "zengin": ["zengin"],
}
BANK: Final = "STRIPE TEST BANK"


def country_of(kind: str, wanted: Mapping[str, Any], param: str) -> str:
    """Where the account is. params: wanted, `bank_transfer` as a request says it. refuses: bad_enum"""
    if kind != "eu_bank_transfer":
        return HOMES[kind]
    country = str((wanted.get(kind) or {}).get("country") or HOMES[kind]).upper()
    if country not in PARTS:
        raise errors.bad_enum(list(PARTS), f"{param}[{kind}][country]")
    return country


def addresses(work: Work, customer: str, kind: str, country: str) -> list[dict[str, Any]]:
    """The account to which a customer sends transfers of a kind, in each way that it is written."""
    shown: dict[str, Any] = {"account_holder_address": address(country), "bank_address": address(country)}
    shown["account_holder_name"] = work.merchant.name
    found = []
    for word in TYPES[kind]:
        record = {**shown, **NUMBERS[word](work.world.seed, customer, country)}
        found.append({word: dict(sorted(record.items())), "supported_networks": NETWORKS[word], "type": word})
    return found


def address(country: str) -> dict[str, Any]:
    """Where bank and holder are: nothing more than the country is known of a test bank. source: inferred"""
    return {**dict.fromkeys(("city", "line1", "line2", "postal_code", "state")), "country": country}


def digits(length: int, *parts: object) -> str:
    """So many digits that follow from these words alone."""
    return str(int(stable(length + 4, *parts), 36))[-length:]


def _iban(seed: str, customer: str, country: str) -> dict[str, Any]:
    rest = LETTERS.get(country, "") + digits(PARTS[country], seed, customer, "iban", country)
    iban = check_digits.with_check(country, rest)
    return {"bic": f"STPE{country}22", "country": country, "iban": iban}


def _account(seed: str, customer: str, length: int) -> dict[str, str]:
    return {"account_number": digits(length, seed, customer, "transfer")}


NUMBERS: Final = {
    "aba": lambda seed, customer, _: {
        **_account(seed, customer, 12),
        "account_type": "checking",
        "bank_name": BANK,
        "routing_number": "110000000",
    },
    "iban": _iban,
    "sort_code": lambda seed, customer, _: {**_account(seed, customer, 8), "sort_code": "108800"},
    "spei": lambda seed, customer, _: {
        "bank_code": "646",
        "bank_name": BANK,
        "clabe": f"646{digits(15, seed, customer, 'clabe')}",
    },
    "swift": lambda seed, customer, _: {
        **_account(seed, customer, 12),
        "account_type": "checking",
        "bank_name": BANK,
        "swift_code": "STPEUS33",
    },
    "zengin": lambda seed, customer, _: {
        **_account(seed, customer, 7),
        "account_type": "futsu",
        "bank_code": "0000",
        "bank_name": BANK,
        "branch_code": "000",
        "branch_name": BANK,
    },
}
"""The numbers of an account as each way of writing has them."""
