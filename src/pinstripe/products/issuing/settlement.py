"""The settlement record: what a network settles with an issuer that has a BIN of its own.

Owns: the record and its states. Does not own: the endpoints (settlements.py). Money: none: it is settled
between the issuer and the network. Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.products.issuing import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb        outcome  from       to
    ("create",   "done",  ANY,       "pending"),
    ("complete", "done",  "pending", "complete"),
)
# fmt: on

SETTLEMENT = Resource(
    "issuing.settlement",
    prefix="ise",
    path="/v1/issuing/settlements",
    generated="retrieve list update",
    noun="issuing settlement",
    param="settlement",
    lifecycle=LIFECYCLE,
    defaults={
        "interchange_fees_amount": 0,
        "network": "visa",
        "network_fees_amount": 0,
        "settlement_service": "international",
        "transaction_amount": 0,
        "transaction_count": 0,
    },
    unexpected=refusals.settled,
    source="spec",
)
