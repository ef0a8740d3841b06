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


IN_WORDS = {
    **dict.fromkeys(("aud", "cad", "eur", "nzd", "sgd", "usd"), "50 cents"),
    "gbp": "30 pence",
    "pln": "200 grosz",
}
"""Smallest charges as refusals speak of them. source: recorded: issue reports (50 cents, 30 pence, 200
grosz); inferred (other cents)"""


def too_little(amount: int, given: str, worth: int, settled: str) -> tuple[str, str, str]:
    """The words of a refusal: the smallest charge, the amount, its worth; with codes where both are written
    with the same symbol. source: recorded: issue reports (¥5, $5.00 MXN)
    """
    least = currencies.minimum_charge(settled)
    words = currencies.symbol_amount(amount, given), currencies.symbol_amount(worth, settled)
    if currencies.BEFORE.get(given, "") == currencies.BEFORE.get(settled):
        words = f"{words[0]} {given.upper()}", f"{words[1]} {settled.upper()}"
    return (IN_WORDS.get(settled) or currencies.symbol_amount(least, settled), *words)
