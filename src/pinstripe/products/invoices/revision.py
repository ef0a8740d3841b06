"""Revision: a final invoice is done over; the new one takes its place when it is final.

Owns: what a revision takes from its original, and that the original is void by it. Does not own: the endpoint
(invoices.py), drafts (drafts.py). Money: none of its own. Source: spec; docs: Invoice revisions.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.invoices import collection, drafts, refusals
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.line_terms import automatic_rates

COPIED = (
    "account_tax_ids amount_shipping collection_method custom_fields default_payment_method default_source "
    "description due_date effective_at footer issuer on_behalf_of payment_settings rendering shipping_cost "
    "shipping_details statement_descriptor"
).split()
"""What a revision says as its original did, until a caller says otherwise. source: docs: Invoice revisions;
inferred (the list)"""
REVISABLE = ("open", "uncollectible")


def revise(work: Work, params: Params) -> Record:
    """A draft that says what an invoice says. refuses: not_revisable, subscriptions_revision,
    resource_missing

    source: spec (from_invoice); docs: Invoice revisions
    """
    original = work.find("invoice", params.from_invoice.invoice, "from_invoice[invoice]")
    if original.private.get("subscription"):
        raise refusals.subscriptions_revision()
    if original.status not in REVISABLE or original.amount_paid:
        raise refusals.not_revisable(original.status)
    customer = work.load(original.customer, "customer")
    key = work.new_id(INVOICE)
    items = [_item(work, line) for line in line_items.of(work, original)]
    held = [{"coupon": one["source"]["coupon"]["id"]} for one in original.private.get("discounts") or ()]
    target = discounts.Target("invoice", key, customer.id, original.currency)
    kept = discounts.counting(work, discounts.given(work, held, target), original.currency)
    automatic = original.automatic_tax["enabled"]
    liable = automatic_rates.account_of(original.automatic_tax)
    fields: dict[str, Any] = {name: original.get(name) for name in COPIED}
    invoice = drafts.draft(
        work,
        id=key,
        terms=drafts.Terms(kept, original.default_tax_rates, automatic, liable),
        customer=customer,
        currency=original.currency,
        reason="manual",
        lines=[invoice_items.line_of(work, item) for item in items],
        period=(original.period_start, original.period_end),
        waits=False,
        from_invoice={"action": "revision", "invoice": original.id},
        metadata=dict(original.metadata),
        auto_advance=False,
        **fields,
    )
    invoice_items.bind(work, invoice, items)
    return invoice


def _item(work: Work, line: Record) -> Record:
    """The item of a line once more: it is changed without the original."""
    key = line_items.item_of(line)
    assert key is not None, f"{line.id} of an invoice by hand comes from no item"
    own = dict(work.load(key, "invoiceitem").body)
    for name in ("id", "object", "livemode", "invoice", "date"):
        own.pop(name, None)
    private = work.load(key, "invoiceitem").private
    return work.create(
        invoice_items.INVOICE_ITEM, private={**private, "line": None, "pending": True}, date=work.now, **own
    )


@hears(INVOICE, "finalize", "due")
@hears(INVOICE, "finalize", "matured")
@hears(INVOICE, "finalize", "settled")
def replace(work: Work, invoice: Record) -> None:
    """The revision is final: its original is void, and names it. source: docs: Invoice revisions"""
    if invoice.from_invoice is None:
        return
    original = work.load(invoice.from_invoice["invoice"], "invoice")
    if original.status not in REVISABLE or original.amount_paid:
        work.change(original, latest_revision=invoice.id)
        return
    work.amend(original, latest_revision=invoice.id)
    collection.void(work, original)
