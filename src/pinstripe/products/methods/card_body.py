"""The body of a fresh card method.

Owns: its fields. Does not own: the card's own facts (networks/cards/details.py). Money: none.
Source: recorded: openfoodnetwork 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.products.methods.billing_details import billing_details


def payment_method_body(
    card: Mapping[str, Any],
    *,
    now: int,
    billing: Mapping[str, Any] | None = None,
    metadata: Mapping[str, str] | None = None,
    allow_redisplay: str = "unspecified",
) -> dict[str, Any]:
    """A fresh card method, without its id. source: recorded: openfoodnetwork 2026-08"""
    return {
        "object": "payment_method",
        "allow_redisplay": allow_redisplay,
        "billing_details": billing_details(billing),
        "card": dict(card),
        "created": now,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": dict(metadata or {}),
        "type": "card",
    }
