"""The ephemeral key record: for an hour it opens one customer, or one issued card, to an app on somebody's
device.

Owns: the record, its secret. Does not own: the endpoints (ephemeral_keys.py), which calls it opens
(http/auth.py). Money: none. Source: recorded: spree; stripe-react-native issue 1661 (secret); spec.
Private facts: `hash`, what the store keeps of the secret.
"""

from __future__ import annotations

import base64

from pinstripe.ids import key_hash
from pinstripe.kernel.after import KEYS
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work

LIFETIME_SECONDS = 3600
"""source: recorded: spree"""
ENDED = 1
"""A moment that every world's clock has passed."""

EPHEMERAL_KEY = Resource(
    "ephemeral_key",
    prefix="ephkey",
    path="/v1/ephemeral_keys",
    noun="ephemeral_key",
    param="key",
)


def make(work: Work, opened: Record) -> tuple[Record, str]:
    """A key for a customer or a card, and its secret, which is told once. source: recorded: spree, hcb"""
    secret = f"ek_test_{secret_of(work)}"
    now = work.world_now
    row = (key_hash(secret), work.world.world, work.account, "ek", opened.id, now, now + LIFETIME_SECONDS)
    work.rows("keys.put", row)
    made = work.create(
        EPHEMERAL_KEY,
        associated_objects=[{"id": opened.id, "type": opened.type}],
        created=now,
        expires=now + LIFETIME_SECONDS,
        private={"hash": row[0]},
    )
    return made, secret


def secret_of(work: Work) -> str:
    """The account and chance, as its secrets have them. source: recorded: stripe-react-native issue 1661"""
    text = f"{work.account},{work.mint.letters(32)}".encode()
    return f"{base64.b64encode(text).decode().rstrip('=')}_00{work.mint.letters(8)}"


def end(work: Work, key: Record) -> Record:
    """The key opens nothing any more."""
    row = (key.private["hash"], work.world.world, work.account, "ek", "", key.created, ENDED)
    work.rows("keys.put", row)
    work.after_commit(KEYS, key.id)
    return work.delete(key)
