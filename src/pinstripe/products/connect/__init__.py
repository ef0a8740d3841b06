"""Accounts: the platform's own and those connected to it."""

MODULES: tuple[str, ...] = ("accounts",)
