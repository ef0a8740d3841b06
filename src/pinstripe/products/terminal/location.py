"""The location record: a place where readers stand.

Owns: the record, what an address needs by country. Does not own: the endpoints (locations.py), readers.
Money: none. No event tells of it. Source: spec; docs: Terminal locations; inferred (fields by country).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.terminal import configuration as configurations
from pinstripe.products.terminal import refusals

LOCATION = Resource(
    "terminal.location",
    prefix="tml",
    ids="short",
    generated="retrieve list",
    noun="location",
    param="location",
    deleted="stub",
    index=("configuration_overrides",),
    source="spec",
)

COUNTRIES = frozenset(
    (
        "AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GI HK HR HU IE IT JP LI LT LU LV MT MX MY NL NO NZ PL "
        "PT RO SE SG SI SK US AE"
    ).split()
)
"""Where there are readers. source: docs: Terminal availability (from memory)"""

WHOLE = ("line1", "city", "state", "postal_code")
NEEDED: dict[str, tuple[str, ...]] = {
    "AU": WHOLE,
    "CA": WHOLE,
    "HK": ("line1",),
    "JP": (),
    "SG": ("line1", "postal_code"),
    "US": WHOLE,
}
USUAL = ("line1", "city", "postal_code")
"""What an address must say by its country. source: docs: Terminal locations (from memory); inferred"""
LONGEST_NAME = 1000


def refuse_address(address: Mapping[str, Any], path: str) -> None:
    """An address where a reader can stand. refuses: missing_param, bad_country, country_unsupported"""
    country = address.get("country") or ""
    if not country:
        raise errors.missing_param(f"{path}[country]")
    if not (len(country) == 2 and country.isalpha() and country.isupper()):
        raise errors.bad_country(country, f"{path}[country]")
    if country not in COUNTRIES:
        raise refusals.country_unsupported(country, f"{path}[country]")
    for name in NEEDED.get(country, USUAL):
        if not address.get(name):
            raise errors.missing_param(f"{path}[{name}]")


def refuse_name(name: str | None) -> None:
    """How long a name may be. refuses: long_string"""
    if name is not None and len(name) > LONGEST_NAME:
        raise errors.long_string(name, LONGEST_NAME, "display_name")


def refuse_override(work: Work, key: str) -> None:
    """A configuration that a place can have for itself. refuses: no_such, default_everywhere"""
    found = work.find(configurations.CONFIGURATION.object, key, "configuration_overrides")
    if found.is_account_default:
        raise refusals.default_everywhere()


def of_reader(work: Work, reader: Record) -> Record:
    """Where a reader stands; a place that was given up stays known."""
    return work.load(reader.location, LOCATION.object)
