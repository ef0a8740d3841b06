"""Which amounts can be charged.

Owns: a pure rule. Does not own: its refusals (refusals.py), currencies. Money: ints of minor units.
Source: docs: currencies; recorded: gumroad, pay-rails.
"""

from __future__ import annotations

from pinstripe import currencies


def amount_fault(amount: int, currency: str) -> str | None:
    """What is wrong with an amount to be charged: "zero", "too_small", "too_large", "step" or nothing.

    source: docs: currencies; recorded: gumroad, pay-rails (zero)
    """
    if amount < 1:
        return "zero"
    if amount > currencies.maximum_charge(currency):
        return "too_large"
    if amount % currencies.step(currency):
        return "step"
    if amount < currencies.minimum_charge(currency):
        return "too_small"
    return None
