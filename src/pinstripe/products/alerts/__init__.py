"""Who is to be told when a customer has used so much: alerts, and what they have seen."""

MODULES: tuple[str, ...] = (
    "alert",
    "alerts",
    "alert_triggered",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
