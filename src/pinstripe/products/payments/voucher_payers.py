"""Payers of vouchers and codes in tests: what they say of themselves decides whether they pay, and when.

Owns: these addresses and numbers. Does not own: vouchers and how long they usually last (methods/kinds), the
page on which somebody answers for a payer, what follows (flows/redirect.py, attempt.py). Money: none.
Source: docs: payment methods (test addresses of Boleto, Konbini, Multibanco and OXXO); inferred: the other
kinds; an address that says nothing waits for an answer, where the test mode pays after three minutes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

SAID: Final = re.compile(r"(succeed_immediately|expire_immediately|expire_with_delay)@")
NUMBERS: Final = {
    "11111111110": "succeed_with_delay",
    "22222222220": "succeed_immediately",
    "33333333330": "expire_immediately",
    "44444444440": "expire_with_delay",
    "55555555550": "fill_never",
}
"""Confirmation numbers of Konbini that say it, whatever the address says."""
PAYS: Final = {"succeed_immediately": 3, "succeed_with_delay": 180}
"""Seconds until the payer has paid."""
ENDS: Final = {"expire_immediately": 0, "expire_with_delay": 180}
"""Seconds until a voucher runs out whose payer never pays."""
SHORTLY: Final = 3
"""Seconds that "immediately" takes."""


def said(email: str | None, options: Mapping[str, Any]) -> str:
    """What a payer does; nothing is said of most. params: options, what the intent asks of the kind"""
    number = NUMBERS.get(options.get("confirmation_number") or "")
    if number:
        return number
    found = SAID.search(email or "")
    return found[1] if found else ""
