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
    "subscriptions",
    "customer_subscriptions",
    "management",
)
DOORS: tuple[str, ...] = ("subscription", "management", "refusals")
"""What later rooms may import."""
