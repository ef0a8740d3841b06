"""Which product family an operation belongs to, by the words of its path.

Owns: the map. Does not own: the rooms, which follow the same families as far as they are built. Money: none.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "catalog": "products prices plans coupons product_catalog promotion_codes shipping_rates commerce",
    "payments": "apple_pay balance balance_settings balance_transactions charges confirmation_tokens "
    "customer_sessions disputes ephemeral_keys exchange_rates mandates payment_attempt_records "
    "payment_intents payment_method_configurations payment_method_domains payment_methods payment_records "
    "payouts refunds setup_attempts setup_intents sources three_d_secure tokens topups vault",
    "billing": "billing credit_notes customers invoice_payments invoice_rendering_templates invoiceitems "
    "invoices quotes subscription_items subscription_schedules subscriptions test_clocks",
    "checkout": "billing_portal checkout payment_links payment_pages",
    "connect": "account account_links account_sessions account_tokens accounts application_fees "
    "country_specs external_accounts transfers",
    "issuing": "issuing",
    "treasury": "money_management treasury",
    "terminal": "terminal",
    "radar": "radar reviews",
    "tax": "tax tax_codes tax_ids tax_rates",
    "identity": "identity",
    "financial_connections": "financial_connections link_account_sessions linked_accounts",
    "crypto": "crypto",
    "climate": "climate",
    "capital": "capital",
    "entitlements": "entitlements",
    "reporting": "reporting",
    "sigma": "sigma",
    "forwarding": "forwarding",
    "apps": "apps",
    "webhooks": "event_destinations events stripecli webhook_endpoints",
    "files": "file_links files",
}
FAMILIES: tuple[str, ...] = tuple(WORDS)
"""In the order in which they are listed."""

BY_WORD: dict[str, str] = {word: family for family, words in WORDS.items() for word in words.split()}
OF_CUSTOMERS: dict[str, str] = {
    **dict.fromkeys("bank_accounts cards payment_methods sources".split(), "payments"),
    **dict.fromkeys("cash_balance cash_balance_transactions fund_cash_balance".split(), "payments"),
    "tax_ids": "tax",
}
"""What stands under a customer and belongs to another family."""


def family_of(path: str) -> str:
    """The family of a path; its first telling word decides. A path of no family is a KeyError."""
    version, *words = path.strip("/").split("/")
    if words[0] == "test_helpers" or (version == "v2" and words[0] == "core"):
        words = words[1:]
    if words[0] == "customers" and len(words) > 2:
        return OF_CUSTOMERS.get(words[2], "billing")
    return BY_WORD[words[0]]
