"""What is known of fraud: lists of values that are let in or kept out, rules, evaluations."""

MODULES: tuple[str, ...] = (
    "value_list",
    "value_lists",
    "value_list_item",
    "value_list_items",
    "payment_evaluation",
    "payment_evaluations",
)
DOORS: tuple[str, ...] = (
    "language",
    "verdict",
)
"""What later rooms may import."""
