"""Who somebody is: sessions in which a person is verified, and reports of what was seen."""

MODULES: tuple[str, ...] = (
    "verification_report",
    "verification_session",
    "submission",
    "redaction",
    "verification_sessions",
    "verification_reports",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
