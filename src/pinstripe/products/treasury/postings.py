"""How money moves through financial accounts: each entry of a transaction is one of these."""

from __future__ import annotations

from pinstripe.ledger.accounts import NETWORK, TREASURY_CASH, TREASURY_OUTBOUND
from pinstripe.ledger.posting import posting

HOLD = posting("treasury.hold", (TREASURY_CASH, TREASURY_OUTBOUND))
"""What is to leave is set aside."""

RELEASE = posting("treasury.release", (TREASURY_OUTBOUND, TREASURY_CASH))
"""What was set aside does not leave."""

SEND = posting("treasury.send", (TREASURY_OUTBOUND, NETWORK))
"""What was set aside leaves by its network."""

RECEIVE = posting("treasury.receive", (NETWORK, TREASURY_CASH))
"""Money comes by a network."""

TAKE = posting("treasury.take", (TREASURY_CASH, NETWORK))
"""Somebody else takes money by a network."""
