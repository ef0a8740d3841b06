"""How money comes to the Issuing balance."""

from __future__ import annotations

from pinstripe.ledger.accounts import ISSUING, NETWORK
from pinstripe.ledger.posting import posting

FUND = posting("issuing.fund", (NETWORK, ISSUING), transaction=("topup", "topup"))
"""Somebody sends a bank transfer to an account's own details."""
