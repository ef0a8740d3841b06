"""Where customers look after what they pay for: configurations, sessions, the page."""

MODULES: tuple[str, ...] = (
    "configuration",
    "configurations",
    "session",
    "sessions",
    "page",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
