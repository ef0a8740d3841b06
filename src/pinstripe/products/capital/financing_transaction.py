"""The financing transaction record: money that was advanced, or a part of it that was paid back.

Owns: the record. Does not own: its endpoints (financing_transactions.py), when money moves (repayment.py).
Money: each moves its amount between the account's balance and whoever advanced it.
Source: docs: Capital; inferred (balance transactions and their types).
"""

from __future__ import annotations

from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.products.capital import postings

CREATED = "capital.financing_transaction.created"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from  to   event    posting
    ("create", "payout",   ANY,  "=", CREATED, postings.ADVANCE),
    ("create", "payment",  ANY,  "=", CREATED, postings.PAYDOWN),
    ("create", "reversal", ANY,  "=", CREATED, postings.PAYDOWN_REVERSAL),
)
# fmt: on

FINANCING_TRANSACTION = Resource(
    "capital.financing_transaction",
    prefix="financingtransaction",
    noun="financing transaction",
    generated="retrieve",
    status="",
    lifecycle=LIFECYCLE,
    index=(
        "financing_offer",
        "charge=details.transaction.charge",
        "reversed_transaction=details.reversed_transaction",
        "treasury_transaction=details.transaction.treasury_transaction",
    ),
    source="docs: Capital",
)
