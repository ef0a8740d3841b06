"""How money moves between accounts."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, BETWEEN, EXCHANGE, PENDING, TRANSFERS
from pinstripe.ledger.posting import posting

CHOICES = {"holding": (PENDING, AVAILABLE)}

TRANSFER = posting(
    "transfers.transfer", ("{holding}", TRANSFERS), transaction=("transfer", "transfer"), choices=CHOICES
)
"""What is sent leaves the sender's balance: what can be used, or the day that its source waits for. The
account that gets it takes it in by a payment of its own (payments.sale)."""

REVERSAL = posting(
    "transfers.reversal",
    (TRANSFERS, "{holding}"),
    transaction=("transfer_refund", "transfer_reversal"),
    choices=CHOICES,
)
"""What was sent comes back; it leaves the other account by a refund of its payment (refunds.refund)."""

FEE_REFUND = posting(
    "transfers.fee_refund",
    ("{holding}", BETWEEN),
    (BETWEEN, EXCHANGE, "left"),
    (EXCHANGE, BETWEEN, "came"),
    (BETWEEN, "{payer}/{holding}", "back"),
    transactions={
        "": ("application_fee_refund", "platform_earning_refund"),
        "{payer}": ("adjustment", "other_adjustment"),
    },
    choices=CHOICES,
)
"""A platform gives back what it earned of a payment, or a part of it, to the account that paid it; over the
exchange, where that has another currency. source: recorded: gumroad (the platform's row); the other
inferred
"""
