"""The webhook endpoint record: an address that is told of events.

Owns: the record, its states, which addresses are taken. Does not own: the endpoints of the API
(webhook_endpoints.py), which events there are, sending (events/delivery.py). Money: none.
Source: spec; docs: webhooks; recorded: pay-rails, spree (field sets), getlago (field order, refusals).
Private facts: `secret` signs what is sent; `connect` asks for the events of connected accounts.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pinstripe.events import outbox
from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, RECEIVERS, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.webhooks import refusals

LIMIT = 16
"""Endpoints of an account. source: docs: webhooks"""


SECRET_LENGTH = 32
APPLICATION_LENGTH = 32


# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from                to
    ("create", "enabled",  ANY,                "enabled"),
    ("update", "enabled",  "enabled disabled", "enabled"),
    ("update", "disabled", "enabled disabled", "disabled"),
)
# fmt: on

WEBHOOK_ENDPOINT = Resource(
    "webhook_endpoint",
    prefix="we",
    path="/v1/webhook_endpoints",
    generated="retrieve list",
    noun="webhook endpoint",
    lifecycle=LIFECYCLE,
    receives=True,
)


def application_of(account: str) -> str:
    """The platform's application: endpoints for connected accounts name it. source: spec; the id inferred"""
    return "ca_" + stable(APPLICATION_LENGTH, "application", account)


def is_heard(work: Work, kind: str) -> bool:
    """Does an endpoint hear of such events of the account that is acted for?"""
    platform_work = work.acting_for(work.world.account)
    known = platform_work.where(WEBHOOK_ENDPOINT.object, LIMIT)
    return any(outbox.hears(one, work.account, kind, work.world.account) for one in known)


def is_named(work: Work, kind: str) -> bool:
    """Does an endpoint or a destination name such events of the account that is acted for?"""
    platform_work = work.acting_for(work.world.account)
    return any(
        kind in one.enabled_events and outbox.hears(one, work.account, kind, work.world.account)
        for receiver in sorted(RECEIVERS)
        for one in platform_work.where(receiver, LIMIT)
    )


def asked(work: Work, kind: str) -> Record | None:
    """Whose answer counts where an event is a question: the newest endpoint that names it, the account's own
    before the platform's.

    source: docs: Issuing real-time authorizations; docs: event types (selection required); the order inferred
    """
    platform = work.world.account
    for owner in dict.fromkeys((work.account, platform)):
        owner_work = work.acting_for(owner)
        for one in owner_work.where(WEBHOOK_ENDPOINT.object, LIMIT):
            if kind in one.enabled_events and outbox.hears(one, work.account, kind, platform):
                return one
    return None


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
