"""Papers under an address: documents that whoever knows their address reads as a PDF, without a key.

Owns: which records have one, its address, reading it. Does not own: what stands on it (the room that
declares it), how it is drawn (machine documents). Money: none. Source: our own; recorded: pay-rails/pay (that
the address is secret and ends with the word pdf).
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from typing import TYPE_CHECKING

from pinstripe.api import errors
from pinstripe.documents import Paper
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work

if TYPE_CHECKING:
    from pinstripe.kernel.world import Worlds
    from pinstripe.store.base import Store

ADDRESS = re.compile(r"/papers/([\w-]+)/pdf", re.ASCII)
Written = Callable[[Work, Record], Paper]
PAPERS: dict[str, Written] = {}
SECRET_LETTERS = 24


def paper(kind: str) -> Callable[[Written], Written]:
    """Bind a function that says what stands on the document of a record of this type."""
    assert kind not in PAPERS, f"papers of {kind} are declared twice"

    def bind(function: Written) -> Written:
        PAPERS[kind] = function
        return function

    return bind


def secret(work: Work) -> str:
    """What the room keeps as the private fact `paper`: the end of the address, which nobody can guess."""
    return work.mint.letters(SECRET_LETTERS)


def address(work: Work, key: str, letters: str) -> str:
    """Where the document of a record is read."""
    token = f"{work.world.world}|{work.account}|{key}|{letters}".encode()
    return work.public(f"/papers/{urlsafe_b64encode(token).rstrip(b'=').decode()}/pdf")


def found(store: Store, worlds: Worlds, token: str) -> Paper:
    """What stands on the document at an address. refuses: unknown_url (there is none)"""
    refused = errors.unknown_url("GET", f"/papers/{token}/pdf")
    try:
        place = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
        number, account, key, letters = place.split("|")
        world = worlds.numbered(int(number))
    except (Error, ValueError):
        raise refused from None
    if world is None:
        raise refused
    work = Work(Batch(store, world), account)
    record = work.batch.load(account, key)
    if (
        record is None
        or record.deleted
        or record.type not in PAPERS
        or record.private.get("paper") != letters
    ):
        raise refused
    return PAPERS[record.type](work, record)


def reply(drawn: bytes, name: str) -> Reply:
    """A document as an answer. params: name, of the file that a browser makes of it"""
    headers = [
        ("Content-Type", "application/pdf"),
        ("Content-Disposition", f'inline; filename="{name}.pdf"'),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return Reply(200, drawn, headers)
