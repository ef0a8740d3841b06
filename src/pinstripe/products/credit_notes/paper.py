"""Paper: what stands on the document of a credit note that a customer keeps.

Owns: its words. Does not own: how it is drawn (machine documents), under which address it is read
(kernel/papers.py), the amounts (amounts.py). Money: shown only.
Source: docs: Issue credit notes (that there is one); the words inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.documents import Paper, Row, amount, day
from pinstripe.kernel.papers import paper
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credit_notes import credit_note_line_item as note_lines
from pinstripe.products.credit_notes.credit_note import CREDIT_NOTE
from pinstripe.products.invoices import paper as invoice_papers


@paper(CREDIT_NOTE.object)
def written(work: Work, note: Record) -> Paper:
    """The document of a credit note, as it stands now. source: docs: Issue credit notes"""
    invoice = work.load(note.invoice, "invoice")
    facts = [("Credit note number", note.number), ("Date of issue", day(note.effective_at))]
    facts.append(("Invoice number", invoice.number))
    if note.reason:
        facts.append(("Reason", note.reason.replace("_", " ").capitalize()))
    if note.status == "void":
        facts.append(("Status", "Void"))
    shown = amount(note.total, note.currency)
    size = ((invoice.rendering or {}).get("pdf") or {}).get("page_size")
    return Paper(
        title="Credit note",
        facts=facts,
        parties=[
            invoice_papers.seller(work, invoice.account_name),
            invoice_papers.buyer(
                "Bill to", invoice.customer_name, invoice.customer_address, invoice.customer_email
            ),
        ],
        headline=f"{shown} credited on {day(note.effective_at)}",
        rows=[_row(line.body, note.currency) for line in note_lines.of(work, note_lines.keys_of(note))],
        sums=_sums(work, note),
        created=note.effective_at,
        name=f"Credit-note-{note.number}",
        before=note.memo or "",
        size=size if size in ("a4", "letter") else invoice_papers.page_size(work),
    )


def _row(line: Mapping[str, Any], currency: str) -> Row:
    """One line: what, how many, for how much."""
    unit = line["unit_amount_decimal"]
    return Row(
        line["description"] or "Credit",
        "" if line["quantity"] is None else str(line["quantity"]),
        "" if unit is None else amount(unit, currency),
        amount(line["amount"], currency),
    )


def _sums(work: Work, note: Record) -> list[tuple[str, str]]:
    """What it comes to, and where the money went."""
    rows = [("Subtotal", note.subtotal)]
    if note.discount_amount:
        rows.append(("Discount", -note.discount_amount))
    if note.amount_shipping:
        rows.append(("Shipping", note.amount_shipping))
    rows += invoice_papers.of_taxes(work, note.total_taxes)
    rows.append(("Total credited", note.total))
    refunded = sum(one["amount_refunded"] for one in note.refunds)
    elsewhere = note.out_of_band_amount or 0
    parts = (
        ("Taken off the invoice", note.pre_payment_amount),
        ("Refunded", refunded),
        ("Credited to the balance", note.post_payment_amount - refunded - elsewhere),
        ("Settled otherwise", elsewhere),
    )
    rows += [part for part in parts if part[1]]
    return [(label, amount(value, note.currency)) for label, value in rows]
