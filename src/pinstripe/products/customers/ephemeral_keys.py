"""The endpoints of ephemeral keys.

Owns: the endpoints. Does not own: the record and its secret (ephemeral_key.py), that a version must be named
(http/chain.py). Money: none. Source: recorded: spree; spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import ephemeral_key as keys
from pinstripe.products.customers import refusals
from pinstripe.products.customers.ephemeral_key import EPHEMERAL_KEY


@operation("POST /v1/ephemeral_keys", EPHEMERAL_KEY)
def create(work: Work, params: Params) -> dict[str, Any]:
    """A key of one customer's, of one card that was issued, or of one session of somebody who says who they
    are, for an app; good for an hour. A card's needs the nonce of the page that is to show it.

    refuses: key_of_nothing, nonce_missing, both. source: recorded: spree; recorded: hcb (nonce, issuing_card);
    spec (verification_session)
    """
    named = [name for name in ("customer", "issuing_card", "verification_session") if params.get(name)]
    if len(named) > 1:
        raise errors.exclusive_params(named)
    if not named:
        raise refusals.key_of_nothing()
    if named == ["issuing_card"]:
        if not params.get("nonce"):
            raise errors.missing_param("nonce")
        opened = work.find("issuing.card", params.issuing_card, "issuing_card")
    elif named == ["customer"]:
        opened = work.find("customer", params.customer, "customer")
    else:
        opened = work.find(
            "identity.verification_session", params.verification_session, "verification_session"
        )
    made, secret = keys.make(work, opened)
    return {**made.body, "secret": secret}


@operation("DELETE /v1/ephemeral_keys/{key}", EPHEMERAL_KEY, subject="key")
def delete(work: Work, key: Record, params: Params) -> dict[str, Any]:
    """The app may not go on. source: spec"""
    return keys.end(work, key).body
