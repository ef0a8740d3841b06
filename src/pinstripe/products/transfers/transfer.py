"""The transfer record: money that an account sends to another one.

Owns: the record, sending, what was taken back of it. Does not own: why it is sent (transfers.py,
remittance.py), the payment that it is to the account that gets it (room payments), taking it back
(transfer_reversal.py). Money: leaves the sender's balance and reaches the other's in the same unit of work.
Times: at once, or on the day of the charge that it comes from.
Source: spec; recorded: gumroad (88 transfers), pay-rails; docs: Connect transfers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.api.versions.shared import inline_list
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, REGISTRY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, PENDING
from pinstripe.ledger.posting import Move
from pinstripe.products.balance import reserve
from pinstripe.products.payments import charge as charges
from pinstripe.products.transfers import postings

# fmt: off
LIFECYCLE = lifecycle(
    # verb       outcome   from to   events                               posting
    ("create",  "done",   ANY, "=", "transfer.created",                   postings.TRANSFER),
    ("reverse", "partly", ANY, "=", "transfer.updated transfer.reversed"),
    ("reverse", "whole",  ANY, "=", "transfer.reversed"),
)
# fmt: on

TRANSFER = Resource(
    "transfer",
    prefix="tr",
    generated="retrieve",
    events="transfer",
    status="",
    lifecycle=LIFECYCLE,
    index=("destination", "transfer_group", "source_transaction"),
    defaults={"amount_reversed": 0, "reversed": False, "source_type": "card"},
)


def waits_until(work: Work, transaction: str | None) -> int | None:
    """The day on which the money of a balance transaction becomes available, None once it has."""
    if transaction is None:
        return None
    known = work.load(transaction, "balance_transaction")
    day: int = known.available_on
    return None if known.private.get("at_once") or day <= work.world_now else day


def send(
    work: Work,
    key: str,
    amount: int,
    currency: str,
    destination: str,
    *,
    day: int | None = None,
    fee: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Record:
    """Sends money to another account, which gets it as a payment. source: recorded: gumroad (both rows)

    params: key, its id; day, of a source that waits, None for what can be used; fee, the platform's, which
    the other account pays (charge.receive); words, what the payment there is told; facts: other fields
    """
    transaction = work.new_id(REGISTRY["balance_transaction"])
    payment = work.mint.long("py", work.now, destination)
    row: dict[str, Any] = {"id": transaction, "description": facts.get("description")}
    if day is not None:
        row["available_on"] = day
    holding = {"holding": AVAILABLE if day is None else PENDING, "available_on": day}
    transfer = work.create(
        TRANSFER,
        "done",
        moves=Move(amount, currency, names=holding, transaction=row),
        id=key,
        amount=amount,
        currency=currency,
        balance_transaction=transaction,
        destination=destination,
        destination_payment=payment,
        reversals=inline_list([], f"/v1/transfers/{key}/reversals"),
        **facts,
    )
    transfer.clock = ""
    receiver_work = work.acting_for(destination)
    moment = work.world_now if day is None else day
    at_once = day is None
    terms: dict[str, Any] = {"day": moment, "at_once": at_once, "fee": fee, "words": words}
    charges.receive(receiver_work, transfer.body, work.account, payment, **terms)
    return transfer


def debit(work: Work, payment: Record) -> Record:
    """The transfer that a platform takes from an account by a payment of its own. intent: the work acts for
    that account. source: docs: Debit connected accounts (a transfer there, a payment here)
    """
    transaction = work.new_id(REGISTRY["balance_transaction"])
    row: dict[str, Any] = {"id": transaction, "description": payment.description}
    transfer = work.create(
        TRANSFER,
        "done",
        moves=Move(payment.amount, payment.currency, names={"holding": AVAILABLE}, transaction=row),
        id=payment.source_transfer,
        amount=payment.amount,
        balance_transaction=transaction,
        currency=payment.currency,
        description=payment.description,
        destination=payment.account,
        destination_payment=payment.id,
        metadata={},
        reversals=inline_list([], f"/v1/transfers/{payment.source_transfer}/reversals"),
        transfer_group=payment.transfer_group,
    )
    transfer.clock = ""
    reserve.watch(work)
    return transfer


def taken_back(work: Work, transfer: Record, reversal: Record) -> None:
    """Notes what was taken back. source: recorded: gumroad (reversals inside, newest first)"""
    known = [one.body for one in work.where("transfer_reversal", 11, transfer=transfer.id)]
    total = transfer.reversals["total_count"] + 1
    listed = {**inline_list(known, transfer.reversals["url"]), "total_count": total, "has_more": total > 10}
    gone = transfer.amount_reversed + reversal.amount
    whole = gone == transfer.amount
    changes = {"amount_reversed": gone, "reversed": whole, "reversals": listed}
    work.advance(transfer, "reverse", "whole" if whole else "partly", **changes)
