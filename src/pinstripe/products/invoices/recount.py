"""Recount: the lines of a draft change, and its amounts follow.

Owns: what of a draft is read and billed for that: a few lines where the shares of all others stay as they
are, else all. Does not own: what changes of a line (line_edits.py, invoice_items.py), amounts (room
line_terms), the terms of a draft (drafts.py). Money: amounts by the bill. Source: our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credits import application
from pinstripe.products.invoices import drafts
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.drafts import Terms
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.line_terms import difference
from pinstripe.products.line_terms.bill import bill
from pinstripe.products.line_terms.discount_shares import Line


def add(work: Work, invoice: Record, fresh: Sequence[Record], **more: Any) -> None:
    """A draft asks for these lines, too, after the others. params: more, what else changes of it"""
    keys = [*line_items.keys_of(invoice), *(line.id for line in fresh)]
    _follow(work, invoice, keys, (), fresh, more, adds=True)


def change(work: Work, invoice: Record, before: Sequence[Line], lines: Sequence[Record], **more: Any) -> None:
    """Lines of a draft say something else now. params: before, as they were billed; more, as there"""
    _follow(work, invoice, line_items.keys_of(invoice), before, lines, more)


def remove(work: Work, invoice: Record, before: Sequence[Line], lines: Sequence[Record], **more: Any) -> None:
    """A draft does not ask for these lines any more. params: as there"""
    gone = {line.id for line in lines}
    keys = [key for key in line_items.keys_of(invoice) if key not in gone]
    _follow(work, invoice, keys, before, (), more)


def _follow(
    work: Work,
    invoice: Record,
    keys: list[str],
    gone: Sequence[Line],
    come: Sequence[Record],
    more: dict[str, Any],
    adds: bool = False,
) -> None:
    """The lines of a draft are these now. params: gone, how some were billed; come, those in their place, or
    at the end; adds, all others are as they were"""
    customer = work.load(invoice.customer, "customer")
    terms = drafts.terms_kept(work, invoice)
    amounts = None
    if _stay(work, invoice, customer, terms):
        amounts = _moved(work, invoice, customer, terms, keys, gone, come, adds)
    if amounts is None:
        _count_all(work, invoice, line_items.loaded(work, keys), **more)
        return
    first = [line.body for line in line_items.loaded(work, keys[: line_items.SHOWN])]
    work.note(invoice, lines=keys)
    work.change(invoice, lines=line_items.envelope(invoice.id, first, len(keys)), **amounts, **more)


def _stay(work: Work, invoice: Record, customer: Record, terms: Terms) -> bool:
    """Do lines that do not change bear what they did? They do unless taxes or credits are worked out for all
    together, or what they were billed by has changed meanwhile."""
    if terms.automatic or invoice.private.get("counted") != drafts.counted(customer, terms):
        return False
    if any(row["type"] != "discount" for row in invoice.total_pretax_credit_amounts):
        return False
    return not application.usable(work, customer.id, invoice.currency, invoice.period_end)


def _moved(
    work: Work,
    invoice: Record,
    customer: Record,
    terms: Terms,
    keys: Sequence[str],
    gone: Sequence[Line],
    come: Sequence[Record],
    adds: bool,
) -> dict[str, Any] | None:
    """The draft's amounts, from what they were. gives: None where the other lines have to be asked"""
    fresh = [line_items.billed(line) for line in come]
    if not difference.is_separable(gone, fresh, terms.discounts):
        return None
    exempt = drafts.exemption(customer)
    known: dict[str, Any] = {"discounts": terms.discounts, "tax_rates": terms.tax_rates, "tax_exempt": exempt}
    less, plus = bill(gone, invoice.currency, **known), bill(fresh, invoice.currency, **known)
    line_items.share(work, come, plus.lines)
    whole = [discount["id"] for discount in terms.discounts]
    if adds:
        order = difference.order_of([invoice.body, *plus.lines], whole)
    else:
        shown = line_items.loaded(work, list(keys[: line_items.SHOWN]))
        order = difference.order_of([line.body for line in shown], whole)
    return difference.moved(invoice.body, less, plus, order, customer.balance, invoice.currency)


def _count_all(work: Work, invoice: Record, lines: Sequence[Record], **more: Any) -> None:
    """A draft asks for these lines now; its amounts, and the shares of all lines, follow."""
    found = drafts.bill_again(work, invoice, lines, work.load(invoice.customer, "customer"))
    work.note(invoice, lines=[line.id for line in lines])
    work.change(invoice, **drafts.asked(invoice.id, lines, found), **more)


def replace_lines(work: Work, invoice: Record, items: set[str], lines: Sequence[LineDraft]) -> None:
    """The lines of some subscription items are counted anew, in their old places; equal ones stay, and so do
    prorations.

    source: docs: Billing meters (grace period); the places inferred
    """
    known = line_items.of(work, invoice)
    old = [line for line in known if _item_of(line) in items and not line_items.item_of(line)]
    if [_content(line.body) for line in old] == [
        _content(line_items.body_of(draft_, invoice.id)) for draft_ in lines
    ]:
        return
    fresh = line_items.make(work, invoice.id, lines)
    first = known.index(old[0]) if old else len(known)
    gone = {line.id for line in old}
    rest = [line for line in known if line.id not in gone]
    for line in old:
        work.delete(line)
    _count_all(work, invoice, [*rest[:first], *fresh, *rest[first:]])


def _item_of(line: Record) -> str | None:
    found: str | None = line.at("parent", "subscription_item_details", "subscription_item")
    return found


def _content(body: dict[str, Any]) -> tuple[Any, ...]:
    names = "amount description discounts quantity quantity_decimal parent period pricing".split()
    return tuple(body[name] for name in names)
