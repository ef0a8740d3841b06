"""The summary of a customer's entitlements: what events tell of them, as a whole.

Owns: the summary, when it changes. Does not own: entitlements (active_entitlement.py), subscriptions.
Money: none. Source: spec; docs: Entitlements (webhooks). No request reads it; it exists for its event.
Private fact: given, the features of each subscription by product.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.entitlements import active_entitlement as entitlements
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to   event
    ("create", "made",  ANY, "="),
    ("update", "done",  ANY, "=", "entitlements.active_entitlement_summary.updated"),
)
# fmt: on

SUMMARY = Resource("entitlements.active_entitlement_summary", lifecycle=LIFECYCLE, status="")
SHOWN = 10
"""How many entitlements it shows. source: docs: Entitlements"""


def follow(work: Work, subscription: Record) -> None:
    """A subscription began, changed or ended: the customer may use what it gives now."""
    _review(work, subscription, anew=False)


def renew(work: Work, subscription: Record) -> None:
    """Another period begins: features that its products got or lost meanwhile count now. source: docs:
    Entitlements"""
    _review(work, subscription, anew=True)


hears(SUBSCRIPTION, "change")(follow)
for _verb, _outcome in SUBSCRIPTION.steps:
    hears(SUBSCRIPTION, _verb, _outcome)(renew if _verb == "renew" else follow)


def _review(work: Work, subscription: Record, *, anew: bool) -> None:
    summary = _of(work, subscription.customer)
    given: dict[str, Any] = dict(summary.private.get("given") or {}) if summary is not None else {}
    before = given.get(subscription.id) or {}
    after = entitlements.given_by(work, subscription, before, anew)
    if after == before:
        return
    if summary is None:
        summary = work.create(
            SUMMARY,
            "made",
            id=_key(subscription.customer),
            customer=subscription.customer,
            entitlements=_listed(subscription.customer, []),
        )
    given[subscription.id] = after
    work.note(summary, given={key: value for key, value in given.items() if value})
    features = [key for those in given.values() for of_product in those.values() for key in of_product]
    if entitlements.settle(work, subscription.customer, features):
        found = entitlements.of_customer(work, subscription.customer)
        work.advance(summary, "update", "done", entitlements=_listed(subscription.customer, found))


def _key(customer: str) -> str:
    """Under which name a customer's summary is kept: the object has no id."""
    return f"entitlements_of_{customer}"


def _of(work: Work, customer: str) -> Record | None:
    return work.peek(_key(customer), SUMMARY.object)


def _listed(customer: str, found: Sequence[Record]) -> dict[str, Any]:
    """The first entitlements as the summary shows them. source: spec; the address: docs: Entitlements"""
    return {
        "object": "list",
        "data": [one.body for one in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
        "url": f"/v1/customer/{customer}/entitlements",
    }
