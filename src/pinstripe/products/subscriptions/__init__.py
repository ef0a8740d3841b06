"""What goes on by itself: subscriptions, their items, renewals and previews."""

MODULES: tuple[str, ...] = (
    "subscription_item",
    "subscription",
    "first_setup",
    "creation",
    "renewal",
    "arrears",
    "resumption",
    "held_update",
    "supplement",
    "notices",
    "thresholds",
    "subscriptions",
    "subscription_items",
    "previews",
    "foresight",
    "customer_subscriptions",
    "management",
)
DOORS: tuple[str, ...] = (
    "subscription",
    "subscriptions",
    "alignment",
    "creation",
    "cancellation",
    "management",
)
"""What later rooms may import."""
