"""What payers and their banks say against a payment: disputes, fraud warnings, reviews."""

MODULES: tuple[str, ...] = (
    "dispute",
    "early_fraud_warning",
    "review",
    "sequel",
    "verdict",
    "disputes",
    "charge_disputes",
    "early_fraud_warnings",
    "reviews",
)
DOORS: tuple[str, ...] = ("dispute",)
"""What later rooms may import."""
