"""The item of a value list: one value, of the list's type.

Owns: the record, what a value of each type may be, how values are compared. Does not own: the endpoints
(value_list_items.py). Money: none. No event tells of it, and it is never changed.
Source: spec; forms of values inferred.
Private fact: `compared`, the value as it is compared with others of its list.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from pinstripe.kernel.resource import Resource
from pinstripe.products.radar import refusals

VALUE_LIST_ITEM = Resource(
    "radar.value_list_item",
    prefix="rsli",
    generated="retrieve",
    index=("value_list", "compared=private.compared"),
    noun="value list item",
    param="item",
    source="spec",
)

LONGEST_VALUE = 800
"""source: spec"""
MOST_ITEMS = 50_000
"""Of one list. source: inferred"""
FORMS: dict[str, re.Pattern[str]] = {
    "account": re.compile(r"acct_\w+"),
    "card_bin": re.compile(r"\d{6}(\d\d)?", re.ASCII),
    "country": re.compile(r"[A-Z]{2}"),
    "customer_id": re.compile(r"cus_\w+"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
}
EXACT = frozenset(
    "account card_fingerprint case_sensitive_string crypto_fingerprint customer_id sepa_debit_fingerprint "
    "us_bank_account_fingerprint".split()
)
"""Types whose values differ by the case of a letter."""


def compared(kind: str, value: str) -> str:
    """A value as it is compared: ids, fingerprints and one type of text by each letter. source: inferred"""
    return value if kind in EXACT else value.lower()


def refuse_form(kind: str, value: str) -> None:
    """Is it a value of the type? refuses: not_of_kind"""
    form = FORMS.get(kind)
    if form is not None and not form.fullmatch(value):
        raise refusals.not_of_kind(value, kind)
    if kind == "ip_address":
        try:
            ip_address(value)
        except ValueError:
            raise refusals.not_of_kind(value, kind) from None
