"""How somebody reaches an account: links to forms and dashboards, sessions, OAuth."""

MODULES: tuple[str, ...] = (
    "account_link",
    "form_fields",
    "unknowns",
    "admission",
    "account_links",
    "application",
)
DOORS: tuple[str, ...] = ("account_link", "application")
"""What later rooms may import."""
