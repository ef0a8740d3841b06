"""The credit note record: what of a final invoice is given up, or given back.

Owns: the record and its states, its number. Does not own: the endpoints (credit_notes.py), what lines come to
(amounts.py), where the money goes (settlement.py), what the invoice says of it (room invoices).
Money: none of its own; refunds and the customer's balance post theirs.
Source: spec; docs: Issue credit notes; recorded: airbytehq (body, number).
Private facts: lines (ids in order) · email_type (what mail its customer would get)
· paper (the end of its document's address).
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.credit_notes import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome   from      to        event
    ("create", "issued", ANY,      "issued", "credit_note.created"),
    ("void",   "done",   "issued", "void",   "credit_note.voided"),
)
# fmt: on

CREDIT_NOTE = Resource(
    "credit_note",
    prefix="cn",
    generated="retrieve update",
    events="credit_note",
    noun="credit note",
    lifecycle=LIFECYCLE,
    index=("customer", "invoice"),
    unexpected=refusals.wrong_state,
    defaults={
        "amount_shipping": 0,
        "discount_amounts": [],
        "metadata": {},
        "pretax_credit_amounts": [],
        "refunds": [],
        "total_taxes": [],
    },
)


def number_of(work: Work, invoice: Record) -> str:
    """The number of an invoice's next credit note; void ones count. source: recorded: airbytehq"""
    count = sum(1 for _ in work.each("credit_note", invoice=invoice.id))
    return f"{invoice.number}-CN-{count + 1:02}"


def issued(work: Work, invoice: Record) -> list[Record]:
    """The credit notes of an invoice that are in force."""
    return [note for note in work.each("credit_note", invoice=invoice.id) if note.status == "issued"]
