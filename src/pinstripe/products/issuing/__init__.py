"""Cards that an account gives out: who holds them, what they look like, what they may be used for."""

MODULES: tuple[str, ...] = (
    "cardholder",
    "physical_bundle",
    "personalization_design",
    "token",
    "card",
    "settlement",
    "funding_instruction",
    "cardholders",
    "cards",
    "shipping",
    "physical_bundles",
    "personalization_designs",
    "tokens",
    "settlements",
    "funding_instructions",
)
DOORS: tuple[str, ...] = ("card", "cardholder", "spending", "token", "categories")
"""What later rooms may import."""
