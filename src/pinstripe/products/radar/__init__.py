"""What is known of fraud: lists of values that are let in or kept out."""

MODULES: tuple[str, ...] = (
    "value_list",
    "value_lists",
    "value_list_item",
    "value_list_items",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
