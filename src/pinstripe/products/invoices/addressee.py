"""Addressee: a draft names its customer as they are, and begins with their balance, until it is final.

Owns: what follows of a customer's changes for their drafts. Does not own: what a final invoice keeps and uses
(finalization.py), amounts (room line_terms). Money: none moves.
Source: spec (customer_name and its neighbours, and starting_balance, are the customer's until it is final).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers.customer import CUSTOMER
from pinstripe.products.customers.tax_id import TAX_ID
from pinstripe.products.invoices import drafts
from pinstripe.products.invoices import line_item as line_items

NAMED = ("address", "email", "name", "phone", "shipping", "tax_exempt")
"""What an invoice shows of its customer, under names of its own (customer_…)."""


@hears(CUSTOMER, "change")
def follow(work: Work, customer: Record) -> None:
    """The customer's drafts show what changed. source: spec; that events tell of amounts alone: inferred"""
    shown = {f"customer_{name}": customer.get(name) for name in NAMED}
    for invoice in work.each("invoice", customer=customer.id, status="draft"):
        _show(work, invoice, shown)
        final = invoice.private.get("balance_used") is not None  # it is becoming so, and has its amounts
        if invoice.starting_balance != customer.balance and not final:
            lines = line_items.of(work, invoice)
            billed = drafts.bill_again(work, invoice, lines, customer)
            work.change(invoice, **drafts.asked(invoice.id, lines, billed))


@hears(TAX_ID, "create", "asked")
@hears(TAX_ID, "create", "unasked")
def taxed(work: Work, tax_id: Record) -> None:
    """The customer's drafts show a tax id more. source: spec"""
    _numbers(work, tax_id.customer, None)


@hears(TAX_ID, "remove", "done")
def untaxed(work: Work, tax_id: Record) -> None:
    """The customer's drafts show it no longer. source: spec"""
    _numbers(work, tax_id.customer, tax_id.id)


def _numbers(work: Work, customer: str | None, gone: str | None) -> None:
    if customer is None:
        return  # an account's own
    left = [one for one in work.each("tax_id", customer=customer) if one.id != gone]
    numbers = [{"type": one.body["type"], "value": one.value} for one in left]
    for invoice in work.each("invoice", customer=customer, status="draft"):
        _show(work, invoice, {"customer_tax_ids": numbers[::-1]})


def _show(work: Work, invoice: Record, shown: dict[str, Any]) -> None:
    if any(invoice.get(name) != value for name, value in shown.items()):
        work.amend(invoice, **shown)
