"""Rewriting what a record was: personal data goes from its earlier versions, and so from events and answers.

Owns: which rows are rewritten. Does not own: what is personal (the rooms), the newest version (work.py).
Everything else about the past stands; only `rewrite` changes a version row after it was written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

from pinstripe.kernel.record import PRETTY, Record
from pinstripe.store import base

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

Body = dict[str, Any]


def rewrite(work: Work, record: Record, changes: Callable[[Body], Body], *, forget: str = "") -> None:
    """Every earlier version of a record takes these changes.

    params: changes, of a body, the fields that change; forget, names of private facts that become null
    """
    batch, world = work.batch, work.world.world
    gone = dict.fromkeys(forget.split())

    def clean(body: bytes, private: bytes | None) -> tuple[bytes, bytes | None]:
        old = orjson.loads(body)
        facts = {**orjson.loads(private), **gone} if private else None
        known = orjson.dumps(facts) if facts else None
        return orjson.dumps({**old, **changes(old)}, option=PRETTY), known

    queued = batch.changes.rows.get("versions", [])
    for place, (_, seq, account, key, body, private) in enumerate(queued):
        if (account, key) == (work.account, record.id):
            queued[place] = (world, seq, account, key, *clean(body, private))
    for seq, body, private in base.versions_of(batch.store, world, work.account, record.id, record.born):
        batch.changes.add("versions.put", (world, seq, work.account, record.id, *clean(body, private)))
