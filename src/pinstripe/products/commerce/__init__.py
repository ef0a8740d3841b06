"""Commerce: feeds of what a merchant sells, for those who sell it for them."""

MODULES: tuple[str, ...] = (
    "product_catalog_import",
    "product_catalog_imports",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
