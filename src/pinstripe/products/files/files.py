"""The endpoints of files.

Owns: upload, list. Does not own: the record (file.py), links (file_link.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.files import file as kept
from pinstripe.products.files import file_link as links
from pinstripe.products.files.file import FILE


@operation("POST /v1/files", FILE)
def create(work: Work, params: Params) -> Record:
    """An upload, with a link to it where one is asked for. refuses: empty_file, file_too_large, wrong_kind,
    no_link

    source: spec; recorded: gumroad
    """
    file = kept.keep(work, params.file, params.purpose)
    wanted = params.get("file_link_data") or {}
    if wanted.get("create"):
        end = wanted.get("expires_at")
        links.make(work, file, end, wanted.get("metadata"), "file_link_data[expires_at]")
    return file


@operation("GET /v1/files", FILE)
def list_files(work: Work, params: Params) -> Page:
    """Files, newest first. source: spec"""
    return show_records(work, FILE, params, "/v1/files", params.pick("purpose"))
