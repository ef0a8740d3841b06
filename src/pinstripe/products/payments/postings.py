"""How money moves when it is taken."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, NETWORK, PENDING, STRIPE_FEES
from pinstripe.ledger.posting import posting

SALE = posting(
    "payments.sale",
    (NETWORK, "{arrival}"),
    ("{arrival}", STRIPE_FEES, "fee"),
    transaction=("charge", "charge"),
    choices={"arrival": (PENDING, AVAILABLE)},
)
"""What was captured waits for its day of availability, or is available at once; the fee is taken from it."""
