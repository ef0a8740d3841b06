"""The plan: a recurring price under its older name. One record, two views.

Owns: the plan's view of a price. Does not own: the record (price.py), the endpoints (plans.py). Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.versions import plan_of
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

PLAN = Resource(
    "plan",
    prefix="plan",
    ids="short",
    param="plan",
    includable={"tiers": lambda shower, price: price.private.get("tiers")},
)


def view(price: Record) -> dict[str, Any]:
    """A price as a plan."""
    return plan_of(price.body)


def find(work: Work, key: str) -> Record:
    """The recurring price that a plan's id names. refuses: resource_missing (404)"""
    price = work.peek(key, "price")
    if price is None or price.recurring is None:
        raise errors.no_such("plan", key, "plan", 404)
    return price
