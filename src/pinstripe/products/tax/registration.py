"""The registration record: where an account collects tax, from when, until when, under which scheme.

Owns: the record, its state by the clock, what the registrations of an account cover. Does not own: the
endpoints (registrations.py), rates (table.py). Money: none. Source: spec; docs: Tax registrations.
Times: `active_from` and `expires_at`, on the world's clock; a sale asks for its own tax date.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.tax import geography
from pinstripe.products.tax.place import Place

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome       from               to
    ("create",  "scheduled",  ANY,                "scheduled"),
    ("create",  "active",     ANY,                "active"),
    ("begin",   "done",       "scheduled",        "active"),
    ("expire",  "done",       "scheduled active", "expired"),
)
# fmt: on

REGISTRATION = Resource(
    "tax.registration",
    prefix="taxreg",
    ids="short",
    generated="retrieve",
    noun="tax registration",
    param="id",
    lifecycle=LIFECYCLE,
    index=("status",),
)
US_TAXES = {
    "state_sales_tax": "sales_tax",
    "local_amusement_tax": "amusement_tax",
    "local_lease_tax": "lease_tax",
    "state_communications_tax": "communications_tax",
    "state_retail_delivery_fee": "retail_delivery_fee",
}
"""What a registration in a state of the US collects, by its type. source: spec"""
GOODS = ((), ("clothing",), ("books",), ("newspapers",), ("food",), ("meals",), ("shipping",))
"""Groups of tax codes that are of things."""


class Cover(NamedTuple):
    """What is collected of a sale: kinds of tax (None: whatever the place takes), and the country whose rates
    count."""

    taxes: frozenset[str] | None
    country: str


def options_of(registration: Record) -> dict[str, Any]:
    """What a registration says of its country."""
    found: dict[str, Any] = registration.country_options[registration.country.lower()]
    return found


def standing(work: Work, moment: int) -> list[Record]:
    """The registrations that count at a moment."""
    return [
        one
        for one in work.each(REGISTRATION.object)
        if one.active_from <= moment and (one.expires_at is None or moment < one.expires_at)
    ]


def cover_of(those: Sequence[Record], office: Place, place: Place, groups: Sequence[str]) -> Cover | None:
    """What an account collects of a sale to a place; None where it is not registered for it.

    source: docs: Tax registrations; docs: Tax in the European Union; small sellers' rates inferred
    """
    country = place.country
    if country == "US":
        own = [options_of(one) for one in those if one.country == "US"]
        taxes = {US_TAXES[one["type"]] for one in own if one["state"] == place.state}
        return Cover(frozenset(taxes), country) if taxes else None
    if country == "CA":
        return _canada(those, place)
    if country in geography.EU:
        return _union(those, office, country, tuple(groups[:1]) in GOODS)
    return Cover(None, country) if any(one.country == country for one in those) else None


def _canada(those: Sequence[Record], place: Place) -> Cover | None:
    """The federal tax by a registration with Canada, a province's own by one with the province. source: docs:
    Tax registrations"""
    taxes: set[str] = set()
    for one in (options_of(one) for one in those if one.country == "CA"):
        if one["type"] == "province_standard":
            if one["province_standard"]["province"] == place.state:
                taxes |= {"pst", "qst", "rst"}
        else:
            taxes |= {"gst", "hst"}
    return Cover(frozenset(taxes), "CA") if taxes else None


def _union(those: Sequence[Record], office: Place, country: str, goods: bool) -> Cover | None:
    """A registration with the country itself, or one of the schemes that stand for all others."""
    within = [(one.country, options_of(one)) for one in those if one.country in geography.EU]
    for home, one in within:
        if one["type"] == "standard" and home == country:
            return Cover(None, country)
    abroad = office.country not in geography.EU
    for _, one in within:
        if one["type"] == "oss_union" or (abroad and one["type"] == ("ioss" if goods else "oss_non_union")):
            return Cover(None, country)
    for home, one in within:
        if (one.get("standard") or {}).get(
            "place_of_supply_scheme"
        ) == "small_seller" and home == office.country:
            return Cover(None, home)
    return None


def plan(work: Work, registration: Record) -> None:
    """The clock begins it and ends it."""
    work.unschedule("begin", registration)
    work.unschedule("expire", registration)
    if registration.status == "scheduled":
        work.schedule("begin", registration, registration.active_from)
    if registration.expires_at is not None and registration.status != "expired":
        work.schedule("expire", registration, registration.expires_at)


@job(REGISTRATION, "begin")
def begin(work: Work, registration: Record) -> None:
    """From now on tax is collected there. source: docs: Tax registrations"""
    work.advance(registration, "begin", "done")


@job(REGISTRATION, "expire")
def expire(work: Work, registration: Record) -> None:
    """From now on no tax is collected there. source: docs: Tax registrations"""
    work.advance(registration, "expire", "done")
