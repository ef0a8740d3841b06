"""The endpoint of customer sessions.

Owns: create. Does not own: the record (customer_session.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import refusals
from pinstripe.products.customers.customer_session import (
    CUSTOMER_SESSION,
    FEATURES,
    LIFETIME_SECONDS,
    components_of,
)


@operation("POST /v1/customer_sessions", CUSTOMER_SESSION)
def create(work: Work, params: Params) -> Record:
    """A secret for the components that are enabled, good for half an hour. source: spec"""
    if not params.get("customer"):
        raise errors.must_provide(["customer", "customer_account"])
    customer = work.find("customer", params.customer, "customer")
    if not any(one and one.get("enabled") for one in params.components.values()):
        raise refusals.nothing_enabled()
    for name in FEATURES:
        given = params.components.get(name) or Params()
        refuse_features(name, given.get("features") or Params(), enabled=bool(given.get("enabled")))
    return work.create(
        CUSTOMER_SESSION,
        client_secret=f"cuss_secret_{work.mint.letters(40)}",
        components=components_of(params.components),
        created=work.world_now,
        customer=customer.id,
        expires_at=work.world_now + LIFETIME_SECONDS,
    )


def refuse_features(name: str, features: Params, *, enabled: bool) -> None:
    """Features belong to a component that is enabled, and few methods are shown at once.
    source: spec (rules)
    """
    if features and not enabled:
        raise refusals.features_of_nothing(name)
    limit = features.get("payment_method_redisplay_limit")
    if limit is not None and not 1 <= limit <= 10:
        raise refusals.bad_redisplay_limit()
