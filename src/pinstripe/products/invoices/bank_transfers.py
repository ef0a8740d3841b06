"""Bank transfers: what lies in a customer's cash balance pays the invoices that may be paid by it.

Owns: which invoices, in which order. Does not own: the cash balance (room customers), what a payment means
for an invoice (receipts.py). Money: through the invoice's payment intent.
Source: docs: bank transfers (invoices).
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import cash_balance as cash_balances
from pinstripe.products.customers.cash_balance import CASH_BALANCE
from pinstripe.products.invoices import method_options
from pinstripe.products.methods.kinds import customer_balance


@hears(CASH_BALANCE, "match", "done")
def match(work: Work, balance: Record) -> None:
    """A transfer came in: it pays what it is enough for."""
    settle(work, work.load(balance.customer, "customer"))


def opened(work: Work, customer: Record, invoice: Record) -> None:
    """An invoice is open now: what lies there may pay it."""
    if by_transfer(invoice):
        settle(work, customer)


def settle(work: Work, customer: Record) -> None:
    """Open invoices that bank transfers may pay are paid, each whole, while there is enough: first one that
    asks for just what is there, else the oldest. source: docs: bank transfers (invoices)"""
    if not cash_balances.is_automatic(customer):
        return
    waiting = [one for one in work.each("invoice", customer=customer.id, status="open") if by_transfer(one)]
    waiting.reverse()
    while (invoice := _next(work, customer.id, waiting)) is not None:
        waiting.remove(invoice)
        cash_balances.pay(work, customer, work.load(invoice.private["payment_intent"], "payment_intent"))


def by_transfer(invoice: Record) -> bool:
    """May a final invoice be paid by a bank transfer?"""
    types = method_options.kinds_named(invoice) or ()
    return customer_balance.NAME in types and invoice.private.get("payment_intent") is not None


def _next(work: Work, customer: str, waiting: list[Record]) -> Record | None:
    """The invoice that is paid next, None where there is too little for each."""
    there = {one.currency: cash_balances.held(work, customer, one.currency) for one in waiting}
    payable = [one for one in waiting if 0 < one.amount_remaining <= there[one.currency]]
    exact = [one for one in payable if one.amount_remaining == there[one.currency]]
    return next(iter([*exact, *payable]), None)
