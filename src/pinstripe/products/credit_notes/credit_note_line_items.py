"""The endpoints of a credit note's lines.

Owns: the lists. Does not own: the record (credit_note_line_item.py), previews (credit_notes.py). Money: none.
Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credit_notes.credit_note import CREDIT_NOTE
from pinstripe.products.credit_notes.credit_note_line_item import LINE, keys_of, of
from pinstripe.products.credit_notes.credit_notes import thought


@operation(
    "GET /v1/credit_notes/{credit_note}/lines", LINE, subject="credit_note", of=CREDIT_NOTE, verb="lines"
)
def list_lines(work: Work, note: Record, params: Params) -> Page:
    """Every line, in the order of the request. source: spec"""
    page = page_of(keys_of(note), params, f"/v1/credit_notes/{note.id}/lines", LINE.noun)
    page.items = of(work, [str(key) for key in page.items])
    return page


@operation("GET /v1/credit_notes/preview/lines", LINE)
def preview_lines(work: Work, params: Params) -> Page:
    """The lines of a credit note that is only thought of. source: spec"""
    body = thought(work, params, every=True)
    return page_of(body["lines"]["data"], params, "/v1/credit_notes/preview/lines", LINE.noun)
