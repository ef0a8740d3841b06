"""Paying others under /v2 with care: whose account it is, when money leaves, and what Stripe puts right."""

MODULES: tuple[str, ...] = (
    "recipient_verification",
    "payout_intent",
    "adjustment",
    "recipient_verifications",
    "payout_intents",
    "adjustments",
    "bank_account_specs",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
