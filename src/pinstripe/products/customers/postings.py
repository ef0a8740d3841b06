"""How money moves between a customer's balance and the invoices that use it."""

from __future__ import annotations

from pinstripe.ledger.accounts import CASH_BALANCE, CUSTOMER_BALANCE, NETWORK, REVENUE_ADJUSTMENT
from pinstripe.ledger.posting import posting

CREDIT = posting("customers.credit", (REVENUE_ADJUSTMENT, CUSTOMER_BALANCE))
"""A customer has more to the good, or owes less."""

DEBIT = posting("customers.debit", (CUSTOMER_BALANCE, REVENUE_ADJUSTMENT))
"""Credit is used up, or more is owed."""

FUND = posting("customers.fund", (NETWORK, CASH_BALANCE))
"""A bank transfer reaches a customer's cash balance."""
