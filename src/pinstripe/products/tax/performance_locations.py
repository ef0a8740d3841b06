"""The endpoints of tax locations.

Owns: create, list. Does not own: the record (performance_location.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.tax import geography, refusals
from pinstripe.products.tax.location import place_of, shown
from pinstripe.products.tax.performance_location import TAX_LOCATION


@operation("POST /v1/tax/locations", TAX_LOCATION)
def create(work: Work, params: Params) -> Record:
    """A place where something will be. refuses: bad_country, no_place. source: spec"""
    country = str(params.address.get("country") or "")
    if country.upper() not in geography.COUNTRIES:
        raise errors.bad_country(country, "address[country]")
    if place_of(params.address) is None:
        raise refusals.no_place("address")
    return work.create(
        TAX_LOCATION,
        "done",
        address=shown(params.address),
        description=params.get("description"),
        type=params.type,
    )


@operation("GET /v1/tax/locations", TAX_LOCATION)
def list_locations(work: Work, params: Params) -> Page:
    """Those of a kind, newest first. source: spec"""
    return show_records(work, TAX_LOCATION, params, TAX_LOCATION.path, params.pick("type"))
