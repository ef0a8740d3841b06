"""The supplier: who removes carbon, how and where. A table of facts.

Owns: the table. Does not own: what is ordered. Money: none. Source: docs: id table of the public examples; the
supplier from the sea inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.resource import Resource

SUPPLIER = Resource("climate.supplier", prefix="climsup", noun="climate supplier", param="supplier")

# fmt: off
ROWS: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("charm_industrial",   "charm-industrial",   "Charm Industrial",   "biomass_carbon_removal_and_storage",
     "San Francisco", "CA", "37.7480408", "-122.4057404"),
    ("heirloom",           "heirloom",           "Heirloom",           "direct_air_capture",
     "Brisbane",      "CA", "37.686",     "-122.403"),
    ("lithos",             "lithos",             "Lithos",             "enhanced_weathering",
     "San Francisco", "CA", "37.7749",    "-122.4194"),
    ("vaulted",            "vaulted",            "Vaulted Deep",       "biomass_carbon_removal_and_storage",
     "Houston",       "TX", "29.7604",    "-95.3698"),
    ("carbon_capture_inc", "carboncapture-inc",  "CarbonCapture Inc.", "direct_air_capture",
     "Los Angeles",   "CA", "34.0399975", "-118.2342512"),
    ("ebb_carbon",         "ebb-carbon",         "Ebb Carbon",         "marine_carbon_removal",
     "South San Francisco", "CA", "37.6547", "-122.4077"),
)
# fmt: on
"""Id, page, name, how, city, region, latitude, longitude."""


def body(row: tuple[str, ...]) -> dict[str, Any]:
    """A supplier as it is shown."""
    key, page, name, pathway, city, region, latitude, longitude = row
    return {
        "id": f"climsup_{key}",
        "object": "climate.supplier",
        "info_url": f"https://frontierclimate.com/portfolio/{page}",
        "livemode": False,
        "locations": [
            {
                "city": city,
                "country": "US",
                "latitude": float(latitude),
                "longitude": float(longitude),
                "region": region,
            }
        ],
        "name": name,
        "removal_pathway": pathway,
    }


BODIES: dict[str, dict[str, Any]] = {one["id"]: one for one in map(body, ROWS)}
