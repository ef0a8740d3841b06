"""The configuration record: how readers look and what they offer, for a place or for the whole account.

Owns: the record, the account's own configuration, what a reader goes by. Does not own: the endpoints
(configurations.py), places. Money: none. No event tells of it.
Source: spec; docs: Terminal configurations.
An account has one from the start (`is_account_default`); a place may have another, which goes before it key
by key.
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import stable
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

NAMES = ("id", "object", "is_account_default", "livemode", "name")
"""What a configuration says of itself."""


def default_id(work: Work) -> str:
    """The id of the account's own configuration."""
    return f"tmc_{stable(14, work.world.seed, work.account, 'terminal')}"


def published(work: Work, key: str) -> Record | None:
    """The account's own configuration exists once somebody looks for it. source: docs: Terminal
    configurations (Stripe makes it)
    """
    return account_default(work) if key == default_id(work) else None


CONFIGURATION = Resource(
    "terminal.configuration",
    prefix="tmc",
    ids="short",
    generated="retrieve",
    noun="configuration",
    param="configuration",
    deleted="stub",
    index=("is_account_default",),
    published=published,
    defaults={"is_account_default": False},
    source="spec",
)


def account_default(work: Work) -> Record:
    """The account's own configuration. source: docs: Terminal configurations"""
    key = default_id(work)
    known = work.peek(key, CONFIGURATION.object)
    return known or work.create(CONFIGURATION, id=key, is_account_default=True)


def effective(work: Work, override: str | None) -> dict[str, Any]:
    """What a reader goes by: its place's configuration, else the account's, key by key.

    source: docs: Terminal configurations; inferred (by key)
    """
    own = work.peek(override, CONFIGURATION.object) if override else None
    general = work.peek(default_id(work), CONFIGURATION.object)
    found: dict[str, Any] = {}
    for one in (general, own):
        if one is not None:
            found |= {name: value for name, value in one.body.items() if name not in NAMES}
    return found
