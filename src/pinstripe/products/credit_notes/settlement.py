"""Settlement: where the money of a credit note goes that the invoice had been paid.

Owns: what is still owed and what is given back; refunds, the customer's balance, what was settled elsewhere.
Does not own: refunds (room refunds), the balance (room customers), the invoice's amounts (room invoices).
Money: refunds and changes of the balance post theirs. Source: spec; docs: Issue credit notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credit_notes import credit_note as notes
from pinstripe.products.credit_notes import refusals
from pinstripe.products.customers import customer_balance_transaction as customer_balances
from pinstripe.products.payments import charge as charges
from pinstripe.products.refunds import creation as refunds

GONE = ("failed", "canceled")


class Plan(NamedTuple):
    """What of a credit note is still owed, and where the rest goes."""

    before: int
    """So much less is to be paid."""
    after: int
    """So much is given back."""
    refunded: list[tuple[Record, int]]
    """Charges, with what of each is refunded now."""
    linked: list[dict[str, Any]]
    """Refunds that there are, as the credit note shows them."""
    credited: int
    elsewhere: int | None

    @property
    def fields(self) -> dict[str, Any]:
        """What the credit note shows of it. source: spec; docs: API changelog 2025-05-28"""
        kind = "mixed" if self.before and self.after else "post_payment" if self.after else "pre_payment"
        return {
            "out_of_band_amount": self.elsewhere,
            "post_payment_amount": self.after,
            "pre_payment_amount": self.before,
            "refunds": self.linked,
            "type": kind,
        }


def plan(work: Work, invoice: Record, total: int, params: Params) -> Plan:
    """How a credit note of so much is settled; nothing is written.

    refuses: too_much, sums_differ, too_low, and what refunds refuse
    """
    taken = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount
    if total > invoice.total - taken:
        raise refusals.too_much(total, invoice.total - taken, invoice.currency)
    before = min(total, invoice.amount_remaining)
    for name in ("refund_amount", "credit_amount", "out_of_band_amount"):
        if params.get(name, 0) < 0:
            raise errors.too_low(0, name)
    linked = _linked(work, invoice, params.get("refunds") or ())
    refund, credited = params.get("refund_amount", 0), params.get("credit_amount", 0)
    elsewhere = params.get("out_of_band_amount")
    given = refund + credited + (elsewhere or 0) + sum(one["amount_refunded"] for one in linked)
    if given != total - before:
        raise refusals.sums_differ(given, total - before, invoice.currency)
    refunded = _refunded(work, invoice, refund)
    return Plan(before, total - before, refunded, linked, credited, elsewhere)


def carry_out(work: Work, invoice: Record, key: str, found: Plan) -> dict[str, Any]:
    """Give back what is to be given back. params: key, the credit note's. gives: what the note shows of it"""
    made = []
    for charge, amount in found.refunded:
        refund = refunds.create(work, charge, Params({"amount": amount}))
        made.append(_shown(refund.id, amount))
    fields: dict[str, Any] = {"refunds": [*made, *found.linked]}
    if found.credited:
        customer = work.load(invoice.customer, "customer")
        facts = {"credit_note": key, "invoice": invoice.id}
        transaction = customer_balances.move(
            work, customer, -found.credited, "credit_note", invoice.currency, **facts
        )
        fields["customer_balance_transaction"] = transaction.id
    return fields


def _shown(refund: str, amount: int) -> dict[str, Any]:
    """A refund as a credit note shows it. source: spec"""
    return {"amount_refunded": amount, "payment_record_refund": None, "refund": refund, "type": "refund"}


def _charges(work: Work, invoice: Record) -> list[Record]:
    """What paid an invoice, its own payment first."""
    paid = work.where("invoice_payment", invoice=invoice.id, status="paid", type="payment_intent")
    paid.sort(key=lambda payment: not payment.is_default)
    intents = [work.load(payment.payment["payment_intent"], "payment_intent") for payment in paid]
    return [work.load(intent.latest_charge, "charge") for intent in intents]


def _refunded(work: Work, invoice: Record, amount: int) -> list[tuple[Record, int]]:
    """Which charges give a sum back: the invoice's own payment first. refuses: refund_too_much"""
    found, left = [], amount
    for charge in _charges(work, invoice) if amount else ():
        part = min(left, charges.refundable(charge))
        if part:
            found.append((charge, part))
        left -= part
    if left:
        raise refusals.refund_too_much(amount - left, invoice.currency)
    return found


def _linked(work: Work, invoice: Record, given: Sequence[Params]) -> list[dict[str, Any]]:
    """Refunds that were made before, and count for this note. refuses: other_refund, refund_used, too_low"""
    if not given:
        return []
    known = {charge.id for charge in _charges(work, invoice)}
    used: dict[str, int] = {}
    for note in notes.issued(work, invoice):
        for one in note.refunds:
            used[one["refund"]] = used.get(one["refund"], 0) + one["amount_refunded"]
    found = []
    for at, one in enumerate(given):
        where = f"refunds[{at}][refund]"
        if one.get("type") == "payment_record_refund":
            raise errors.not_implemented("POST /v1/credit_notes", "refunds[payment_record_refund]")
        if not one.get("refund"):
            raise errors.missing_param(where)
        refund = work.find("refund", one.refund, where)
        if refund.charge not in known or refund.status in GONE:
            raise refusals.other_refund(refund.id, where)
        left = refund.amount - used.get(refund.id, 0)
        amount = one.get("amount_refunded", left)
        if amount < 1 and left:
            raise errors.too_low(1, f"refunds[{at}][amount_refunded]")
        if amount > left or not left:
            raise refusals.refund_used(refund.id, left, invoice.currency, where)
        used[refund.id] = used.get(refund.id, 0) + amount
        found.append(_shown(refund.id, amount))
    return found
