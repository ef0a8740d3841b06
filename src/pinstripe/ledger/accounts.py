"""The chart of accounts: every name a leg may use, and what it holds.

A name without a colon or with one of OWNED's words belongs to the acting account and is stored as
`acct_…/name`; the others are the outside world's, one for the whole world.
"""

from __future__ import annotations

AVAILABLE = "available"
"""Money that can be paid out or refunded from."""
PENDING = "pending:{available_on}"
"""Money of charges that has not settled: one account for each day of availability."""
RESERVED = "reserved"
CONNECT_RESERVED = "connect_reserved"
IN_TRANSIT = "in_transit"
"""Paid out, not yet arrived."""
ISSUING = "issuing"
"""Money that issued cards may spend."""
ISSUING_HELD = "issuing_held"
"""Money that payments by issued cards wait for."""
CUSTOMER_BALANCE = "customer_balance:{customer}"
"""Credit (positive) that a customer holds towards later invoices, or debt (negative)."""
CASH_BALANCE = "cash_balance:{customer}"
BILLING_CREDITS = "billing_credits:{credit_grant}"
"""What is left of a credit grant."""
TREASURY_CASH = "treasury_cash:{financial_account}"
"""What a financial account may spend."""
TREASURY_INBOUND = "treasury_inbound:{financial_account}"
"""What is on its way to a financial account: always nothing, as what comes is entered when it is there."""
TREASURY_OUTBOUND = "treasury_outbound:{financial_account}"
"""What is on its way out of a financial account, and comes back where it does not get there."""
REVENUE_ADJUSTMENT = "balance_adjustments"
"""The other side of customer balance adjustments made by hand, and of billing credits."""

NETWORK = "network:{network}"
"""What a network has collected for us and owes, or has given back: `network:card`, `network:ach`, …"""
STRIPE_FEES = "stripe:fees"
"""What processing has cost."""
EXCHANGE = "stripe:exchange"
"""What was given in one currency for another: in each the opposite of what accounts have of it."""
BETWEEN = "stripe:between"
"""What goes from one account to another in the very same posting: always empty."""
CAPITAL = "stripe:capital"
"""What accounts have been advanced, less than nothing, and what they have paid back."""
APPLICATION_FEES = "stripe:application_fees"
"""Likewise, of what a connected account pays its platform: a fee of its balance transaction."""
CLIMATE = "stripe:climate"
"""What was paid for carbon removal."""
TRANSFERS = "stripe:transfers"
"""What a transfer carries from one account to another: each side has a record and a posting of its own, in
one unit of work, so that it is always empty."""
BILLED = "stripe:billed"
"""What Stripe asks an account for beside its own payments."""
PLATFORM = "platform"
"""In the place of an account's id in a leg: the platform's."""

SPENDABLE = frozenset({AVAILABLE, "pending", "issuing"})
"""Purposes of an account's balance: a balance transaction tells what comes to them or leaves them."""
CROSSINGS = frozenset({BETWEEN, APPLICATION_FEES})
"""Names that money passes on its way from account to account, within one posting."""
FEES = frozenset({STRIPE_FEES, APPLICATION_FEES})
"""Names that stand for a fee of whoever pays into them."""

OUTSIDE = ("network:", "bank:", "stripe:", "tax:")


def qualified(name: str, account: str) -> str:
    """The name as the books know it: the outside is shared, everything else is an account's own."""
    return name if name.startswith(OUTSIDE) or "/" in name else f"{account}/{name}"
