"""Taking money: payment intents, charges, attempts."""

MODULES: tuple[str, ...] = (
    "charge",
    "charges",
    "bank_charges",
    "source_charges",
    "exchange_rate",
    "exchange_rates",
    "payment_intent",
    "attempt",
    "confirmation_token",
    "confirmation_tokens",
    "payment_intents",
    "payment_intent_amount_details_line_item",
    "payment_intent_amount_details_line_items",
    "setup_intent",
    "setup_attempt",
    "setup",
    "setup_intents",
    "setup_attempts",
)
DOORS: tuple[str, ...] = (
    "payment_intent",
    "attempt",
    "charge",
    "outcome",
    "exchange",
    "reversal",
    "parties",
    "proceeds",
    "source_charges",
    "settlement",
    "transfer_addresses",
    "setup_intent",
    "setup",
    "statement_descriptors",
)
"""What later rooms may import."""
