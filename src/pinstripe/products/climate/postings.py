"""How money moves for orders of carbon removal."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, CLIMATE
from pinstripe.ledger.posting import posting

PURCHASE = posting(
    "climate.purchase",
    (AVAILABLE, CLIMATE),
    transaction=("climate_order_purchase", "climate_order_purchase"),
    amount="amount_total",
)
"""An order, with its fees, is paid from the balance."""

REFUND = posting(
    "climate.refund",
    (CLIMATE, AVAILABLE),
    transaction=("climate_order_refund", "climate_order_refund"),
    amount="amount_subtotal",
)
"""Whoever cancels gets the order back, and not its fees."""

WHOLE_REFUND = posting(
    "climate.whole_refund",
    (CLIMATE, AVAILABLE),
    transaction=("climate_order_refund", "climate_order_refund"),
    amount="amount_total",
)
"""An order that is not going to be fulfilled comes back with its fees."""
