"""Forgiveness: what a bank transfer brought too little of is given up, where the payee says so.

Owns: which payment is enough. Does not own: the cash balance (room customers), what a payment means for an
invoice (receipts.py). Money: through the invoice's payment intent. Source: spec (pay: forgive).
"""

from __future__ import annotations

from pinstripe.api.errors import Answer
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import cash_balance as cash_balances
from pinstripe.products.invoices import bank_transfers, collection, receipts, source_payments
from pinstripe.products.methods.kinds import customer_balance
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import payment_intent as intents


def otherwise(work: Work, invoice: Record, method: Record | None, forgive: bool) -> Record | Answer | None:
    """Pay an invoice in another way than by its intent as it is: by a charge of an older source, or by less
    than it asks for. params: method, what the caller wants to pay with. gives: what they read, if it was"""
    if method is not None and source_payments.pays_by_charge(method):
        return collection.by_charge(work, invoice, method, forgive=forgive)[1] or invoice
    return invoice if forgive and settle_for_less(work, invoice, method) else None


def settle_for_less(work: Work, invoice: Record, method: Record | None) -> bool:
    """What lies in the cash balance pays an invoice, and what it lacks is given up. params: method, what the
    caller wants to pay with. gives: was there anything to pay with, and too little of it?

    A payment that waits for its transfer gives back what it had of it and is asked for anew.
    source: spec (forgive); docs: bank transfers (invoices); inferred (how it is shown)
    """
    asked = (
        method.body["type"] == customer_balance.NAME
        if method is not None
        else bank_transfers.by_transfer(invoice)
    )
    if not asked or invoice.private.get("payment_intent") is None:
        return False
    customer = work.load(invoice.customer, "customer")
    intent = work.load(invoice.private["payment_intent"], "payment_intent")
    there = cash_balances.held(work, customer.id, invoice.currency) + attempts.assigned(intent)
    if not 0 < there < invoice.amount_remaining:
        return False
    if cash_balances.awaits(intent):
        receipts.drop(work, invoice, "abandoned")
        receipts.expect_rest(work, invoice)
        intent = work.load(invoice.private["payment_intent"], "payment_intent")
    intents.ask_for(work, intent, there, {})
    receipts.forgive(work, invoice, invoice.amount_remaining - there)
    cash_balances.pay(work, customer, intent)
    return True
