"""The endpoints of country specs.

Owns: retrieve, list. Does not own: the object (country_spec.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.connect import country_spec as country_specs
from pinstripe.products.connect import refusals
from pinstripe.products.connect.country_spec import COUNTRY_SPEC


@operation("GET /v1/country_specs/{country}", COUNTRY_SPEC)
def retrieve(work: Work, params: Params, country: str) -> dict[str, Any]:
    """What is known of one country. refuses: unsupported_country. source: spec"""
    code = country.upper()
    if code not in country_specs.known():
        raise refusals.unsupported_country(country)
    return country_specs.described(code)


@operation("GET /v1/country_specs", COUNTRY_SPEC)
def list_all(work: Work, params: Params) -> Page:
    """What is known of all countries, by their codes. source: spec; their order inferred"""
    page = page_of(country_specs.known(), params, work.path, "country")
    return Page([country_specs.described(str(code)) for code in page.items], page.has_more, page.url)
