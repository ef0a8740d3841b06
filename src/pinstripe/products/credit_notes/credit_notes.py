"""The endpoints of credit notes.

Owns: create, void, list, preview. Does not own: the record (credit_note.py), what lines come to (amounts.py),
where the money goes (settlement.py). Money: none of its own. Source: spec; docs: Issue credit notes.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel import papers
from pinstripe.kernel.call import Page
from pinstripe.kernel.fresh import template
from pinstripe.kernel.generate import referred, show_records, stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credit_notes import amounts, refusals, settlement
from pinstripe.products.credit_notes import credit_note_line_item as note_lines
from pinstripe.products.credit_notes.amounts import Counted
from pinstripe.products.credit_notes.credit_note import CREDIT_NOTE, number_of
from pinstripe.products.credit_notes.credit_note_line_item import LINE
from pinstripe.products.credit_notes.settlement import Plan
from pinstripe.products.invoices import deductions

PLAIN = ("memo", "metadata", "reason")


@operation("GET /v1/credit_notes", CREDIT_NOTE)
def list_notes(work: Work, params: Params) -> Page:
    """Credit notes, newest first. source: spec"""
    referred(work, params, customer="customer", invoice="invoice")
    filters = params.pick("customer", "invoice")
    return show_records(work, CREDIT_NOTE, params, "/v1/credit_notes", filters, None if filters else "")


@operation("POST /v1/credit_notes", CREDIT_NOTE)
def create(work: Work, params: Params) -> Record:
    """Less is owed of a final invoice, or something of it is given back.

    refuses: not_final, and what amounts.py and settlement.py refuse. source: spec; docs: Issue credit notes
    """
    invoice, counted, plan = asked(work, params)
    key, letters = work.new_id(CREDIT_NOTE), papers.secret(work)
    lines = [work.create(LINE, **body) for body in counted.lines]
    given = settlement.carry_out(work, invoice, key, plan)
    body = body_of(work, invoice, counted, plan, params)
    envelope = note_lines.envelope(f"/v1/credit_notes/{key}/lines", [line.body for line in lines])
    note = work.create(
        CREDIT_NOTE,
        "issued",
        id=key,
        private={
            "lines": [line.id for line in lines],
            "email_type": params.get("email_type", "credit_note"),
            "paper": letters,
        },
        lines=envelope,
        pdf=papers.address(work, key, letters),
        **{**body, **given},
    )
    deductions.credit(work, invoice, plan.before, plan.after)
    return note


def asked(work: Work, params: Params) -> tuple[Record, Counted, Plan]:
    """The invoice, what of it is credited, and how. refuses: not_final, bad_timestamp"""
    invoice = work.find("invoice", params.invoice, "invoice")
    if invoice.status not in ("open", "paid"):
        raise refusals.not_final(invoice.status)
    counted = amounts.count(work, invoice, params)
    return invoice, counted, settlement.plan(work, invoice, counted.total, params)


def body_of(work: Work, invoice: Record, counted: Counted, plan: Plan, params: Params) -> dict[str, Any]:
    """What a credit note says. source: spec; recorded: airbytehq"""
    return {
        **stored(CREDIT_NOTE, Params(params.pick(*PLAIN))),
        "currency": invoice.currency,
        "customer": invoice.customer,
        "effective_at": params.get("effective_at", work.now),
        "invoice": invoice.id,
        "number": number_of(work, invoice),
        **counted.fields,
        **plan.fields,
    }


@operation("POST /v1/credit_notes/{id}/void", CREDIT_NOTE, subject="id")
def void(work: Work, note: Record, params: Params) -> Record:
    """It was a mistake: what it took off the open invoice is owed again. refuses: voids_open_only.
    source: docs: Issue credit notes
    """
    invoice = work.load(note.invoice, "invoice")
    if invoice.status != "open" or note.post_payment_amount:
        raise refusals.voids_open_only()
    work.advance(note, "void", "done", voided_at=work.now)
    deductions.retract(work, invoice, note.pre_payment_amount)
    return note


@operation("GET /v1/credit_notes/preview", CREDIT_NOTE)
def preview(work: Work, params: Params) -> dict[str, Any]:
    """The same without doing it. The same question gives the same ids. source: spec"""
    return thought(work, params)


def thought(work: Work, params: Params, every: bool = False) -> dict[str, Any]:
    """The body of a credit note that is only thought of. params: every, all its lines, not the first ten"""
    invoice, counted, plan = asked(work, params)
    number = number_of(work, invoice)
    key = f"cn_{stable(24, work.account, number)}"
    lines = [
        {**template(LINE), "id": f"cnli_tmp_{stable(20, key, at)}", **body}
        for at, body in enumerate(counted.lines)
    ]
    listed = note_lines.envelope("/v1/credit_notes/preview/lines", lines)
    return {
        **template(CREDIT_NOTE),
        "id": key,
        "created": work.now,
        "lines": {**listed, "data": lines} if every else listed,
        "pdf": papers.address(work, key, "preview"),
        "status": "issued",
        **body_of(work, invoice, counted, plan, params),
    }
