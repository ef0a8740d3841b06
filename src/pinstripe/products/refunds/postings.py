"""How money moves when it is given back."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, EXCHANGE, NETWORK, PENDING, TRANSFERS
from pinstripe.ledger.posting import posting

CHOICES = {
    "holding": (PENDING, AVAILABLE),
    "other": (NETWORK, TRANSFERS, EXCHANGE),
    "away": (NETWORK, TRANSFERS),
}

REFUND = posting(
    "refunds.refund",
    ("{holding}", "{other}"),
    (EXCHANGE, "{away}", "presented"),
    transaction=("refund", "refund"),
    choices=CHOICES,
)
"""What is given back leaves the balance for the network that it came from, over the exchange where it came
over
that; a payment that came by a transfer goes back with its reversal. The fee of the charge stays paid."""

FAILURE = posting(
    "refunds.failure",
    ("{other}", "{holding}"),
    ("{away}", EXCHANGE, "presented"),
    transaction=("refund_failure", "refund_failure"),
    choices=CHOICES,
)
"""What did not reach the payer comes back to the balance."""
