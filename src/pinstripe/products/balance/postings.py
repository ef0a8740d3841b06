"""How an account's own money moves when a day comes."""

from __future__ import annotations

from pinstripe.ledger import accounts
from pinstripe.ledger.accounts import AVAILABLE, PENDING
from pinstripe.ledger.posting import posting

BECOME_AVAILABLE = posting("balance.become_available", (PENDING, AVAILABLE))
"""A day of availability has come: what waited for it can be used."""

BECOME_DUE = posting("balance.become_due", (AVAILABLE, PENDING))
"""A day has come on which more was taken back than came: the rest is taken from what can be used."""

BILLED = posting("balance.billed", (AVAILABLE, accounts.BILLED), transaction=("stripe_fee", "fee"))
"""What the payments of a connected account cost is taken from its platform, which agreed to that."""

SET_ASIDE = posting(
    "balance.set_aside",
    (AVAILABLE, accounts.CONNECT_RESERVED),
    transaction=("reserve_transaction", "connect_reserved_funds"),
)
"""A platform has set aside what accounts owe that it answers for. source: docs: reporting categories"""

RELEASED = posting(
    "balance.released",
    (accounts.CONNECT_RESERVED, AVAILABLE),
    transaction=("reserve_transaction", "connect_reserved_funds"),
)
"""They owe less: so much can be used again."""

COLLECTED = posting(
    "balance.collected",
    (AVAILABLE, accounts.BETWEEN),
    (accounts.BETWEEN, "{debtor}/available"),
    transactions={
        "": ("connect_collection_transfer", "connect_collection_transfer"),
        "{debtor}": ("connect_collection_transfer", "connect_collection_transfer"),
    },
)
"""A platform makes an account whole that owed for half a year. source: docs: reporting categories"""
