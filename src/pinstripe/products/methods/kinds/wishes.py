"""Wishes: what may be asked of a kind in particular, where its values have rules of their own.

Owns: days of debits, terms of mandates, in a request's options of a kind. Does not own: which options a kind
has (its declaration), what they lead to (room payments). Pure. Money: none.
Source: spec (each option's description); inferred: what of it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pinstripe.api import errors
from pinstripe.clock.calendar import DAY, midnight, timestamp
from pinstripe.products.methods import refusals

SOONEST, LATEST = 3, 15
"""Days from now within which a debit is sent. source: spec (target_date)"""
PREFIX = re.compile(r"(?!DDIC|STRIPE)[A-Z0-9 /_\-&.]{1,12}")
DAYS = ("start_date", "end_date")
FUNDINGS = ("bank_transfer",)
EUROPE = ("BE", "DE", "ES", "FR", "IE", "NL")
"""Where an account for transfers in euros can be. source: spec"""
DESCRIBED = ("interval", "combined")
"""Schedules whose interval the payer has to read. source: spec (acss_debit)"""


def day_of(written: str) -> int | None:
    """Midnight of a day that is written YYYY-MM-DD, None for other words."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return timestamp(day.year, day.month, day.day) if written == day.isoformat() else None


def check(said: Mapping[str, Any], where: str, now: int) -> None:
    """Can that be asked of a kind? params: said: its options; where: their path.
    refuses: bad_target_date, bad_prefix, not_a_day, ends_first, undescribed_interval, bad_enum
    """
    if said.get("target_date"):
        day = day_of(said["target_date"])
        days = None if day is None else (day - midnight(now)) // DAY
        if days is None or not SOONEST <= days <= LATEST:
            raise refusals.bad_target_date(f"{where}[target_date]", SOONEST, LATEST)
    check_transfer(said, where)
    check_terms(said.get("mandate_options") or {}, f"{where}[mandate_options]", now)
    for number, one in enumerate(said.get("subscriptions") or ()):
        billed = (one.get("next_billing") or {}).get("date")
        if billed and day_of(billed) is None:
            raise refusals.not_a_day(f"{where}[subscriptions][{number}][next_billing][date]")


def check_transfer(said: Mapping[str, Any], where: str) -> None:
    """Can a payer be asked for such a bank transfer? refuses: bad_enum"""
    if said.get("funding_type") not in (None, *FUNDINGS):
        raise errors.bad_enum(FUNDINGS, f"{where}[funding_type]")
    europe = (said.get("bank_transfer") or {}).get("eu_bank_transfer") or {}
    if europe.get("country") not in (None, *EUROPE):
        raise errors.bad_enum(EUROPE, f"{where}[bank_transfer][eu_bank_transfer][country]")


def check_terms(terms: Mapping[str, Any], where: str, now: int) -> None:
    """Can a payer be asked to agree to that? refuses: as `check`"""
    prefix = terms.get("reference_prefix")
    if prefix and not PREFIX.fullmatch(prefix):
        raise refusals.bad_prefix(f"{where}[reference_prefix]")
    days: dict[str, int] = {"start_date": midnight(now)}
    for name in DAYS:
        written = terms.get(name)
        day = day_of(written) if isinstance(written, str) and written else written
        if day is None and written:
            raise refusals.not_a_day(f"{where}[{name}]")
        days |= {name: day} if day else {}
    if days.get("end_date", days["start_date"]) < days["start_date"]:
        raise refusals.ends_first(f"{where}[end_date]")
    if terms.get("payment_schedule") in DESCRIBED and not terms.get("interval_description"):
        raise refusals.undescribed_interval(f"{where}[interval_description]")


def target(said: Mapping[str, Any]) -> int | None:
    """The moment from which a debit is to be sent, None where nobody says a day."""
    return day_of(said["target_date"]) if said.get("target_date") else None
