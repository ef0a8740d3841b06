"""The endpoint of confirmation tokens for tests: what a payer's browser would have made.

Owns: create. Does not own: the record (confirmation_token.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.methods import creation, kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import confirmation_refusals as refusals
from pinstripe.products.payments.confirmation_token import CONFIRMATION_TOKEN, GOOD_SECONDS

CREATE = "POST /v1/test_helpers/confirmation_tokens"
DATA = f"allow_redisplay billing_details metadata radar_options type {kinds.WITHIN}"
MISSING = others(CREATE, "payment_method_data", but=DATA)


@operation(CREATE, CONFIRMATION_TOKEN, missing=MISSING)
def create(work: Work, params: Params) -> Record:
    """What a payer said, good for half a day. refuses: exclusive_params, no_method. source: spec"""
    if params.get("payment_method") and params.get("payment_method_data"):
        raise errors.exclusive_params(["payment_method", "payment_method_data"])
    fields = stored(CONFIRMATION_TOKEN, params)
    if params.get("payment_method"):
        preview, private = _named(work, params.payment_method)
    elif params.get("payment_method_data"):
        preview, private = _described(work, params.payment_method_data)
    else:
        raise refusals.no_method()
    return work.create(
        CONFIRMATION_TOKEN,
        **fields,
        expires_at=work.now + GOOD_SECONDS,
        payment_method_preview=preview,
        private=private,
    )


def _named(work: Work, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A method that is there, or a published name: a method is made of that when it is used."""
    found = kinds.published(work, key)
    if found is not None:
        kind, facts = found
        return _kept(creation.Described(kind, facts, facts.billing))
    method = work.find("payment_method", key, "payment_method")
    names = (
        "allow_redisplay",
        "billing_details",
        "customer",
        "customer_account",
        "type",
        method.body["type"],
    )
    return {name: method.body.get(name) for name in names}, {"method": method.id}


def _described(work: Work, data: Params) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a method is to be made of."""
    return _kept(creation.read(work, data, "payment_method_data", CREATE))


def _kept(said: creation.Described) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the token shows of a method to be made, and what it remembers of it."""
    body = methods.body_of(said.kind, said.facts.fields, said.billing, said.allow_redisplay)
    made = {
        "kind": said.kind.name,
        "fields": said.facts.fields,
        "private": said.facts.private,
        "billing": body["billing_details"],
        "metadata": merged_metadata(None, said.metadata),
        "allow_redisplay": said.allow_redisplay,
        "radar_options": dict(said.radar_options or {}),
    }
    return body, {"made": made}
