"""Payments that were made elsewhere, and are reported."""

MODULES: tuple[str, ...] = (
    "payment_attempt_record",
    "payment_attempt_records",
    "payment_record",
    "payment_records",
)
DOORS: tuple[str, ...] = ("payment_record",)
"""What later rooms may import."""
