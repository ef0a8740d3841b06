"""How money moves when it is taken."""

from __future__ import annotations

from pinstripe.ledger.accounts import (
    APPLICATION_FEES,
    AVAILABLE,
    CASH_BALANCE,
    EXCHANGE,
    NETWORK,
    PENDING,
    STRIPE_FEES,
    TRANSFERS,
)
from pinstripe.ledger.posting import posting

SALE = posting(
    "payments.sale",
    ("{origin}", EXCHANGE, "presented"),
    ("{source}", "{arrival}"),
    ("{arrival}", STRIPE_FEES, "fee"),
    ("{arrival}", APPLICATION_FEES, "application_fee"),
    (APPLICATION_FEES, EXCHANGE, "fee_left"),
    (EXCHANGE, APPLICATION_FEES, "fee_came"),
    (APPLICATION_FEES, "platform/{earned_on}", "earning"),
    transactions={"": ("charge", "charge"), "platform": ("application_fee", "platform_earning")},
    choices={
        "origin": (NETWORK, CASH_BALANCE, TRANSFERS),
        "source": (NETWORK, CASH_BALANCE, TRANSFERS, EXCHANGE),
        "arrival": (PENDING, AVAILABLE),
        "earned_on": (PENDING, AVAILABLE),
    },
)
"""What was captured comes from its network, from the customer's cash balance, or by a transfer of the
platform. In another currency than the account settles in it goes to the exchange, which gives what it is
worth. It waits for its day of availability, or is available at once; fees are taken from it: Stripe's, and
the platform's, which reaches the platform over the exchange where that has another currency."""

TRANSFER = posting("payments.transfer", (NETWORK, CASH_BALANCE))
"""A payer's bank transfer reaches the customer's cash balance."""
