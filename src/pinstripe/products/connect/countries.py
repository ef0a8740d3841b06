"""What is known of accounts by their country: currency, days, what has to be told.

Owns: these facts. Does not own: what an account lacks (requirements.py). Money: none.
Source: recorded: gumroad (692 connected accounts in about 95 countries); inferred where it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.networks.banks.countries import RECEIVING

EURO: Final = frozenset("AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM".split())
"""Countries of the euro. source: spec"""

OTHER_CURRENCIES: Final = {
    **dict.fromkeys(EURO, "eur"),
    "AE": "aed", "BG": "eur", "BR": "brl", "CH": "chf", "CZ": "czk", "DK": "dkk", "HU": "huf",
    "MX": "mxn", "PR": "usd",
}  # fmt: skip
"""Of countries that no recorded bank account is of. source: docs: Connect countries"""

CURRENCIES: Final = {**OTHER_CURRENCIES, **{country: currency for country, currency, *_ in RECEIVING}}
"""What an account of a country is paid in."""

ROUTED: Final = frozenset(country for country, _, routing, _ in RECEIVING if routing)
"""Where a bank account has a routing number beside its own."""

DELAY_DAYS: Final = {"US": 2, "AU": 2}
"""How long money waits in an account's country; a week elsewhere. source: docs: payout speed, recorded:
gumroad
"""

LEAST_DAYS: Final = 2
"""How soon money may be paid out where an account has a schedule. source: docs: payout speed (US); others
inferred
"""

RECIPIENTS_WAITING: Final = frozenset("CR GT ID TT".split())
"""Where money for whoever only receives waits a day all the same. source: recorded: gumroad"""

ASYNCHRONOUS: Final = frozenset(("US",))
"""Where a complete account waits for its check before it may do anything. source: recorded: gumroad"""

DEADLINES: Final = {"US": 1717516800}
"""When the requirements of a country were last made stricter, which its accounts go on showing as what will
be asked for. source: recorded: gumroad
"""

PLATFORM_MCC: Final = "5192"
"""What a platform sells: an account that it answers for sells the same until it says otherwise.
source: recorded: gumroad
"""

DOCUMENTS_LATER: Final = {
    "CA": ("verification.additional_document", "verification.document", "verification.proof_of_liveness"),
    "HK": ("verification.document",),
    "NZ": ("verification.additional_document", "verification.document"),
}
"""What is still looked at when charges are enabled, but not payouts. source: recorded: gumroad
(CA since 2025)"""

DOCUMENTS_EVENTUALLY: Final = frozenset(("JP",))
"""Where a document will be asked for, and nothing waits for it. source: recorded: gumroad"""

BIRTH: Final = ("dob.day", "dob.month", "dob.year")
NAMES: Final = ("first_name", "last_name")
PLACE: Final = ("address.city", "address.line1", "address.postal_code")

INDIVIDUAL: Final[dict[str, tuple[str, ...]]] = {
    "US": (*PLACE, "address.state", *BIRTH, "email", *NAMES, "phone", "ssn_last_4"),
    "AU": (*PLACE, "address.state", *BIRTH, "email", *NAMES, "phone"),
    "CA": (*PLACE, "address.state", *BIRTH, *NAMES),
    "SG": (
        *("address.line1", "address.postal_code"),
        *BIRTH, "email", *NAMES, "full_name_aliases", "id_number", "nationality", "phone",
    ),
    "AE": ("address.line1", "address.state", *BIRTH, "email", *NAMES, "id_number", "nationality", "phone"),
    "HK": ("address.line1", *BIRTH, "email", *NAMES, "id_number", "phone"),
}  # fmt: skip
"""What a person who acts for an account tells of itself. source: recorded: gumroad"""

USUAL: Final = (*PLACE, *BIRTH, "email", *NAMES, "phone")
"""The same in all other countries. source: recorded: gumroad (DE, GB); others inferred"""

RECIPIENT: Final = ("address.line1", *BIRTH, "email", *NAMES)
RECIPIENT_IDS: Final = frozenset("BO CR GT PK PY UY".split())
"""Where whoever only receives needs a number, too. source: recorded: gumroad"""

OWNERS: Final[dict[str, tuple[str, ...]]] = {
    "US": ("email", *NAMES),
    "AE": ("address.line1", "address.state", *BIRTH, "first_name", "id_number", "last_name", "nationality"),
    "SG": (),
    "CA": (),
}
OWNERS_USUAL: Final = (*PLACE, *BIRTH, "email", *NAMES)
"""What owners of a company tell. source: recorded: gumroad (US, DE, AE; SG and CA name none)"""

COMPANY: Final[dict[str, tuple[str, ...]]] = {
    "US": (*PLACE, "address.state", "name", "phone", "tax_id"),
    "CA": (*PLACE, "address.state", "name", "phone", "tax_id"),
    "SG": ("address.line1", "address.postal_code", "name", "phone", "tax_id"),
    "AE": ("address.line1", "business_vat_id_number", "name", "phone", "tax_id"),
}
COMPANY_USUAL: Final = (*PLACE, "name", "phone", "tax_id")
"""What a company tells. source: recorded: gumroad (what was told, and what was still due)"""

EXECUTIVES: Final = frozenset(("CA",))
"""Where a representative need not be an executive. source: recorded: gumroad (CA)"""

PLAIN: Final = frozenset((*EURO, *"US CA GB AU NZ BG CH CZ DK GI HU IS LI NO PL RO SE".split()))
"""Where a person has neither names in other scripts nor a nationality. source: recorded: gumroad"""

WITHOUT_NUMBERS: Final = PLAIN - {"US", "CA"}
"""Where nothing is said of a number that was not given. source: recorded: gumroad (AU, GB, IS, NO)"""


ANCHORS: Final = (
    ("monthly", "monthly_anchor", "monthly_payout_days", 1),
    ("weekly", "weekly_anchor", "weekly_payout_days", "monday"),
)
"""Interval, its older field of one day, the field of several, the day where nobody names one."""


def delay_days(country: str, interval: str, recipient: bool) -> int:
    """How long money waits for a payout. source: recorded: gumroad (manual payouts: a day, none)"""
    if interval == "manual":
        return 0 if recipient and country not in RECIPIENTS_WAITING else 1
    return DELAY_DAYS.get(country, 7)


def person_fields(country: str, recipient: bool) -> tuple[str, ...]:
    """What a representative has to tell."""
    if recipient:
        return (*RECIPIENT, "id_number") if country in RECIPIENT_IDS else RECIPIENT
    return INDIVIDUAL.get(country, USUAL)


def schedule(told: Mapping[str, Any]) -> dict[str, Any]:
    """When an account is paid out, with the days that its interval has. An anchor is the first of them.

    source: spec; recorded: openfoodnetwork (daily); inferred (weekly without a day: Monday, monthly: the
    first)
    """
    kept = {"delay_days": told["delay_days"], "interval": told["interval"]}
    for interval, anchor, days, usual in ANCHORS:
        if told["interval"] == interval:
            chosen = told.get(days) or [told.get(anchor) or usual]
            kept |= {anchor: chosen[0], days: chosen}
    return dict(sorted(kept.items()))
