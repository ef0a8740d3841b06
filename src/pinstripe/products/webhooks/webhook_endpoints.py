"""Webhook endpoints: addresses that are told of events.

Owns: the endpoint object, its secret, what it hears, its being switched off.
Does not own: which events there are, sending (events/delivery.py). Money: none.
Source: spec; docs: webhooks; recorded: pay-rails, spree (field sets), getlago (field order, refusals).
Private facts: `secret` signs what is sent; `connect` asks for the events of connected accounts.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pinstripe.api.params import Params
from pinstripe.events import outbox
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals

LIMIT = 16
"""Endpoints of an account. source: docs: webhooks"""
SECRET_LENGTH = 32

WEBHOOK_ENDPOINT = Resource(
    "webhook_endpoint",
    prefix="we",
    path="/v1/webhook_endpoints",
    generated="retrieve list",
    noun="webhook endpoint",
    lifecycle=lifecycle(
        # verb     outcome     from                to
        ("create", "enabled",  ANY,                "enabled"),
        ("update", "enabled",  "enabled disabled", "enabled"),
        ("update", "disabled", "enabled disabled", "disabled"),
    ),
)  # fmt: skip


@operation("POST /v1/webhook_endpoints", WEBHOOK_ENDPOINT)
def create(work: Work, params: Params) -> dict[str, Any]:
    """From now on this address hears of events; its secret is told here and never again.

    refuses: url_without_scheme, bad_url, too_many_endpoints
    source: spec; recorded: getlago/lago-api webhook_endpoint_create_response
    """
    refuse_url(params.url)
    if len(work.where("webhook_endpoint", limit=LIMIT)) >= LIMIT:
        raise refusals.too_many_endpoints(LIMIT)
    secret = "whsec_" + work.mint.letters(SECRET_LENGTH)
    facts = {"secret": secret, "connect": params.get("connect", False)}
    endpoint = work.create(WEBHOOK_ENDPOINT, "enabled", private=facts, **stored(WEBHOOK_ENDPOINT, params))
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


def with_secret(body: dict[str, Any], secret: str) -> dict[str, Any]:
    """The answer of a creation: the body, its secret in the alphabet's place. source: recorded: getlago"""
    first = {name: body[name] for name in ("id", "object")}
    return first | dict(sorted({**body, "secret": secret}.items()))


def refuse_url(url: str) -> None:
    """An address that can be called; plain http will do in test mode. refuses: url_without_scheme, bad_url

    Addresses of this machine are welcome: whoever runs Pinstripe listens there. source: inferred
    """
    try:
        parts = urlsplit(url)
        known = parts.hostname is not None and (parts.port is None or parts.port > 0)
    except ValueError:
        raise refusals.bad_url() from None
    if parts.scheme not in {"http", "https"}:
        raise refusals.url_without_scheme()
    if not known or any(mark.isspace() for mark in url):
        raise refusals.bad_url()
