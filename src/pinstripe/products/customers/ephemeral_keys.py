"""The endpoints of ephemeral keys.

Owns: the endpoints. Does not own: the record and its secret (ephemeral_key.py), that a version must be named
(http/chain.py). Money: none. Source: recorded: spree; spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import ephemeral_key as keys
from pinstripe.products.customers import refusals
from pinstripe.products.customers.ephemeral_key import EPHEMERAL_KEY


@operation("POST /v1/ephemeral_keys", EPHEMERAL_KEY, missing="issuing_card nonce verification_session")
def create(work: Work, params: Params) -> dict[str, Any]:
    """A key of one customer's for an app, good for an hour. source: recorded: spree"""
    if not params.get("customer"):
        raise refusals.key_of_nothing()
    made, secret = keys.make(work, work.find("customer", params.customer, "customer"))
    return {**made.body, "secret": secret}


@operation("DELETE /v1/ephemeral_keys/{key}", EPHEMERAL_KEY, subject="key")
def delete(work: Work, key: Record, params: Params) -> dict[str, Any]:
    """The app may not go on. source: spec"""
    return keys.end(work, key).body
