"""The line item of a payment's amount details: one of the things that are paid for. Its intent keeps it.

Owns: its shape. Does not own: what a request says of it (amount_details.py), the endpoint
(payment_intent_amount_details_line_items.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

LINE_ITEM = Resource(
    "payment_intent_amount_details_line_item",
    prefix="uli",
    path="/v1/payment_intents/{intent}/amount_details_line_items",
    noun="line item",
    livemode=False,
)
