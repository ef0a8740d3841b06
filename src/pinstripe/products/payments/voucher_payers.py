"""Payers of vouchers and codes in tests: their e-mail says whether they pay, and when.

Owns: these addresses. Does not own: vouchers and how long they usually last (methods/kinds), the page on
which somebody answers for a payer, what follows (flows/redirect.py, attempt.py). Money: none.
Source: docs: payment methods (test addresses of Boleto and OXXO); inferred: the other kinds; an address that
says nothing waits for an answer, where the test mode pays after three minutes.
"""

from __future__ import annotations

import re
from typing import Final

SAID: Final = re.compile(r"(succeed_immediately|expire_immediately|expire_with_delay)@")
ENDS: Final = {"expire_immediately": 0, "expire_with_delay": 180}
"""Seconds until a voucher runs out whose payer never pays."""
SHORTLY: Final = 3
"""Seconds that "immediately" takes."""


def said(email: str | None) -> str:
    """What an address says of its payer; nothing, for most."""
    found = SAID.search(email or "")
    return found[1] if found else ""


def pays(email: str | None) -> bool:
    """Does the payer go to the shop by themselves?"""
    return said(email) == "succeed_immediately"


def end(email: str | None, now: int, usual: int) -> int:
    """When a voucher runs out. params: usual, where its payer's address says nothing of it"""
    seconds = ENDS.get(said(email))
    return usual if seconds is None else now + seconds
