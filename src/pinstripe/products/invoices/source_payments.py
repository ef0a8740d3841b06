"""Source payments: an invoice is paid by a charge of a source, as before there were payment methods.

Owns: how much of it is charged, what the charge means for the invoice. Does not own: the charge (room
payments), the source (room methods). Money: the charge's. Source: spec (pay: source, forgive); inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.invoices import collection, receipts, shares
from pinstripe.products.invoices import invoice_payment as invoice_payments
from pinstripe.products.methods import kinds
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.methods.older_source import GUARDED, OLDER_SOURCE
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import source_charges


def pays_by_charge(method: Record) -> bool:
    """Is it a source that is charged at once? A debit takes days, and its kind pays by an intent."""
    if method.type != OLDER_SOURCE.object:
        return False
    name = method.body["type"]
    return name == GUARDED or kinds.named(name).flow is not Flow.DELAYED_DEBIT


def pay(work: Work, invoice: Record, source: Record, forgive: bool) -> Answer | None:
    """Charge a source for what an invoice asks. params: forgive, what a source that money was sent to lacks
    is given up. gives: what its caller reads, where it was declined

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
        collection.fail(work, invoice, False)
        return made
    if lacks:
        receipts.forgive(work, invoice, lacks)
    work.note(invoice, charge=made.id)
    receipts.receive(
        work, invoice, invoice_payments.join(work, invoice, made, amount - lacks), amount - lacks
    )
    return None
