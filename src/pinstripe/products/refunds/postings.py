"""How money moves when it is given back."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, CASH_BALANCE, EXCHANGE, NETWORK, PENDING, TRANSFERS
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

RETURN = posting("refunds.return", (CASH_BALANCE, NETWORK))
"""A part of a customer's cash balance goes back to the customer's bank."""

KEPT = posting("refunds.kept", (NETWORK, CASH_BALANCE))
"""What did not reach that bank is in the cash balance again."""
