"""The table of bank account fields: what has to be said of a bank account in each country.

Owns: the table. Does not own: its endpoint (payout_methods_bank_account_specs.py), checks of numbers (networks/banks).
Money: none.
Source: spec; sdk (the form); fields and their names as external accounts have them, words inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.resource import Resource
from pinstripe.networks.banks.numbers import SEPA_TABLE

BANK_ACCOUNT_SPEC: Final = Resource(
    "v2.money_management.payout_methods_bank_account_spec",
    path="/v2/money_management/payout_methods_bank_account_spec",
    livemode=False,
)

Field = tuple[str, str, str, int, int, str]
"""Stripe's name, the local name for machines and for people, how long, an example."""

NUMBER: Final[Field] = ("account_number", "account_number", "Account number", 4, 17, "000123456789")
PLAIN: Final[dict[str, tuple[str, tuple[Field, ...]]]] = {
    "AU": (
        "aud",
        (
            ("routing_number", "bsb", "BSB", 6, 6, "110000"),
            ("account_number", "account_number", "Account number", 5, 9, "000123456"),
        ),
    ),
    "CA": (
        "cad",
        (
            ("routing_number", "transit_institution", "Transit and institution number", 8, 9, "11000-000"),
            NUMBER,
        ),
    ),
    "GB": (
        "gbp",
        (
            ("routing_number", "sort_code", "Sort code", 6, 6, "108800"),
            ("account_number", "account_number", "Account number", 8, 8, "00012345"),
        ),
    ),
    "US": ("usd", (("routing_number", "routing_number", "Routing number", 9, 9, "110000000"), NUMBER)),
}
DIGITS: Final = {"transit_institution": r"^\d{5}-?\d{3}$"}


def shown(field: Field, currency: str, regex: str) -> dict[str, Any]:
    """A field as it is answered. source: spec"""
    stripe, local, human, least, most, example = field
    return {
        "currencies": [currency],
        "local_name": local,
        "local_name_human": {"content": human, "localization_key": f"bank_account.{local}"},
        "max_length": most,
        "min_length": least,
        "placeholder": example,
        "stripe_name": stripe,
        "validation_regex": regex,
    }


def table() -> dict[str, dict[str, Any]]:
    """Country → its fields."""
    found: dict[str, dict[str, Any]] = {}
    for country, (currency, fields) in PLAIN.items():
        rows = [shown(one, currency, DIGITS.get(one[1], rf"^\d{{{one[3]},{one[4]}}}$")) for one in fields]
        found[country] = {"fields": rows}
    for line in SEPA_TABLE.strip().split("\n"):
        country, example, *_ = line.split()
        size, code = len(example), country.upper()
        field = ("account_number", "iban", "IBAN", size, size, example)
        found[code] = {"fields": [shown(field, "eur", rf"^{code}\d{{2}}[A-Z0-9]{{{size - 4}}}$")]}
    return found
