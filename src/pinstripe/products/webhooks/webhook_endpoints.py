"""The API's operations on webhook endpoints.

Owns: create, update, delete. Does not own: the record (webhook_endpoint.py). Money: none.
Source: spec; docs: webhooks; recorded: getlago.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.events import outbox
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals
from pinstripe.products.webhooks.webhook_endpoint import (
    LIMIT,
    SECRET_LENGTH,
    WEBHOOK_ENDPOINT,
    application_of,
    refuse_url,
    with_secret,
)


@operation("POST /v1/webhook_endpoints", WEBHOOK_ENDPOINT)
def create(work: Work, params: Params) -> dict[str, Any]:
    """From now on this address hears of events; its secret is told here and never again.

    refuses: of_connected_account, url_without_scheme, bad_url, too_many_endpoints
    source: spec; recorded: getlago/lago-api webhook_endpoint_create_response
    """
    if work.account != work.world.account:
        raise refusals.of_connected_account()
    refuse_url(params.url)
    if len(work.where("webhook_endpoint", limit=LIMIT)) >= LIMIT:
        raise refusals.too_many_endpoints(LIMIT)
    secret = "whsec_" + work.mint.letters(SECRET_LENGTH)
    facts = {"secret": secret, "connect": params.get("connect", False)}
    fields = stored(WEBHOOK_ENDPOINT, params)
    if facts["connect"]:
        fields["application"] = application_of(work.account)
    endpoint = work.create(WEBHOOK_ENDPOINT, "enabled", private=facts, **fields)
    outbox.told(work, endpoint)
    return with_secret(endpoint.body, secret)


@operation("POST /v1/webhook_endpoints/{webhook_endpoint}", WEBHOOK_ENDPOINT, subject="webhook_endpoint")
def update(work: Work, endpoint: Record, params: Params) -> Record:
    """Another address, other events, or a pause; what waited for a paused one is never sent.

    refuses: url_without_scheme, bad_url
    source: spec; docs: webhooks (disabling)
    """
    if "url" in params:
        refuse_url(params.url)
    outbox.told(work, endpoint)
    changes = updates(endpoint, params)
    if "disabled" not in params:
        return work.change(endpoint, **changes)
    if params.disabled:
        outbox.give_up(work, endpoint)
        return work.advance(endpoint, "update", "disabled", **changes)
    return work.advance(endpoint, "update", "enabled", **changes)


@operation("DELETE /v1/webhook_endpoints/{webhook_endpoint}", WEBHOOK_ENDPOINT, subject="webhook_endpoint")
def delete(work: Work, endpoint: Record, params: Params) -> dict[str, Any]:
    """The address hears nothing more. source: spec; docs: webhooks (deleting)"""
    outbox.give_up(work, endpoint)
    outbox.told(work, endpoint)
    work.delete(endpoint)
    return deleted(endpoint)
