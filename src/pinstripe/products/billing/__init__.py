"""Customers and what they owe: subscriptions, usage, invoices, test clocks."""

MODULES: tuple[str, ...] = ("customers", "test_clocks")
