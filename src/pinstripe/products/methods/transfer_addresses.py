"""Addresses that bank transfers are sent to: each customer has one of each kind, always the same.

Owns: the addresses. Does not own: who waits for a transfer (room payments), what comes of one (room
customers). Money: none. Source: spec (fields); docs: bank transfers (kinds, countries); numbers inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.ids import stable

HOLDER: Final = "Pinstripe"
COUNTRIES: Final = ("BE", "DE", "ES", "FR", "IE", "NL")
"""Where transfers in euro may be sent. source: spec"""
HOME: Final = {
    "us_bank_transfer": "US",
    "gb_bank_transfer": "GB",
    "jp_bank_transfer": "JP",
    "mx_bank_transfer": "MX",
}
NETWORKS: Final = {
    "aba": ["ach", "domestic_wire_us"],
    "swift": ["swift"],
    "iban": ["sepa"],
    "sort_code": ["bacs", "fps"],
    "zengin": ["zengin"],
    "spei": ["spei"],
}
"""How an address of each type is reached. source: spec (enum); the pairs inferred"""
TYPES: Final = {
    "us_bank_transfer": ("aba", "swift"),
    "eu_bank_transfer": ("iban",),
    "gb_bank_transfer": ("sort_code",),
    "jp_bank_transfer": ("zengin",),
    "mx_bank_transfer": ("spei",),
}
BANK: Final = "STRIPE TEST BANK"
ACCOUNT_DIGITS: Final = {"BE": 12, "DE": 18, "ES": 20, "FR": 23, "IE": 14, "NL": 10}
"""How long the number behind an IBAN's check digits is. source: the registry of IBANs"""
BANK_LETTERS: Final = {"IE": "AIBK", "NL": "ABNA"}
"""Countries whose numbers begin with the bank's letters. source: the registry of IBANs"""


def country_of(kind: str, country: str | None) -> str:
    """Where an address of a kind is."""
    return HOME.get(kind) or country or "IE"


def addresses(owner: str, kind: str, country: str | None = None) -> list[dict[str, Any]]:
    """A customer's addresses of a kind of transfer. params: country, where it is in euro"""
    place = country_of(kind, country)
    return [
        {"supported_networks": NETWORKS[name], "type": name, name: _address(name, owner, place)}
        for name in TYPES[kind]
    ]


def _digits(length: int, *parts: str) -> str:
    return "".join(str(ord(letter) % 10) for letter in stable(length, *parts))


def _postal(country: str) -> dict[str, Any]:
    return {
        "city": None,
        "country": country,
        "line1": None,
        "line2": None,
        "postal_code": None,
        "state": None,
    }


def _address(name: str, owner: str, country: str) -> dict[str, Any]:
    """One address, by the fields of its type."""
    number = _digits(10, owner, name)
    shared = {
        "account_holder_address": _postal(country),
        "account_holder_name": HOLDER,
        "bank_address": _postal(country),
    }
    if name == "iban":
        return {**shared, "bic": f"TEST{country}99XXX", "country": country, "iban": iban(owner, country)}
    checking = {"account_number": number, "account_type": "checking", "bank_name": BANK}
    own: dict[str, dict[str, Any]] = {
        "aba": {**checking, "routing_number": "999999999"},
        "swift": {**checking, "swift_code": "TESTUS99XXX"},
        "sort_code": {"account_number": number[:8], "sort_code": "123456"},
        "zengin": {
            "account_number": number[:7],
            "account_type": "futsu",
            "bank_code": "9999",
            "bank_name": BANK,
            "branch_code": "999",
            "branch_name": "TEST",
        },
        "spei": {"bank_code": "999", "bank_name": BANK, "clabe": f"999180{number}00"},
    }
    return {**shared, **own[name]}


def iban(owner: str, country: str) -> str:
    """An IBAN whose check digits are right. source: ISO 13616"""
    letters = BANK_LETTERS.get(country, "")
    inner = letters + _digits(ACCOUNT_DIGITS[country], owner, country)
    spelled = "".join(str(int(one, 36)) for one in f"{inner}{country}00")
    return f"{country}{98 - int(spelled) % 97:02d}{inner}"
