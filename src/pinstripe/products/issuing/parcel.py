"""Parcel: how a card of plastic travels to its holder.

Owns: what is said of it, how long it takes, whether an address is one. Does not own: its states (card.py),
the endpoints that move it (shipping.py). Money: none. Times: by service, in business days. Source: spec.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api import errors
from pinstripe.clock.calendar import DAY, utc_date
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import refusals

BLANK_ADDRESS: Final = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
DAYS: Final = {"standard": 8, "express": 4, "priority": 3}
"""Business days until it is there, at the latest. source: spec (eta)"""
SATURDAY: Final = 5
NOWHERE: Final = "undeliverable"
"""A first line that no carrier finds; all others are found. source: inferred"""


def ordered(work: Work, given: dict[str, Any]) -> dict[str, Any]:
    """A parcel that is being prepared. refuses: signature_of_standard, undeliverable. source: spec"""
    service = given.get("service", "standard")
    signed = given.get("require_signature")
    if signed and service == "standard":
        raise refusals.signature_of_standard()
    address = {**BLANK_ADDRESS, **given["address"]}
    if len(address["country"]) != 2 or not address["country"].isalpha():
        raise errors.bad_country(address["country"], "shipping[address][country]")
    mode = (given.get("address_validation") or {}).get("mode", "normalization_only")
    found = NOWHERE not in address["line1"].lower()
    if mode == "validation_and_normalization" and not found:
        raise refusals.undeliverable()
    normal = {name: value.upper() if value else None for name, value in address.items()}
    result = "likely_deliverable" if found else "likely_undeliverable"
    checked = {"mode": mode, "normalized_address": normal, "result": result}
    if mode == "disabled":
        checked = {"mode": mode, "normalized_address": None, "result": None}
    customs = given.get("customs")
    return {
        "address": address,
        "address_validation": checked,
        "carrier": None,
        "customs": {"eori_number": customs.get("eori_number")} if customs else None,
        "eta": arrival(work.now, DAYS[service]),
        "name": given["name"],
        **({"business_name": given["business_name"]} if given.get("business_name") else {}),
        "phone_number": given.get("phone_number"),
        "require_signature": service != "standard" if signed is None else signed,
        "service": service,
        "status": "pending",
        "tracking_number": None,
        "tracking_url": None,
        "type": given.get("type", "individual"),
    }


def arrival(now: int, days: int) -> int:
    """So many business days later."""
    moment = now
    while days:
        moment += DAY
        days -= utc_date(moment).weekday() < SATURDAY
    return moment


def sent(work: Work, known: dict[str, Any]) -> dict[str, Any]:
    """A parcel that a carrier took over. source: spec; numbers inferred"""
    carrier = "usps" if known["address"]["country"] == "US" else "dhl"
    number = f"{work.mint.number(10**12):012d}"
    sites = {
        "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
        "dhl": "https://www.dhl.com/track?id=",
    }
    return {**known, "carrier": carrier, "tracking_number": number, "tracking_url": sites[carrier] + number}
