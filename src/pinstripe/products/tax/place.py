"""Place: where a sale is taxed, as far as an address says it.

Owns: what an address must say, the place that it is of. Does not own: which address counts
(customer_location.py, calculations.py), postal codes (geography.py), rates (table.py). Money: none.
Source: docs: Tax (customer locations).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pinstripe.products.tax import geography

ZIP = re.compile(r"(\d{5})(?:-?\d{4})?")
CANADIAN = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[A-Z](?:\d[A-Z]\d)?")
FIELDS = ("city", "country", "line1", "line2", "postal_code", "state")


class Place(NamedTuple):
    """Where something is: a country, its state where that counts, and the postal code without spaces."""

    country: str
    state: str | None = None
    postal: str = ""

    @property
    def is_left_out(self) -> bool:
        """Is it a territory that no tax is worked out for?"""
        starts = geography.LEFT_OUT_POSTAL.get(self.country, ())
        return self.country in geography.LEFT_OUT or any(self.postal.startswith(one) for one in starts)


def place_of(address: Mapping[str, Any] | None, *, office: bool = False) -> Place | None:
    """The place of an address, None where it does not say enough, or contradicts itself.

    A postal code is needed in the US, a province or a postal code in Canada; elsewhere the country is enough.
    params: office, a seller's own: there a state of the US is enough. source: docs: Tax (customer locations)
    """
    country = str((address or {}).get("country") or "").upper()
    if not address or not re.fullmatch("[A-Z]{2}", country):
        return None
    postal = re.sub(r"[\s-]", "", str(address.get("postal_code") or "")).upper()
    if country not in geography.STATES:
        return Place(country, None, postal)
    state = _state(country, str(address.get("state") or ""))
    if state == "":
        return None
    known = _by_postal(country, str(address.get("postal_code") or "").strip())
    if known == ():
        return None
    if known is None:
        return Place(country, state) if state and (country == "CA" or office) else None
    if state is None:
        return Place(country, known[0], postal)
    return Place(country, state, postal) if state in known else None


def _state(country: str, said: str) -> str | None:
    """The code of a state that is given by code or name; None where none is given, "" where none is known."""
    said = " ".join(said.split()).casefold()
    if not said:
        return None
    for code, name in geography.STATES[country].items():
        if said in (code.casefold(), name.casefold(), f"{country}-{code}".casefold()):
            return code
    return ""


def _by_postal(country: str, postal: str) -> tuple[str, ...] | None:
    """The states that a postal code may be of; None without one, empty where it is nobody's."""
    if not postal:
        return None
    if country == "US":
        found = ZIP.fullmatch(postal)
        return geography.ZIPS.get(found[1][:3], ()) if found else ()
    plain = re.sub(r"[\s-]", "", postal).upper()
    if not CANADIAN.fullmatch(plain):
        return ()
    return ("NU",) if plain[:3] in ("X0A", "X0B", "X0C") else (geography.PROVINCES[plain[0]],)


def shown(address: Mapping[str, Any]) -> dict[str, Any]:
    """An address as calculations show it. source: spec"""
    found: dict[str, Any] = {name: address.get(name) for name in FIELDS}
    return {**found, "country": str(address.get("country") or "").upper()}
