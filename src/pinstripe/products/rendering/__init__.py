"""How invoices are printed: templates, which the dashboard makes."""

MODULES: tuple[str, ...] = (
    "invoice_rendering_template",
    "invoice_rendering_templates",
)
DOORS: tuple[str, ...] = ("invoice_rendering_template",)
"""What later rooms may import."""
