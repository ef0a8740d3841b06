"""What a state takes of a sale: settings, registrations, calculations, transactions."""

MODULES: tuple[str, ...] = (
    "setting",
    "settings",
    "registration",
    "registrations",
    "performance_location",
    "performance_locations",
    "calculation_line_item",
    "calculation",
    "calculations",
    "transaction_line_item",
    "transaction",
    "transactions",
    "association",
    "associations",
    "customer_location",
)
DOORS: tuple[str, ...] = (
    "assessment",
    "customer_location",
    "setting",
    "refusals",
)
"""What later rooms may import."""
