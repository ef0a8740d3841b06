"""The endpoints of the tax settings.

Owns: retrieve, update. Does not own: the record (setting.py). Money: none. Source: spec; docs: Tax settings.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import tax_code as tax_codes
from pinstripe.products.tax import refusals, setting
from pinstripe.products.tax.place import place_of
from pinstripe.products.tax.setting import SETTING


@operation("GET /v1/tax/settings", SETTING)
def retrieve(work: Work, params: Params) -> dict[str, Any]:
    """The account's settings. source: spec"""
    return setting.body_of(work)


@operation("POST /v1/tax/settings", SETTING)
def update(work: Work, params: Params) -> Record:
    """New facts; what is not said stays. With a head office taxes can be worked out.

    refuses: resource_missing (tax code), bad_office. source: docs: Tax settings
    """
    settings = setting.known(work)
    changes: dict[str, Any] = {}
    given = params.get("defaults")
    if given:
        code = given.get("tax_code")
        if code:
            tax_codes.find(code, "defaults[tax_code]")
        said = {name: value for name, value in given.items() if value is not None}
        changes["defaults"] = {**settings.defaults, **said}
    if params.get("head_office"):
        address = params.head_office.address
        blank = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
        changes["head_office"] = {"address": {**blank, **address}}
        country = address.get("country")
        if not country:
            raise errors.missing_param("head_office[address][country]")
        if place_of(address, office=True) is None:
            raise refusals.bad_office(str(country))
    if settings.head_office is None and "head_office" not in changes:
        return work.advance(settings, "update", "done", **changes)
    return work.advance(settings, "complete", "done", **changes, status_details={"active": {}})
