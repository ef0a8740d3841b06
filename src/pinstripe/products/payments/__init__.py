"""Taking money: methods, intents, charges, the balance."""

MODULES: tuple[str, ...] = (
    "balance",
    "methods",
    "tokens",
    "payment_methods",
    "sources",
    "charges",
    "intents",
    "collect",
    "payment_intents",
    "direct",
)
