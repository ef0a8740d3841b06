"""Source payments: an invoice is paid by a charge of a source, as before there were payment methods.

Owns: how much of it is charged, what the charge means for the invoice. Does not own: the charge (room
payments), the source (room methods). Money: the charge's. Source: spec (pay: source, forgive); inferred.
Private fact of an invoice: `debit`, the charge that its bank has yet to report of, and whether nobody asked.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import invoice_payment as invoice_payments
from pinstripe.products.invoices import receipts, shares
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import source_charges


def pays_by_charge(method: Record) -> bool:
    """Is it a source from before there were payment methods?"""
    return method.type == OLDER_SOURCE.object


def pay(work: Work, invoice: Record, source: Record, forgive: bool, automatic: bool) -> Record | Answer:
    """Charge a source for what an invoice asks; a debit counts days later, when its bank reports.

    params: forgive, what a source that money was sent to lacks is given up; automatic, nobody asked for it.
    gives: the charge, or what its caller reads, where it was declined.
    refuses: what charges of sources refuse. source: spec (forgive); inferred
    """
    amount, receiver = int(invoice.amount_remaining), source.get("receiver")
    there = receiver["amount_received"] - receiver["amount_charged"] if receiver else amount
    lacks = amount - there if forgive and 0 < there < amount else 0
    facts: dict[str, Any] = {**dict.fromkeys(charges.TAKEN_OVER), **shares.of_payment(work, invoice)}
    facts |= {"currency": invoice.currency, "customer": invoice.customer, "description": invoice.description}
    facts |= {"amount": amount - lacks, "metadata": {}, "radar_options": {}}
    made = source_charges.create(work, source, facts, capture=True)
    if isinstance(made, Answer):
        return made
    payment = invoice_payments.join(work, invoice, made, amount - lacks)
    work.note(invoice, charge=made.id)
    if made.status == "pending":
        work.note(invoice, debit=[made.id, automatic])
        return made
    if lacks:
        receipts.forgive(work, invoice, lacks)
    receipts.receive(work, invoice, payment, amount - lacks)
    return made


def under_way(work: Work, invoice: Record) -> bool:
    """Is a source being debited for it? Its bank has not reported yet."""
    key, _ = invoice.private.get("debit") or ("", False)
    found = work.peek(key, charges.CHARGE.object)
    return found is not None and found.status == "pending"
