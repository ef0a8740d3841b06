"""How somebody pays: payment methods, tokens, cards of the older kind."""

MODULES: tuple[str, ...] = (
    "card",
    "payment_method",
    "token",
    "tokens",
    "payment_methods",
    "source",
)
DOORS: tuple[str, ...] = (
    "payment_method",
    "creation",
    "token",
    "card",
    "source",
    "card_checks",
    "billing_details",
    "refusals",
)
"""What later rooms may import."""
