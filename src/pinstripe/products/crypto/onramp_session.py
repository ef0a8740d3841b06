"""The onramp session record: somebody buys crypto, from the first question to its delivery.

Owns: the record, its lifecycle. Does not own: the endpoints (onramp_sessions.py), what is bought
(purchase.py),
prices (market.py). Money: none of the account's.
Source: docs: Crypto onramp (statuses); transitions and the event inferred.
Private facts: `key`, of the page; `kyc`, what is known of the person; `quoted`, when prices were looked up;
`mandate`, what was agreed to.
"""

from __future__ import annotations

from pinstripe.kernel.resource import ANY, SAME, Resource, lifecycle
from pinstripe.products.crypto import refusals

UPDATED = "crypto.onramp_session.updated"
# fmt: off
LIFECYCLE = lifecycle(
    # verb, outcome, from, to, event
    ("create",   "asked",    ANY,                            "initialized"),
    ("choose",   "done",     "initialized",                  "requires_payment",       UPDATED),
    ("choose",   "rejected", "initialized requires_payment", "rejected",               UPDATED),
    ("checkout", "paid",     "requires_payment",             "fulfillment_processing", UPDATED),
    ("checkout", "failed",   "requires_payment",             SAME),
    ("fulfil",   "done",     "fulfillment_processing",       "fulfillment_complete",   UPDATED),
)
# fmt: on

ONRAMP_SESSION = Resource(
    "crypto.onramp_session",
    prefix="cos",
    generated="retrieve",
    index=(
        "destination_currency=transaction_details.destination_currency",
        "destination_network=transaction_details.destination_network",
        "status",
    ),
    noun="onramp session",
    param="onramp_session",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    source="docs: Crypto onramp",
)
