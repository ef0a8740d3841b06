"""The active entitlement record: a customer may use a feature, for as long as some subscription gives it.

Owns: the record, which features a customer's subscriptions give. Does not own: the endpoints
(active_entitlements.py), what is told of it (active_entitlement_summary.py), features, subscriptions.
Money: none. Source: spec; docs: Entitlements.
Private fact: customer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import product_feature as product_features

ACTIVE_ENTITLEMENT = Resource(
    "entitlements.active_entitlement",
    prefix="ent",
    ids="v2",
    generated="retrieve",
    noun="active entitlement",
    param="id",
    index=("customer=private.customer", "feature"),
)
GIVING = frozenset(("active", "trialing", "past_due"))
"""States of a subscription that give what it was sold with. source: docs: Entitlements (active ones);
trialing and past_due inferred"""

Given = Mapping[str, Sequence[str]]
"""Features by the product that they come with."""


def given_by(work: Work, subscription: Record, before: Given, anew: bool) -> dict[str, list[str]]:
    """The features that a subscription gives. Products that it had keep theirs until its next period begins.

    params: before, what it gave so far; anew, another period begins. source: docs: Entitlements
    """
    if subscription.status not in GIVING:
        return {}
    found: dict[str, list[str]] = {}
    for item in subscription.body["items"]["data"]:
        product = item["price"]["product"]
        known = None if anew else before.get(product)
        found[product] = list(known) if known is not None else product_features.features_of(work, product)
    return found


def of_customer(work: Work, customer: str) -> list[Record]:
    """A customer's entitlements, newest first."""
    return list(work.each(ACTIVE_ENTITLEMENT.object, customer=customer))


def settle(work: Work, customer: str, features: Sequence[str]) -> bool:
    """The customer is entitled to these features and no others, to each once. gives: did that change?"""
    known = {one.feature: one for one in of_customer(work, customer)}
    wanted = list(dict.fromkeys(features))
    for key in wanted:
        if key not in known:
            feature = work.load(key, "entitlements.feature")
            work.create(
                ACTIVE_ENTITLEMENT,
                feature=key,
                lookup_key=feature.lookup_key,
                private={"customer": customer},
            )
    gone = [one for key, one in known.items() if key not in wanted]
    for one in gone:
        work.delete(one)
    return bool(gone) or any(key not in known for key in wanted)
