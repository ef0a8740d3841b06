"""The endpoints of locations.

Owns: create, update, delete. Does not own: the record (location.py). Money: none.
Source: spec; docs: Terminal locations.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.work import Work
from pinstripe.products.terminal import refusals
from pinstripe.products.terminal.location import LOCATION, refuse_address, refuse_name, refuse_override

JAPANESE = ("address_kana", "address_kanji", "display_name_kana", "display_name_kanji")
"""What a place in Japan says instead. source: docs: Terminal locations"""


@operation("POST /v1/terminal/locations", LOCATION)
def create(work: Work, params: Params) -> Record:
    """A place with a name and an address; in Japan both are given in its scripts.

    refuses: missing_param, long_string, country_unsupported, no_such. source: spec; docs: Terminal locations
    """
    japanese = all(params.get(name) for name in JAPANESE[1:])
    for name in ("display_name", "address"):
        if not params.get(name) and not japanese:
            raise errors.missing_param(name)
    refuse_name(params.get("display_name"))
    if params.get("address"):
        refuse_address(params.address, "address")
    if params.get("configuration_overrides"):
        refuse_override(work, params.configuration_overrides)
    fields = stored(LOCATION, params)
    if japanese:
        kanji = params.address_kanji
        names = ("city", "country", "line1", "line2", "postal_code", "state")
        fields.setdefault("address", {**{name: kanji.get(name) for name in names}, "country": "JP"})
        fields.setdefault("display_name", params.display_name_kanji)
    return work.create(LOCATION, **fields)


@operation("POST /v1/terminal/locations/{location}", LOCATION, subject="location")
def update(work: Work, location: Record, params: Params) -> Record:
    """Another name, address or configuration; a place stays in its country.

    refuses: long_string, country_fixed, missing_param, no_such. source: docs: Terminal locations
    """
    refuse_name(params.get("display_name"))
    if params.get("address"):
        whole = {**location.address, **params.address}
        if whole["country"] != location.address["country"]:
            raise refusals.country_fixed()
        refuse_address(whole, "address")
    if params.get("configuration_overrides"):
        refuse_override(work, params.configuration_overrides)
    changes = updates(location, params)
    for name in ("address", "display_name"):
        if changes.get(name) is ABSENT or changes.get(name, True) in (None, ""):
            raise errors.empty_param(name)
    return work.change(location, **changes)


@operation("DELETE /v1/terminal/locations/{location}", LOCATION, subject="location")
def delete(work: Work, location: Record, params: Params) -> dict[str, Any]:
    """A place that no reader stands at is given up. refuses: readers_there. source: inferred (the rule)"""
    if work.where("terminal.reader", limit=1, location=location.id):
        raise refusals.readers_there()
    work.delete(location)
    return deleted(location)
