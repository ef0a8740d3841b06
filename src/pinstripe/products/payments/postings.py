"""How money moves when it is taken."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, CASH_BALANCE, EXCHANGE, NETWORK, PENDING, STRIPE_FEES
from pinstripe.ledger.posting import posting

SALE = posting(
    "payments.sale",
    ("{origin}", EXCHANGE, "presented"),
    ("{source}", "{arrival}"),
    ("{arrival}", STRIPE_FEES, "fee"),
    transaction=("charge", "charge"),
    choices={
        "origin": (NETWORK, CASH_BALANCE),
        "source": (NETWORK, CASH_BALANCE, EXCHANGE),
        "arrival": (PENDING, AVAILABLE),
    },
)
"""What was captured comes from its network, or from the customer's cash balance. In another currency than the
account settles in it goes to the exchange, which gives what it is worth. It waits for its day of
availability, or is available at once; the fee is taken from it."""

TRANSFER = posting("payments.transfer", (NETWORK, CASH_BALANCE))
"""A payer's bank transfer reaches the customer's cash balance."""
