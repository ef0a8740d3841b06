"""Line edits: lines of a draft are added, changed and taken off, many at once.

Owns: what a call says of each line, and that all of it happens or nothing. Does not own: the endpoints
(line_items.py), what an item costs (item_creation.py), totals (recount.py). Money: amounts by the bill.
Source: spec; docs: Bulk update line items; recorded: stripe_world 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import updates
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import item_creation as items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices import recount, refusals
from pinstripe.products.invoices.invoice_items import MOST_LINES
from pinstripe.products.invoices.line_item import LineDraft

OF_ITEM = (*items.WAYS, "quantity", "quantity_decimal")


def refuse_final(invoice: Record) -> None:
    """Lines change while an invoice is a draft. refuses: not_editable. source: recorded: stripe_world 13"""
    if invoice.status != "draft":
        raise refusals.not_editable()


def add(work: Work, invoice: Record, given: Sequence[Params], metadata: Any) -> Record:
    """Lines that are new, or items that waited. refuses: too_many, not_waiting, and what items refuse"""
    refuse_final(invoice)
    known = line_items.keys_of(invoice)
    if len(known) + len(given) > MOST_LINES:
        raise refusals.too_many()
    found = [_item(work, invoice, one, f"lines[{at}]") for at, one in enumerate(given)]
    fresh = line_items.make(work, invoice.id, [invoice_items.line_of(work, item) for item in found])
    recount.add(work, invoice, fresh, **_noted(invoice, metadata))
    invoice_items.bind(work, invoice, found, fresh)
    return invoice


def _noted(invoice: Record, metadata: Any) -> dict[str, Any]:
    """Notes of the invoice that a call brings along. source: spec (invoice_metadata)"""
    return {} if metadata is None else {"metadata": merged_metadata(invoice.metadata, metadata or None)}


def _item(work: Work, invoice: Record, given: Params, where: str) -> Record:
    """The item of a new line: one that waited, or one that is made for it."""
    customer = work.load(invoice.customer, "customer")
    key = given.get("invoice_item")
    if not key:
        subscription = invoice.private.get("subscription")
        return items.made(
            work,
            customer,
            given,
            currency=invoice.currency,
            invoice=invoice,
            subscription=subscription,
            where=where,
        )
    path = f"{where}[invoice_item]"
    for name in OF_ITEM:
        if given.get(name) is not None:
            raise refusals.item_alone(f"{where}[{name}]")
    item = work.find("invoiceitem", key, path)
    if item.customer != invoice.customer:
        raise errors.no_such(invoice_items.INVOICE_ITEM.noun, key, path, 400)
    if item.invoice is not None:
        raise refusals.not_waiting(key, path)
    if item.currency != invoice.currency:
        raise refusals.other_currency(item.currency, invoice.currency)
    return items.changed(
        work, item, Params(given.pick(*(name for name in given if name != "invoice_item"))), where
    )


def change(work: Work, invoice: Record, given: Sequence[Params], metadata: Any) -> Record:
    """Lines say something else from now on; their ids stay. refuses: other_line, twice, and what items
    refuse"""
    refuse_final(invoice)
    known = _named(work, invoice, given)
    before = [line_items.billed(line) for line in known]
    for at, (line, one) in enumerate(zip(known, given, strict=True)):
        _rewritten(work, line, one, f"lines[{at}]")
    recount.change(work, invoice, before, known, **_noted(invoice, metadata))
    return invoice


def change_one(work: Work, invoice: Record, line: Record, given: Params) -> Record:
    """One line says something else. source: recorded: stripe_world 13 (the answer)"""
    refuse_final(invoice)
    before = line_items.billed(line)
    _rewritten(work, line, given, "")
    recount.change(work, invoice, [before], [line])
    return line


def _named(work: Work, invoice: Record, given: Sequence[Params]) -> list[Record]:
    """The lines that a call names, each once. refuses: other_line, twice"""
    known = frozenset(line_items.keys_of(invoice))
    found: dict[str, Record] = {}
    for at, one in enumerate(given):
        if one.id not in known:
            raise refusals.other_line(one.id, f"lines[{at}][id]")
        if one.id in found:
            raise refusals.twice(one.id, f"lines[{at}][id]")
        found[one.id] = work.load(one.id, "line_item")
    return list(found.values())


def _rewritten(work: Work, line: Record, given: Params, where: str) -> None:
    """A line, with the item that it comes from, where there is one."""
    key = line_items.item_of(line)
    if key is not None:
        item = items.changed(work, work.load(key, "invoiceitem"), given, where)
        line_items.rewrite(work, line, invoice_items.line_of(work, item))
        return
    line_items.rewrite(work, line, _served(work, line, given, where))


def _served(work: Work, line: Record, given: Params, where: str) -> LineDraft:
    """A line of a subscription with what is said of it. source: spec; a price of its own for an amount"""
    draft = line_items.draft_of(work, line)
    changes = updates(line, Params(given.pick("description", "discountable", "metadata", "period")))
    if "period" in changes:
        changes["period"] = (given.period.start, given.period.end)
    if given.keys() & items.PRICED:
        own = line.at("pricing", "price_details", "price")
        found = items.repriced(work, given, {**line.body, "own": own}, where)
        named = found["pricing"]
        changes |= {name: found[name] for name in ("amount", "quantity", "quantity_decimal")}
        changes["price"] = work.load(named["price_details"]["price"], "price")
        changes["unit_amount_decimal"] = named["unit_amount_decimal"]
    customer = work.load(work.load(line.invoice, "invoice").customer, "customer")
    cut = items.reduced(work, line.id, customer, line.currency, given, line.discounts, where)
    if "tax_rates" in given:
        changes["tax_rates"] = tax_rates.named(work, given.tax_rates, items.inside(where, "tax_rates"))
    elif given.get("tax_amounts"):
        changes["tax_rates"] = []
    return draft._replace(**changes, **cut["kept"], **items.taxed(work, given, where))


def remove(work: Work, invoice: Record, given: Sequence[Params], metadata: Any) -> Record:
    """Lines leave the draft; their items are gone, or wait for another. refuses: other_line,
    stays_assigned"""
    refuse_final(invoice)
    gone = _named(work, invoice, given)
    before = [line_items.billed(line) for line in gone]
    for at, (line, one) in enumerate(zip(gone, given, strict=True)):
        key = line_items.item_of(line)
        if key is None and one.behavior == "unassign":
            raise refusals.stays_assigned(f"lines[{at}][behavior]")
        work.delete(line)
        if key is not None:
            item = work.load(key, "invoiceitem")
            if one.behavior == "unassign":
                invoice_items.release(work, item)
            else:
                work.delete(item)
    recount.remove(work, invoice, before, gone, **_noted(invoice, metadata))
    return invoice
