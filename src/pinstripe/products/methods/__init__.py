"""How somebody pays: payment methods, tokens, cards of the older kind."""

MODULES: tuple[str, ...] = (
    "card",
    "token",
    "payment_method",
    "tokenization",
    "tokens",
    "mandate",
    "payment_methods",
    "source",
    "older_source",
)
DOORS: tuple[str, ...] = (
    "payment_method",
    "creation",
    "token",
    "tokenization",
    "card",
    "source",
    "older_source",
    "kinds",
    "mandate",
    "consent",
    "billing_details",
    "page_entry",
    "refusals",
)
"""What later rooms may import."""
