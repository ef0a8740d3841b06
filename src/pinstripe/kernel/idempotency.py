"""Idempotent requests: the same key gives the same answer, once it was given.

Owns: fingerprints, kept answers, the refusals.
Source: docs: idempotent requests; recorded: gumroad, pay-rails.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pinstripe.api import errors
from pinstripe.kernel.call import Call, Reply
from pinstripe.kernel.outside import SECONDS_MAX

if TYPE_CHECKING:
    from pinstripe.kernel.batch import Batch

RETENTION_SECONDS = 24 * 3600
KEY_LENGTH = 255
UNDER_WAY = 0
"""In the place of an answer's status: the request has begun and waits for the outside."""
UNDER_WAY_SECONDS = 2 * SECONDS_MAX
"""After so long a request that waits was cut short by a crash."""


def fingerprint(method: str, path: str, query: bytes, body: bytes) -> bytes:
    """What two requests with one key must share. source: recorded: stripe_world 09; its parts inferred"""
    digest = blake2b(body, digest_size=12)
    digest.update(query)
    digest.update(f"{method} {path}".encode())
    return digest.digest()


def digest(account: str, key: str) -> bytes:
    """What is kept of a key: short, and the same length for all, since every POST adds one."""
    return blake2b(key.encode(), digest_size=16, key=account.encode()).digest()


def prefetch(batch: Batch, calls: Iterable[Call]) -> None:
    """Look up the keys of a whole batch at once."""
    wanted = [call.digest for call in calls if call.digest and call.digest not in batch.answers]
    for start in range(0, len(wanted), 200):
        part = wanted[start : start + 200]
        batch.answers.update(dict.fromkeys(part))
        rows = batch.store.rows(
            "SELECT key,fingerprint,status,version,body,request,created FROM idempotency "
            f"WHERE world=? AND key IN ({','.join('?' * len(part))})",
            (batch.world.world, *part),
        )
        for row in rows:
            batch.answers[bytes(row[0])] = row[1:]


def kept(batch: Batch, call: Call, wall: int) -> tuple[Any, ...] | None:
    """The kept answer of the call's key: (fingerprint, status, version, body, request id, created)."""
    known = batch.answers.get(call.digest)
    if known is None or known[5] < wall - RETENTION_SECONDS:
        return None
    if known[1] == UNDER_WAY:
        # This process would know that it runs; if no other one does, it was cut short, and begins anew.
        if batch.store.shared and known[5] >= wall - UNDER_WAY_SECONDS:
            raise errors.idempotency_in_use(call.idempotency_key)
        return None
    return known


def refuse_mismatch(call: Call, known: tuple[Any, ...]) -> None:
    """The key was spent on another request. refuses: idempotency_mismatch"""
    if bytes(known[0]) != call.fingerprint:
        raise errors.idempotency_mismatch(call.idempotency_key, call.path)


def replayed(batch: Batch, known: tuple[Any, ...]) -> Reply:
    """Gives the kept answer of an idempotency key again."""
    _, status, version, body, request, _ = known
    if body is None:
        rows = batch.store.rows(
            "SELECT body FROM versions WHERE world=? AND seq=?", (batch.world.world, version)
        )
        body = rows[0][0]
    headers = [
        ("Idempotent-Replayed", "true"),
        ("Original-Request", request),
        ("Stripe-Should-Retry", "false"),
    ]
    return Reply(status, bytes(body), headers)


def mark(batch: Batch, call: Call, wall: int) -> None:
    """A request waits for the outside between two transactions: no other process may take up its key. On a
    store of our own nobody else could, and after a crash it begins anew.
    """
    if call.digest and batch.store.shared:
        row = (call.fingerprint, UNDER_WAY, 0)
        batch.answers[call.digest] = (*row, None, call.request_id, wall)
        batch.changes.add(
            "idempotency.put", (batch.world.world, call.digest, *row, None, call.request_id, wall)
        )


def keep(batch: Batch, call: Call, reply: Reply, version: int, wall: int) -> None:
    """Remember the answer: by the version row that holds its bytes where there is one, else the bytes."""
    body = None if version else reply.body
    row = (call.fingerprint, reply.status, version)
    batch.answers[call.digest] = (*row, reply.body, call.request_id, wall)
    batch.changes.add("idempotency.put", (batch.world.world, call.digest, *row, body, call.request_id, wall))
