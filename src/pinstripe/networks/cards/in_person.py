"""Cards at a reader: when their bank says no, and how their holder shows that they are theirs.

Owns: the amounts that decline, methods of verification. Does not own: the cards (numbers.py), what a decline
says (declines.py). Pure. Money: none. Source: docs: Terminal testing.
"""

from __future__ import annotations

from typing import Final

from pinstripe.networks.cards.numbers import TestCard

AMOUNTS: Final = {
    1: "call_issuer",
    5: "generic_decline",
    55: "incorrect_pin",
    60: "online_or_offline_pin_required",
    65: "withdrawal_count_limit_exceeded",
    75: "pin_try_exceeded",
}
"""What the bank of a standard card says to an amount, by its last two digits. source: docs: Terminal testing
"""

PINS: Final = {
    "offline": "offline_pin",
    "offline_retry": "offline_pin",
    "online": "online_pin",
    "online_retry": "online_pin",
}
"""How a holder who was asked for a number is verified. source: docs: Terminal testing"""


def declined(card: TestCard, amount: int) -> str:
    """Why a payment at a reader is declined, "" where it is not. source: docs: Terminal testing"""
    if card.decline and not card.decline_needs_cvc:
        return card.decline
    standard = not (card.pin or card.presented or card.refund != "succeeded")
    return AMOUNTS.get(amount % 100, "") if standard else ""


def given_back(amount: int, paid: int) -> str:
    """Why a refund at a reader is declined: a part of a payment alone can be. source: docs: Terminal
    testing
    """
    return AMOUNTS.get(amount % 100, "") if amount < paid and amount % 100 != 60 else ""


def verification(card: TestCard) -> str:
    """How the holder was verified. source: docs: Terminal testing; spec"""
    return PINS.get(card.pin, "approval")
