"""What is paid with issued cards: whether it may be, what is held for it, what is taken, and what is taken
back.
"""

MODULES: tuple[str, ...] = (
    "authorization",
    "transaction",
    "dispute",
    "pipeline",
    "authorizations",
    "simulations",
    "transactions",
    "disputes",
)
DOORS: tuple[str, ...] = ("dispute",)
"""What later rooms may import."""
