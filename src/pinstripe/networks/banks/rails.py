"""The rails on which money goes to and from bank accounts: where, in what, and how many days it takes.

Owns: days, cut-offs and limits of each rail. Does not own: bank holidays (clock/business_days.py), what a
test number makes of a payment (sim.py), who waits for a day (a room's job).
Money: none moves here. Times: every day is 00:00 UTC of it.
Source: docs: payouts (settlement by method), Treasury money movement timelines (cut-offs, ACH, wire, inbound
transfers); inferred: days of credits outside the US, how long a holder may take a debit back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pinstripe.clock import business_days
from pinstripe.clock.business_days import EURO, HOUR
from pinstripe.clock.calendar import DAY, midnight

SEPA: Final = frozenset({*EURO, *"AD BG CH CZ DK GB GI HU IS LI NO PL RO SE VA".split()})
"""Countries whose accounts can be debited in euros by SEPA. source: docs: SEPA Direct Debit"""


@dataclass(frozen=True, slots=True)
class Rail:
    """One way between bank accounts.

    `calendar`: whose bank holidays it keeps. `debit_days`: business days until a debit is the merchant's,
    None where nothing can be debited; `credit_days` likewise for money that is sent. `cut_off`: the hour of
    Chicago after which the next business day counts, None for the end of the UTC day. `dispute_days`: how
    long a holder may take a debit back. `at_once`: test debits are available when they succeed. `maximum`:
    of one payment, in minor units.
    """

    name: str
    currencies: tuple[str, ...]
    countries: frozenset[str]
    calendar: str
    debit_days: int | None = None
    credit_days: int | None = None
    cut_off: int | None = None
    dispute_days: int = 0
    at_once: bool = False
    maximum: int | None = None

    def taken_on(self, moment: int) -> int:
        """The business day that a payment counts for; after the cut-off a later one."""
        if self.cut_off is None:
            return business_days.first_from(moment, self.calendar)
        local = business_days.chicago(moment)
        late = local - midnight(local) >= self.cut_off * HOUR
        return business_days.first_from(local + (DAY if late else 0), self.calendar)

    def closes_at(self, moment: int) -> int:
        """When a payment that is made now goes to the banks: the cut-off of the day that it counts for."""
        day = self.taken_on(moment)
        return business_days.of_chicago(day + self.cut_off * HOUR) if self.cut_off else day + DAY

    def debited_on(self, moment: int) -> int:
        """The day on which money that is asked for now is there."""
        assert self.debit_days is not None, f"{self.name} debits nothing"
        return self.after(moment, self.debit_days)

    def credited_on(self, moment: int) -> int:
        """The day on which money that is sent now arrives."""
        assert self.credit_days is not None, f"{self.name} sends nothing"
        return self.after(moment, self.credit_days)

    def after(self, moment: int, days: int) -> int:
        """The n-th business day after the one that something counts for which begins now."""
        return business_days.days_after(self.taken_on(moment), days, self.calendar)

    def returnable_until(self, moment: int) -> int:
        """Until when what was received can be sent back: the second business day after it.

        source: recorded: fixtures of received credits (and debits) (two dates)
        """
        return business_days.days_after(moment, 2, self.calendar)


def _us(name: str, credit_days: int, cut_off: int, **facts: Any) -> Rail:
    return Rail(name, ("usd",), frozenset({"US"}), "US", credit_days=credit_days, cut_off=cut_off, **facts)


RAILS: Final[Mapping[str, Rail]] = {
    rail.name: rail
    for rail in (
        _us("ach", 1, 18, debit_days=4, dispute_days=60, at_once=True),
        _us("ach_same_day", 0, 11, maximum=100_000_000),
        _us("us_domestic_wire", 0, 15),
        Rail("us_bank_transfer", ("usd",), frozenset({"US"}), "US", debit_days=None, credit_days=5),
        Rail("sepa", ("eur",), SEPA, "EU", debit_days=6, credit_days=1, dispute_days=56),
        Rail("bacs", ("gbp",), frozenset({"GB"}), "GB", debit_days=4, credit_days=3, dispute_days=365),
        Rail("faster_payments", ("gbp",), frozenset({"GB"}), "GB", credit_days=0),
        Rail("becs", ("aud",), frozenset({"AU"}), "AU", debit_days=2, credit_days=1, dispute_days=365),
        Rail("nz_becs", ("nzd",), frozenset({"NZ"}), "NZ", debit_days=2, credit_days=1, dispute_days=270),
        Rail("acss", ("cad", "usd"), frozenset({"CA"}), "CA", debit_days=5, credit_days=1, dispute_days=90),
    )
}

DEBITING: Final = {"AU": "becs", "CA": "acss", "GB": "bacs", "NZ": "nz_becs", "US": "ach"}
"""Country → the rail of its debits; SEPA for those that have no other."""

PAYING: Final = {**DEBITING, "GB": "faster_payments"}
"""Country → the rail of its payouts, likewise."""


def rail_of(country: str) -> str:
    """The rail by which accounts of a country are debited, "local" where it has no name here."""
    return DEBITING.get(country, "sepa" if country in SEPA else "local")


def paying_out(country: str, currency: str) -> Rail:
    """The rail that carries a payout to a country; one business day where none is named. source: inferred"""
    for name in (PAYING.get(country, ""), "sepa"):
        rail = RAILS.get(name)
        if rail is not None and country in rail.countries and currency in rail.currencies:
            return rail
    return Rail("local", (currency,), frozenset({country}), country, credit_days=1)
