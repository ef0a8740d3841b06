"""The file link record: an address under which anybody can read a file, until it expires.

Owns: the record, its address, when it expires. Does not own: the endpoints (file_links.py), serving the bytes
(kernel/contents.py). Money: none. Source: spec; recorded: airbytehq.
Private fact: secret, the end of the address, which nobody can guess.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.files import refusals
from pinstripe.products.files.file import RULES

FILE_LINK = Resource(
    "file_link",
    prefix="link",
    generated="retrieve",
    noun="file link",
    param="link",
    index=("expired", "file"),
    defaults={"expired": False},
)
SHOWN = 10
"""How many links a file shows. source: spec (lists inside of objects)"""


def make(
    work: Work, file: Record, end: int | None, metadata: Mapping[str, Any] | None, param: str = "expires_at"
) -> Record:
    """A link to a file. refuses: no_link (of purposes that nobody else reads), bad_timestamp"""
    rule = RULES.get(file.purpose)
    if rule is not None and not rule.linked:
        raise refusals.no_link(file.purpose)
    if end is not None and end <= work.now:
        raise errors.bad_timestamp(param)
    key, secret = work.new_id(FILE_LINK), work.mint.letters(24)
    token = urlsafe_b64encode(f"{work.world.world}|{work.account}|{key}|{secret}".encode()).rstrip(b"=")
    link = work.create(
        FILE_LINK,
        id=key,
        expires_at=end,
        file=file.id,
        metadata=merged_metadata(None, metadata or {}),
        url=work.public(f"/links/{token.decode()}"),
        private={"secret": secret},
    )
    if end is not None:
        work.schedule("expire", link, end)
    show(work, link)
    return link


def show(work: Work, link: Record) -> None:
    """The file shows its newest links as they are. source: recorded: airbytehq"""
    file = work.load(link.file, "file")
    found = work.where("file_link", SHOWN + 1, file=file.id)
    data = [one.body for one in found[:SHOWN]]
    work.amend(file, links={**file.links, "data": data, "has_more": len(found) > SHOWN})


@job(FILE_LINK, "expire")
def expire(work: Work, link: Record) -> None:
    """Nobody reads the file under this address any more. source: sdk"""
    work.amend(link, expired=True)
    show(work, link)
