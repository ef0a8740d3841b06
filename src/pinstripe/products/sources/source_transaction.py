"""The source transaction record: money that a payer sent to a receiver.

Owns: the record. Does not own: the source (room methods), its endpoints (source_transactions.py). Money: none
until the source is charged. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from to           event
    ("create", "received", ANY, "succeeded", "source.transaction.created"),
)
# fmt: on

SOURCE_TRANSACTION = Resource(
    "source_transaction",
    prefix="srctxn",
    path="/v1/sources/{source}/source_transactions",
    noun="source transaction",
    param="source_transaction",
    lifecycle=LIFECYCLE,
    index=("source",),
)


def made(work: Work, source: Record, amount: int) -> Record:
    """So much came to the source. source: spec"""
    kind = source.body["type"]
    about: dict[str, Any] = {kind: {}} if kind == "ach_credit_transfer" else {}
    return work.create(
        SOURCE_TRANSACTION,
        "received",
        amount=amount,
        currency=source.currency,
        source=source.id,
        type=kind,
        **about,
    )
