"""The endpoints of active entitlements.

Owns: list. Does not own: the record (active_entitlement.py). Money: none. Source: spec; docs: Entitlements.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.entitlements.active_entitlement import ACTIVE_ENTITLEMENT


@operation("GET /v1/entitlements/active_entitlements", ACTIVE_ENTITLEMENT)
def list_entitlements(work: Work, params: Params) -> Page:
    """What a customer may use, newest first. refuses: resource_missing. source: spec"""
    referred(work, params, customer="customer")
    filters = params.pick("customer")
    return show_records(
        work, ACTIVE_ENTITLEMENT, params, "/v1/entitlements/active_entitlements", filters, None
    )
