"""The feature record: an ability that is sold, under a name and a key of the merchant's own.

Owns: the record. Does not own: the endpoints (features.py), which products have it (room catalog), who is
entitled to it (active_entitlement.py). Money: none. Source: spec; docs: Entitlements.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

FEATURE = Resource(
    "entitlements.feature",
    prefix="feat",
    ids="v2",
    generated="retrieve",
    noun="feature",
    param="id",
    index=("active", "lookup_key"),
    defaults={"active": True},
)
