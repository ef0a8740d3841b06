"""Crypto that is bought with money: onramp sessions, and what it would cost."""

MODULES: tuple[str, ...] = (
    "onramp_session",
    "purchase",
    "onramp_sessions",
    "quotation",
    "customer",
    "consumer_wallet",
    "payment_token",
    "customers",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
