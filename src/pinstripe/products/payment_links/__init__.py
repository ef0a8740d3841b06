"""Links that anybody may follow to pay: each visit opens a Checkout Session."""

MODULES: tuple[str, ...] = (
    "payment_link",
    "payment_links",
    "visit",
)
DOORS: tuple[str, ...] = ("payment_link",)
"""What later rooms may import."""
