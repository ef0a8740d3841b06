"""Taking money in person: places, readers, what a reader is asked to do."""

MODULES: tuple[str, ...] = (
    "location",
    "locations",
    "configuration",
    "configurations",
    "connection_token",
    "connection_tokens",
    "onboarding_link",
    "onboarding_links",
    "reader",
    "readers",
    "refund",
    "refunds",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
