"""How money moves when cards are charged."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, NETWORK_CARD, PENDING, STRIPE_FEES
from pinstripe.ledger.posting import posting

CARD_SALE = posting(
    "payments.card_sale",
    (NETWORK_CARD, PENDING),
    (PENDING, STRIPE_FEES, "fee"),
    transaction=("charge", "charge"),
)
"""A captured charge waits for its day of availability; the fee is taken from it."""

CARD_SALE_AT_ONCE = posting(
    "payments.card_sale_at_once",
    (NETWORK_CARD, AVAILABLE),
    (AVAILABLE, STRIPE_FEES, "fee"),
    transaction=("charge", "charge"),
)
"""The same with a card that bypasses waiting."""
