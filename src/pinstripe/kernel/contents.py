"""The contents of files: bytes for whoever has a key of their account, or the address of a link.

Owns: which addresses these are, what may be read. Does not own: files and links (room files). Money: none.
Source: docs: File upload; the words of refusals inferred.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error
from typing import TYPE_CHECKING

from pinstripe.api import errors
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.record import Record
from pinstripe.store import base

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work
    from pinstripe.kernel.world import World, Worlds
    from pinstripe.store.base import Store

OF_FILE = re.compile(r"/v1/files/(file_\w+)/contents", re.ASCII)
LINK = re.compile(r"/links/([\w-]+)", re.ASCII)
TYPES = {
    "csv": "text/csv",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
}
"""Kinds that are told; a browser keeps all others."""


def kept(work: Work, key: str) -> bytes | None:
    """The bytes that a room keeps under an id of its own."""
    return base.contents(work.batch.store, work.world.world, work.account, key)


def of_file(store: Store, world: World, account: str, key: str) -> Reply:
    """The bytes of a file. refuses: resource_missing"""
    file = _record(store, world, account, key, "file")
    found = base.contents(store, world.world, account, key) if file is not None else None
    if file is None or found is None or _over(file, world):
        raise errors.no_such("file upload", key, "file")
    kind = TYPES.get(file.body["type"] or "", "application/octet-stream")
    headers = [("Content-Type", kind), ("X-Content-Type-Options", "nosniff")]
    if kind == "application/octet-stream":
        headers.append(("Content-Disposition", "attachment"))
    return Reply(200, found, headers)


def of_link(store: Store, worlds: Worlds, token: str) -> Reply:
    """The bytes of a link's file. refuses: unknown_url (no such link, or expired)"""
    refused = errors.unknown_url("GET", f"/links/{token}")
    try:
        place = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
        number, account, key, secret = place.split("|")
        world = worlds.numbered(int(number))
    except (Error, ValueError):
        raise refused from None
    if world is None:
        raise refused
    link = _record(store, world, account, key, "file_link")
    if link is None or secret != link.private.get("secret") or _over(link, world):
        raise refused
    return of_file(store, world, account, link.file)


def _record(store: Store, world: World, account: str, key: str, kind: str) -> Record | None:
    """The newest state of a record that is not deleted."""
    record = Batch(store, world).load(account, key)
    return record if record is not None and record.type == kind and not record.deleted else None


def _over(record: Record, world: World) -> bool:
    return record.expires_at is not None and record.expires_at <= world.now()
