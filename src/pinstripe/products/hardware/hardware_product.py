"""The hardware product: a kind of device that can be ordered. The same for every account.

Owns: its name. Does not own: the table (assortment.py), the endpoints (hardware_products.py). Money: none.
Source: docs: Terminal hardware orders.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

HARDWARE_PRODUCT = Resource(
    "terminal.hardware_product", prefix="thpr", noun="hardware product", param="hardware_product"
)
