"""The endpoints of file links.

Owns: create, update, list. Does not own: the record (file_link.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.files import file_link as links
from pinstripe.products.files import refusals
from pinstripe.products.files.file_link import FILE_LINK


@operation("POST /v1/file_links", FILE_LINK)
def create(work: Work, params: Params) -> Record:
    """A link to a file. refuses: resource_missing, no_link, bad_timestamp. source: spec"""
    file = work.find("file", params.file, "file")
    return links.make(work, file, params.get("expires_at"), params.get("metadata"))


@operation("POST /v1/file_links/{link}", FILE_LINK, subject="link")
def update(work: Work, link: Record, params: Params) -> Record:
    """Another end, now too, or none; new notes. refuses: expired_link, bad_timestamp. source: spec"""
    if link.expired:
        raise refusals.expired_link(link.id)
    changes = updates(link, params, frozenset(("expires_at",)))
    if "expires_at" in params:
        end = params.expires_at
        moment = work.now if end == "now" else end
        if end != "now" and end is not None and end <= work.now:
            raise errors.bad_timestamp("expires_at")
        work.unschedule("expire", link)
        changes["expires_at"] = moment
        if end == "now":
            changes["expired"] = True
        elif end is not None:
            work.schedule("expire", link, moment)
    work.change(link, **changes)
    links.show(work, link)
    return link


@operation("GET /v1/file_links", FILE_LINK)
def list_links(work: Work, params: Params) -> Page:
    """Links, newest first. source: spec"""
    referred(work, params, file="file")
    return show_records(work, FILE_LINK, params, "/v1/file_links", params.pick("expired", "file"))
