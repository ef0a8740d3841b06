"""What is taken back of an invoice once it is final: credit notes and their lines."""

MODULES: tuple[str, ...] = (
    "credit_note",
    "credit_note_line_item",
    "credit_notes",
    "credit_note_line_items",
    "paper",
)
DOORS: tuple[str, ...] = ("credit_note",)
"""What later rooms may import."""
