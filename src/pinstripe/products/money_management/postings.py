"""How money moves through storage accounts: each entry of a transaction is one of these."""

from __future__ import annotations

from pinstripe.ledger.accounts import NETWORK, TREASURY_CASH, TREASURY_INBOUND, TREASURY_OUTBOUND
from pinstripe.ledger.posting import posting

EXPECT = posting("money_management.expect", (NETWORK, TREASURY_INBOUND))
"""What was asked for is on its way."""

ARRIVE = posting("money_management.arrive", (TREASURY_INBOUND, TREASURY_CASH))
"""What was on its way is there."""

FORGO = posting("money_management.forgo", (TREASURY_INBOUND, NETWORK))
"""What was on its way does not come."""

RECEIVE = posting("money_management.receive", (NETWORK, TREASURY_CASH))
"""Money comes by a network."""

TAKE = posting("money_management.take", (TREASURY_CASH, NETWORK))
"""A network takes back what it brought."""

HOLD = posting("money_management.hold", (TREASURY_CASH, TREASURY_OUTBOUND))
"""What is to leave is set aside."""

RELEASE = posting("money_management.release", (TREASURY_OUTBOUND, TREASURY_CASH))
"""What was set aside does not leave."""

SEND = posting("money_management.send", (TREASURY_OUTBOUND, NETWORK))
"""What was set aside leaves by its network."""
