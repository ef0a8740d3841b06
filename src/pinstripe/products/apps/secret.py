"""The secret record: a text that an app keeps for an account, or for one of its users.

Owns: the record, its one place by scope and name, its end, that its text is sealed. Does not own: the
endpoints (secrets.py), ciphers (kernel/ciphers.py). Money: none. Source: spec; docs: Secret Store.
Private fact: `sealed`. There are no events of secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel import ciphers
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.apps import refusals

MOST = 10
"""Secrets of a scope. source: docs: Secret Store (accounts); users inferred"""


def opened(shower: Any, secret: Record) -> str | None:
    """Its text, shown where somebody expands it. source: spec"""
    world = shower.work.world
    return ciphers.unseal(secret.private["sealed"], world.seed, world.secrets_key)


# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome from to
    ("create", "kept",  ANY, "="),
    ("expire", "done",  ANY, "="),
)
# fmt: on

SECRET = Resource(
    "apps.secret",
    prefix="appsecret",
    noun="secret",
    status="",
    index=("type=scope.type", "user=scope.user", "name"),
    includable={"payload": opened},
    lifecycle=LIFECYCLE,
)

Scope = Mapping[str, Any]


def scope_of(given: Mapping[str, Any]) -> Scope:
    """Whose secret it is. refuses: user_needed, no_user_of_account. source: docs: Secret Store"""
    user = given.get("user")
    if given["type"] == "user":
        if not user:
            raise refusals.user_needed()
        return {"type": "user", "user": user}
    if user:
        raise refusals.no_user_of_account()
    return {"type": "account"}


def within(work: Work, scope: Scope) -> list[Record]:
    """The secrets of a scope, newest first."""
    return work.where(SECRET.object, MOST, **scope)


def named(work: Work, scope: Scope, name: str) -> Record | None:
    """The secret of that name."""
    return next((one for one in within(work, scope) if one.name == name), None)


def put(work: Work, scope: Scope, name: str, payload: str, expires_at: int | None) -> Record:
    """A secret of this name holds this text from now on. refuses: too_many. source: docs: Secret Store; that
    the id stays is inferred
    """
    sealed = ciphers.seal(payload, work.world.seed, work.world.secrets_key)
    known = named(work, scope, name)
    if known is None:
        if len(within(work, scope)) >= MOST:
            raise refusals.too_many(MOST)
        fields = {"name": name, "scope": dict(scope), "expires_at": expires_at}
        known = work.create(SECRET, "kept", private={"sealed": sealed}, **fields)
    else:
        work.unschedule("expire", known)
        work.note(known, sealed=sealed)
        work.amend(known, expires_at=expires_at)
    if expires_at is not None:
        work.schedule("expire", known, expires_at)
    return known


@job(SECRET, "expire")
def expire(work: Work, secret: Record) -> None:
    """Its time is over: nobody finds it any more. source: docs: Secret Store"""
    work.advance(secret, "expire", "done")
    work.delete(secret)
