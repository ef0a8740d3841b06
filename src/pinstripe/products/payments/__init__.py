"""Taking money: payment intents, charges, attempts."""

MODULES: tuple[str, ...] = (
    "charge",
    "charges",
    "payment_intent",
    "attempt",
    "payment_intents",
)
DOORS: tuple[str, ...] = (
    "payment_intent",
    "attempt",
    "charge",
    "outcome",
    "exchange",
    "reversal",
    "settlement",
)
"""What later rooms may import."""
