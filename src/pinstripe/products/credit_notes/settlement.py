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
from pinstripe.products.reported import payment_record as records

GONE = ("failed", "canceled")
KINDS = ("refund", "payment_record_refund")
"""What a refund that counts for a note is. source: spec"""


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
    alone = work.where("invoice_payment", invoice=invoice.id, status="paid", type="charge")
    keys = [intent.latest_charge for intent in intents] + [one.payment["charge"] for one in alone]
    return [work.load(key, "charge") for key in keys]


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


class _Links:
    """Refunds that were made before, and count for one note: each once, over all notes of the invoice."""

    def __init__(self, work: Work, invoice: Record) -> None:
        self.work, self.invoice = work, invoice
        self.known = {charge.id for charge in _charges(work, invoice)}
        self.used: dict[str, int] = {}
        for note in notes.issued(work, invoice):
            for one in note.refunds:
                self._use(_name_of(one), one["amount_refunded"])

    def _use(self, name: str, amount: int) -> None:
        self.used[name] = self.used.get(name, 0) + amount

    def of(self, given: Params, where: str) -> dict[str, Any]:
        """One of them, as the note shows it. refuses: missing_param, only_of, other_refund, refund_used,
        too_low. source: spec"""
        kind = given.get("type") or "refund"
        for name in KINDS:
            if name != kind and given.get(name) is not None:
                raise refusals.only_of(kind, name, f"{where}[{name}]")
        if not given.get(kind):
            raise errors.missing_param(f"{where}[{kind}]")
        if kind == "refund":
            whole, shown = self._refund(given.refund, f"{where}[refund]")
        else:
            whole, shown = self._reported(given.payment_record_refund, f"{where}[payment_record_refund]")
        name, path = _name_of(shown), f"{where}[{kind}]"
        left = whole - self.used.get(name, 0)
        amount = given.get("amount_refunded", left)
        if amount < 1 and left:
            raise errors.too_low(1, f"{where}[amount_refunded]")
        if amount > left or not left:
            raise refusals.refund_used(name, left, self.invoice.currency, path)
        self._use(name, amount)
        return {**shown, "amount_refunded": amount}

    def _refund(self, key: str, where: str) -> tuple[int, dict[str, Any]]:
        """A refund of a charge that paid the invoice. refuses: other_refund"""
        refund = self.work.find("refund", key, where)
        if refund.charge not in self.known or refund.status in GONE:
            raise refusals.other_refund(refund.id, where)
        return refund.amount, _shown(refund.id, refund.amount)

    def _reported(self, given: Params, where: str) -> tuple[int, dict[str, Any]]:
        """A refund that was reported, of a payment made elsewhere that paid the invoice. refuses:
        other_refund.
        source: spec; inferred (it must have paid this invoice; `refund` is empty, for there is no id)"""
        record = self.work.find("payment_record", given.payment_record, f"{where}[payment_record]")
        found = self.work.where("invoice_payment", invoice=self.invoice.id, payment_record=record.id)
        whole = records.refunded_as(record, given.refund_group)
        if not whole or not any(payment.status == "paid" for payment in found):
            raise refusals.other_refund(given.refund_group, f"{where}[refund_group]")
        named = {"payment_record": record.id, "refund_group": given.refund_group}
        shown = {"payment_record_refund": named, "refund": "", "type": "payment_record_refund"}
        return whole, shown


def _name_of(shown: dict[str, Any]) -> str:
    """What tells a linked refund from all others."""
    reported = shown.get("payment_record_refund")
    return f"{reported['payment_record']}/{reported['refund_group']}" if reported else str(shown["refund"])


def _linked(work: Work, invoice: Record, given: Sequence[Params]) -> list[dict[str, Any]]:
    """Refunds that were made before, and count for this note."""
    links = _Links(work, invoice) if given else None
    return [links.of(one, f"refunds[{at}]") for at, one in enumerate(given)] if links else []
