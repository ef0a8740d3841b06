"""What subscriptions will become: schedules and their phases."""

MODULES: tuple[str, ...] = (
    "subscription_schedule",
    "course",
    "subscription_schedules",
    "foresight",
)
DOORS: tuple[str, ...] = ("course", "phases", "subscription_schedule", "subscription_schedules")
"""What later rooms may import."""
