"""Cards for another processor: details that are handed to it, and holders who are asked before it is."""

MODULES: tuple[str, ...] = (
    "request",
    "authentication",
    "requests",
    "authentications",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
