"""How money moves between an account's balance and its bank."""

from __future__ import annotations

from pinstripe.ledger.accounts import AVAILABLE, IN_TRANSIT, ISSUING, NETWORK
from pinstripe.ledger.posting import posting

PAID_OUT = ("payout", "payout")
CANCELED = ("payout_cancel", "payout_reversal")
FAILED = ("payout_failure", "payout_reversal")

BALANCES = {"balance": (AVAILABLE, ISSUING)}
"""Of payments, or of issued cards."""

PAYOUT = posting("payouts.payout", ("{balance}", IN_TRANSIT), transaction=PAID_OUT, choices=BALANCES)
"""What is paid out leaves its balance at once and is on its way."""

ARRIVAL = posting("payouts.arrival", (IN_TRANSIT, NETWORK))
"""The bank has it."""

CANCELATION = posting(
    "payouts.cancelation", (IN_TRANSIT, "{balance}"), transaction=CANCELED, choices=BALANCES
)
"""What was not sent yet is in the balance again."""

FAILURE = posting("payouts.failure", (IN_TRANSIT, "{balance}"), transaction=FAILED, choices=BALANCES)
"""What did not arrive is in the balance again."""

RETURN = posting("payouts.return", (NETWORK, "{balance}"), transaction=FAILED, choices=BALANCES)
"""What had arrived was sent back."""

DEBIT = posting("payouts.debit", (IN_TRANSIT, AVAILABLE), transaction=PAID_OUT)
"""What is taken from the account's bank is in the balance at once: a payout of less than nothing."""

DEBITED = posting("payouts.debited", (NETWORK, IN_TRANSIT))
"""The bank has given it."""

TOPUP = posting("payouts.topup", (NETWORK, "{balance}"), transaction=("topup", "topup"), choices=BALANCES)
"""A bank pays into the balance, or into the one of issued cards."""

TOPUP_REVERSAL = posting(
    "payouts.topup_reversal",
    ("{balance}", NETWORK),
    transaction=("topup_reversal", "topup_reversal"),
    choices=BALANCES,
)
"""The bank takes back what it paid."""

DEBIT_FAILURE = posting("payouts.debit_failure", (AVAILABLE, IN_TRANSIT), transaction=FAILED)
"""The bank did not give it: the balance is what it was."""
