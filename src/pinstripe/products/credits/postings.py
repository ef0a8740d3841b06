"""How billing credits come to a grant and leave it."""

from __future__ import annotations

from pinstripe.ledger.accounts import BILLING_CREDITS, REVENUE_ADJUSTMENT
from pinstripe.ledger.posting import posting

CREDIT = posting("credits.credit", (REVENUE_ADJUSTMENT, BILLING_CREDITS))
"""A customer is given credits, or gets those back that a void invoice had used."""

DEBIT = posting("credits.debit", (BILLING_CREDITS, REVENUE_ADJUSTMENT))
"""Credits are used up, expire, or are taken back."""
