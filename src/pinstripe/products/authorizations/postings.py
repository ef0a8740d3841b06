"""How money of the Issuing balance is held, freed, taken and given back."""

from __future__ import annotations

from pinstripe.ledger.accounts import ISSUING, ISSUING_HELD, NETWORK
from pinstripe.ledger.posting import posting

HOLDING = ("issuing_authorization_hold", "issuing_authorization_hold")
FREEING = ("issuing_authorization_release", "issuing_authorization_release")
PAYING = ("issuing_transaction", "issuing_transaction")
DISPUTING = ("issuing_dispute", "issuing_dispute")

HOLD = posting("authorizations.hold", (ISSUING, ISSUING_HELD), transaction=HOLDING, hold="open")
"""A payment was let through: its money waits."""

RAISE = posting("authorizations.raise", (ISSUING, ISSUING_HELD), transaction=HOLDING, hold="raise")
"""More of it was let through."""

RELEASE = posting("authorizations.release", (ISSUING_HELD, ISSUING), transaction=FREEING, hold="release")
"""It is not wanted, or is about to be taken."""

CAPTURE = posting("authorizations.capture", (ISSUING, NETWORK), transaction=PAYING)
"""The merchant takes the money, more than was held if need be."""

REFUND = posting("authorizations.refund", (NETWORK, ISSUING), transaction=PAYING)
"""The merchant gives money back."""

WIN = posting("authorizations.dispute", (NETWORK, ISSUING), transaction=DISPUTING)
"""A merchant's bank gives disputed money back."""

CREDIT = posting("authorizations.credit", (NETWORK, ISSUING), transaction=DISPUTING)
"""Disputed money comes back before the network has decided."""

RESCIND = posting("authorizations.rescind", (ISSUING, NETWORK), transaction=DISPUTING)
"""Such money is taken away again."""
