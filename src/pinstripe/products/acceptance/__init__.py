"""What a merchant's pages offer: configurations of payment methods, domains where wallets may be shown."""

MODULES: tuple[str, ...] = (
    "payment_method_configuration",
    "payment_method_configurations",
    "payment_method_domain",
    "payment_method_domains",
    "apple_pay_domain",
    "apple_pay_domains",
)
DOORS: tuple[str, ...] = ("payment_method_configuration",)
"""What later rooms may import."""
