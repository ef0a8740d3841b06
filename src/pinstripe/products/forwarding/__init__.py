"""Card details that are handed to another processor."""

MODULES: tuple[str, ...] = (
    "request",
    "requests",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
