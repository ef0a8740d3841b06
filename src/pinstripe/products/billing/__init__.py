"""Customers and what they owe: subscriptions, usage, invoices, test clocks."""

MODULES: tuple[str, ...] = ("customers", "test_clocks", "meters", "meter_events", "meter_events_v2")
