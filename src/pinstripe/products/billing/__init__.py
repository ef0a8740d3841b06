"""Customers and what they owe: subscriptions, usage, invoices, test clocks."""

MODULES: tuple[str, ...] = (
    *("customers", "customer_balances", "test_clocks", "meters", "meter_events", "meter_events_v2"),
    *("invoice_states", "invoice_lines", "invoice_payments", "invoice_items", "invoices", "upcoming"),
    *("usage", "subscription_items", "subscriptions", "subscribing", "canceling", "usage_records"),
    *("updating", "updating_items", "customer_subscriptions"),
)
