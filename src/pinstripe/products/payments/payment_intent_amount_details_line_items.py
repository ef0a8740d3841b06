"""The endpoint of the line items of a payment's amount details.

Owns: list. Does not own: what a request says of them (amount_details.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payments.amount_details import url
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT
from pinstripe.products.payments.payment_intent_amount_details_line_item import LINE_ITEM


@operation(
    "GET /v1/payment_intents/{intent}/amount_details_line_items",
    LINE_ITEM,
    subject="intent",
    of=PAYMENT_INTENT,
    verb="lines",
)
def list_all(work: Work, intent: Record, params: Params) -> Page:
    """What a payment is for, in the order of the request. source: spec"""
    return page_of(intent.private.get("line_items") or [], params, url(intent.id), LINE_ITEM.noun)
