"""How money moves between an account and whoever advances it."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, CAPITAL, PENDING
from pinstripe.ledger.posting import posting

HOLDING = {"holding": (PENDING, AVAILABLE)}

ADVANCE = posting("capital.advance", (CAPITAL, AVAILABLE), transaction=("advance", "financing_payout"))
"""What was offered and accepted is in the account's balance."""

PAYDOWN = posting(
    "capital.paydown",
    ("{holding}", CAPITAL),
    transaction=("anticipation_repayment", "financing_paydown"),
    choices=HOLDING,
)
"""A part of it goes back, from where the money of the charge is that it is withheld from."""

PAYDOWN_REVERSAL = posting(
    "capital.paydown_reversal",
    (CAPITAL, "{holding}"),
    transaction=("anticipation_repayment", "financing_paydown_reversal"),
    choices=HOLDING,
)
"""What was withheld from a charge comes back with its refund."""
