"""What a customer is offered: quotes and what they become."""

MODULES: tuple[str, ...] = (
    "quote",
    "quotes",
)
DOORS: tuple[str, ...] = ("quote",)
"""What later rooms may import."""
