"""Deductions: what credit notes take off a final invoice, and what it asks for then.

Owns: what an invoice shows of its credit notes. Does not own: credit notes (room credit_notes), its amounts
(room line_terms), giving money back. Money: none. Source: spec; docs: Issue credit notes.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import receipts
from pinstripe.products.line_terms import bill


def credit(work: Work, invoice: Record, before: int, after: int) -> None:
    """So much less is owed of an invoice, and so much of it was given back. One that owes nothing is paid.

    source: spec (pre_payment_credit_notes_amount); docs: Issue credit notes
    """
    was, changes = invoice.body, bill.credited(invoice.body, before, after)
    if invoice.status == "open" and not changes["amount_remaining"]:
        work.amend(invoice, **changes)
        receipts.conclude(work, invoice, 0, was=was, attempted=invoice.attempted)
        return
    work.advance(invoice, "credit", "done", **changes)
    receipts.expect_rest(work, invoice)


def retract(work: Work, invoice: Record, before: int) -> None:
    """A credit note is void: so much is owed again. source: docs: Issue credit notes"""
    credit(work, invoice, -before, 0)
