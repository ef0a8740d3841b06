"""Paying others under /v2 with care: whose account it is, when money leaves, and what Stripe puts right."""

MODULES: tuple[str, ...] = (
    "recipient_verification",
    "payout_intent",
    "adjustment",
    "payout_methods_bank_account_spec",
    "recipient_verifications",
    "payout_intents",
    "adjustments",
    "payout_methods_bank_account_specs",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
