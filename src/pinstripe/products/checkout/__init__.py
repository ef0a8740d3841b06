"""How somebody buys on a page: checkout sessions, what they come to, the page, what follows from it."""

MODULES: tuple[str, ...] = (
    "session",
    "sessions",
    "payment_pages",
    "expiration",
    "fulfilment",
    "hosted_page",
)
DOORS: tuple[str, ...] = ("session", "creation", "basket", "letterhead", "managed", "promise", "refusals")
"""What later rooms may import."""
