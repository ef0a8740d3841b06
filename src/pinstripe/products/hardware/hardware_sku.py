"""The hardware SKU: a kind of device as it is sold in a country. The same for every account.

Owns: its name. Does not own: the table (assortment.py), the endpoints (hardware_skus.py). Money: none.
Source: docs: Terminal hardware orders.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

HARDWARE_SKU = Resource("terminal.hardware_sku", prefix="thsku", noun="hardware SKU", param="hardware_sku")
