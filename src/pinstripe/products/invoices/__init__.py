"""What is asked for: invoices, their lines, items and payments."""

MODULES: tuple[str, ...] = (
    "invoice",
    "line_item",
    "line_items",
    "invoice_payment",
    "invoice_payments",
    "finalization",
    "receipts",
    "collection",
    "bank_transfers",
    "revision",
    "invoice_item",
    "invoice_items",
    "invoices",
    "addressee",
)
DOORS: tuple[str, ...] = (
    "invoice",
    "line_item",
    "invoice_item",
    "invoice_items",
    "item_creation",
    "wishes",
    "invoice_payment",
    "drafts",
    "recount",
    "finalization",
    "collection",
    "paper",
    "shares",
    "receipts",
    "deductions",
    "method_options",
    "refusals",
)
"""What later rooms may import."""
