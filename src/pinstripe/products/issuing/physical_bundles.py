"""The endpoints of physical bundles.

Owns: list, retrieve. Does not own: the record (physical_bundle.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import physical_bundle as bundles
from pinstripe.products.issuing.physical_bundle import PHYSICAL_BUNDLE


@operation("GET /v1/issuing/physical_bundles", PHYSICAL_BUNDLE)
def list_bundles(work: Work, params: Params) -> Page:
    """What can be printed on. source: spec"""
    body = bundles.standard(work.account)
    found = (
        [body] if all(body[name] == value for name, value in params.pick("status", "type").items()) else []
    )
    return page_of(found, params, PHYSICAL_BUNDLE.path, PHYSICAL_BUNDLE.noun)


@operation("GET /v1/issuing/physical_bundles/{physical_bundle}", PHYSICAL_BUNDLE)
def retrieve(work: Work, params: Params, physical_bundle: str) -> dict[str, Any]:
    """One of them. refuses: resource_missing. source: spec"""
    key = physical_bundle
    if key == bundles.standard_id(work.account):
        return bundles.standard(work.account)
    return work.subject("issuing.physical_bundle", key).body
