"""Departure: what was used of a metered item that goes, or that begins another rhythm.

Owns: usage that no later invoice of the item would bill. Does not own: counting (room usage), lines
(service_lines.py), the invoice (item_changes.py). Money: through invoice items.
Source: docs: Billing mode.
"""

from __future__ import annotations

from collections.abc import Iterable

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.subscriptions import prorations, service_lines, spans
from pinstripe.products.usage import usage_record_summary as usage


def bill(work: Work, subscription: Record, going: Iterable[Record]) -> None:
    """What meters counted of these items up to now waits for the next invoice, in flexible billing; in
    classic billing it is forgotten. source: docs: Billing mode"""
    if not prorations.flexible(subscription):
        return
    for item in going:
        if not pricing.is_metered(item.price) or usage.is_legacy(item.body):
            continue
        for one in reversed(spans.of(work, item, work.now)):
            for line in service_lines.metered_lines(work, subscription, one, last=True):
                if line.amount or line.quantity:
                    invoice_items.waits(work, subscription, line)
