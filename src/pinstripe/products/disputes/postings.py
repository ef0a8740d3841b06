"""How money moves when a bank takes it back, and when it is won back."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, EXCHANGE, NETWORK, PENDING, STRIPE_FEES
from pinstripe.ledger.posting import posting

CHOICES = {"holding": (PENDING, AVAILABLE), "other": (NETWORK, EXCHANGE)}

WITHDRAWAL = posting(
    "disputes.withdrawal",
    ("{holding}", "{other}"),
    (EXCHANGE, NETWORK, "presented"),
    ("{holding}", STRIPE_FEES, "fee"),
    transaction=("adjustment", "dispute"),
    choices=CHOICES,
)
"""The payer's bank takes the whole amount, and the dispute costs a fee."""

REINSTATEMENT = posting(
    "disputes.reinstatement",
    ("{other}", "{holding}"),
    (NETWORK, EXCHANGE, "presented"),
    transaction=("adjustment", "dispute_reversal"),
    choices=CHOICES,
)
"""A dispute that is won brings the amount back; its fee stays paid."""
