"""The portal configuration record: what customers may do for themselves.

Owns: the record, the account's default. Does not own: the endpoints (configurations.py), what features say
(menu.py). Money: none. Source: spec; docs: Customer portal (from memory).
Private facts: products, which a subscription may be changed to; shown when they are expanded. reasons,
feedback options by id, which a customer who leaves may choose beside the reasons that are shown.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel import sheets
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

LOGIN = "portal_login"
"""The word of the page where customers say who they are."""
PRODUCTS = "features.subscription_update.products"

CONFIGURATION = Resource(
    "billing_portal.configuration",
    prefix="bpc",
    path="/v1/billing_portal/configurations",
    generated="retrieve list",
    events="billing_portal.configuration",
    index=("active", "is_default"),
    noun="configuration",
    param="configuration",
    defaults={
        "active": True,
        "business_profile": {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None},
        "is_default": False,
        "login_page": {"enabled": False, "url": None},
    },
    includable={PRODUCTS: lambda shower, one: one.private.get("products")},
)


def default_of(work: Work) -> Record | None:
    """The account's default, if there is one."""
    return next(iter(work.where(CONFIGURATION.object, 1, is_default=True)), None)


def entrance(work: Work, key: str, enabled: bool) -> dict[str, Any]:
    """The login page, with an address while it is on. source: spec (login_page)"""
    return {
        "enabled": enabled,
        "url": work.public(sheets.open_path(LOGIN, key, work.account)) if enabled else None,
    }
