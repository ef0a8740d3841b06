"""How money moves when it is given back."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, EXCHANGE, NETWORK, PENDING
from pinstripe.ledger.posting import posting

CHOICES = {"holding": (PENDING, AVAILABLE), "other": (NETWORK, EXCHANGE)}

REFUND = posting(
    "refunds.refund",
    ("{holding}", "{other}"),
    (EXCHANGE, NETWORK, "presented"),
    transaction=("refund", "refund"),
    choices=CHOICES,
)
"""What is given back leaves the balance for the network that it came from, over the exchange where it came
over
that. The fee of the charge stays paid."""

FAILURE = posting(
    "refunds.failure",
    ("{other}", "{holding}"),
    (NETWORK, EXCHANGE, "presented"),
    transaction=("refund_failure", "refund_failure"),
    choices=CHOICES,
)
"""What did not reach the payer comes back to the balance."""
