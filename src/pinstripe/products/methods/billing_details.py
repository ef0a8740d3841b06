"""Billing details: name and address of whoever pays, with every key that answers show.

Owns: the hash. Does not own: what a bank makes of an address (networks/cards/checks.py). Money: none.
Source: recorded: openfoodnetwork 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NO_ADDRESS: Final = ("city", "country", "line1", "line2", "postal_code", "state")


NOWHERE: Final[dict[str, Any]] = dict.fromkeys(NO_ADDRESS)


NO_BILLING: Final[dict[str, Any]] = dict.fromkeys(("address", "email", "name", "phone", "tax_id"))


def billing_details(given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All keys of billing details, null where nothing was given. source: recorded: openfoodnetwork 2026-08"""
    if not given:
        return {**NO_BILLING, "address": dict(NOWHERE)}
    address = given.get("address") or NOWHERE
    return {
        "address": {key: address.get(key) for key in NO_ADDRESS},
        "email": given.get("email"),
        "name": given.get("name"),
        "phone": given.get("phone"),
        "tax_id": given.get("tax_id"),
    }
