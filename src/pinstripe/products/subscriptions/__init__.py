"""What goes on by itself: subscriptions, their items, renewals and previews."""

MODULES: tuple[str, ...] = (
    "previews",
    "subscription_item",
    "subscription_items",
    "subscription",
    "first_setup",
    "creation",
    "renewal",
    "arrears",
    "foresight",
    "notices",
    "thresholds",
    "subscriptions",
    "customer_subscriptions",
)
DOORS: tuple[str, ...] = ("subscription",)
"""What later rooms may import."""
