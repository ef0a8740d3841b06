"""The product catalog import record: a file of what a merchant sells is waited for, and looked at.

Owns: the record, its states, its addresses. Does not own: the endpoints (product_catalog_imports.py), what
rows say (feed.py), serving its addresses (control/uploads.py). Money: none.
Source: spec; sdk (events); docs: Product Catalog Import.
Private facts: `secret`, the end of its addresses; `catalog`, of product feeds, which products there are then.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final

from pinstripe.clock.calendar import DAY
from pinstripe.kernel import contents
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import UPLOADS
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.commerce import feed, refusals
from pinstripe.products.webhooks import v2_event
from pinstripe.products.webhooks.v2_event import text_of

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome    from               to
    ("create",  "done",    ANY,               "awaiting_upload"),
    ("receive", "done",    "awaiting_upload", "processing"),
    ("lapse",   "done",    "awaiting_upload", "failed"),
    ("finish",  "whole",   "processing",      "succeeded"),
    ("finish",  "partly",  "processing",      "succeeded_with_errors"),
    ("finish",  "invalid", "processing",      "failed"),
)
# fmt: on

IMPORT = Resource(
    "v2.commerce.product_catalog_import",
    prefix="pcimprt",
    ids="v2",
    path="/v2/commerce/product_catalog/imports",
    generated="retrieve",
    noun="product_catalog_import",
    lifecycle=LIFECYCLE,
    index=("feed_type", "status"),
    unknown=refusals.no_such_import,
    source="spec; sdk",
)

UPLOAD_SECONDS: Final = 3600
"""source: docs: Product Catalog Import (the example)"""
LOOK_SECONDS: Final = 2
"""How long a file is looked at. source: inferred"""
SAMPLES: Final = 10
"""How many flaws are shown. source: inferred"""
CSV: Final = "text/csv"


def make(work: Work, kind: str, mode: str, metadata: Mapping[str, str | None]) -> Record:
    """An import that waits for its file. source: docs: Product Catalog Import"""
    key, secret = work.new_id(IMPORT), work.mint.letters(24)
    until = work.now + UPLOAD_SECONDS
    place = {"expires_at": text_of(until), "url": address(work, key, secret)}
    made = work.create(
        IMPORT,
        "done",
        id=key,
        created=text_of(work.now),
        feed_type=kind,
        metadata=merged_metadata(None, metadata),
        mode=mode,
        status_details={"awaiting_upload": {"upload_url": place}},
        private={"secret": secret},
    )
    work.schedule("lapse", made, until)
    return made


def address(work: Work, key: str, secret: str) -> str:
    """Where its file is put, and what was wrong with it is read."""
    token = f"{work.world.world}|{work.account}|{key}|{secret}".encode()
    return work.public(f"{UPLOADS}{urlsafe_b64encode(token).rstrip(b'=').decode()}")


def known(work: Work, key: str, secret: str) -> Record:
    """The import of an address. refuses: no_upload"""
    found = work.peek(key, IMPORT.object)
    if found is None or found.private["secret"] != secret:
        raise refusals.no_upload()
    return found


def receive(work: Work, one: Record, data: bytes) -> Record:
    """Its file came. refuses: no_upload (it is not waited for), empty_upload. source: sdk (event)"""
    if one.status != "awaiting_upload":
        raise refusals.no_upload()
    if not data:
        raise refusals.empty_upload()
    work.rows("file_contents", (work.world.world, work.account, one.id, data))
    work.unschedule("lapse", one)
    work.schedule("finish", one, work.now + LOOK_SECONDS)
    counts = {"error_count": "0", "success_count": "0"}
    work.advance(one, "receive", "done", status_details={"processing": counts})
    _tell(work, one, "processing")
    return one


def errors_of(work: Work, one: Record) -> bytes:
    """What was wrong with its rows. refuses: no_upload (nothing, or it is over)"""
    found = contents.kept(work, f"{one.id}/errors")
    if found is None or work.now >= one.private.get("readable", 0):
        raise refusals.no_upload()
    return found


def _tell(work: Work, one: Record, name: str) -> None:
    """A thin event tells of it. source: sdk"""
    v2_event.tell(work, f"v2.commerce.product_catalog.imports.{name}", {}, one)


@job(IMPORT, "lapse")
def lapse(work: Work, one: Record) -> None:
    """Nobody sent a file in time. source: spec (file_not_found); inferred (when)"""
    _fail(work, one, "lapse", "done", "file_not_found", "No file was uploaded before the upload URL expired.")


def _fail(work: Work, one: Record, verb: str, outcome: str, code: str, why: str) -> None:
    details = {"code": code, "failure_message": why, "type": "cannot_proceed"}
    work.advance(one, verb, outcome, status_details={"failed": details})
    _tell(work, one, "failed")


def catalog(work: Work) -> frozenset[str]:
    """The products that the account has imported."""
    for one in work.each(IMPORT.object, feed_type="product"):
        if "catalog" in one.private:
            return frozenset(one.private["catalog"])
    return frozenset()


@job(IMPORT, "finish")
def finish(work: Work, one: Record) -> None:
    """Its rows were looked at. source: docs: Product Catalog Import (upsert, delete, statuses)"""
    data = contents.kept(work, one.id)
    before = catalog(work)
    found = feed.read(data or b"", one.feed_type, before)
    if isinstance(found, str):
        _fail(work, one, "finish", "invalid", "invalid_file", found)
        return
    if one.feed_type == "product":
        kept = before if one.mode == "upsert" else frozenset()
        work.note(one, catalog=sorted((kept | set(found.kept)) - set(found.gone)))
    good = {"success_count": str(len(found.kept) + len(found.gone))}
    if not found.flaws:
        work.advance(one, "finish", "whole", status_details={"succeeded": good})
        _tell(work, one, "succeeded")
        return
    details = {**good, "error_count": str(found.failed), **_errors(work, one, found)}
    work.advance(one, "finish", "partly", status_details={"succeeded_with_errors": details})
    _tell(work, one, "succeeded_with_errors")


def _errors(work: Work, one: Record, found: feed.Read) -> dict[str, Any]:
    """The file that says what is wrong, and its first rows."""
    written, until = feed.errors_file(found.flaws), work.now + DAY
    work.rows("file_contents", (work.world.world, work.account, f"{one.id}/errors", written))
    work.note(one, readable=until)
    place = {"expires_at": text_of(until), "url": address(work, one.id, one.private["secret"])}
    samples = [
        {"error_message": flaw.message, "field": flaw.field, "id": flaw.id, "row": str(flaw.row)}
        for flaw in found.flaws[:SAMPLES]
    ]
    file = {"content_type": CSV, "download_url": place, "size": str(len(written))}
    return {"error_file": file, "samples": samples}
