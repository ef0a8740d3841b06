"""The line of a tax transaction: what was sold or taken back, and its tax.

Owns: the record. Does not own: the endpoint that lists them (transactions.py), how much comes back
(reversal.py). Money: none moves. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

TRANSACTION_LINE = Resource(
    "tax.transaction_line_item",
    prefix="tax_li",
    ids="short",
    path="/v1/tax/transactions/{transaction}/line_items",
    noun="tax transaction line item",
)
