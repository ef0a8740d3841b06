"""The payment record: a payment that somebody else processed, as it was reported.

Owns: the record, what a report changes. Does not own: the endpoints (payment_records.py), its tries
(payment_attempt_record.py). Money: none: it moved elsewhere. No event tells of it.
Source: spec; docs: API reference (samples). What a record says of amounts is what its newest try says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.reported import refusals
from pinstripe.products.reported.payment_attempt_record import PAYMENT_ATTEMPT_RECORD

# fmt: off
LIFECYCLE = lifecycle(
    # verb         outcome  from to
    ("guarantee", "done",  ANY, "="),
)
# fmt: on

PAYMENT_RECORD = Resource(
    "payment_record",
    prefix="pr",
    generated="retrieve",
    noun="payment_record",
    param="id",
    status="",
    lifecycle=LIFECYCLE,
    defaults={"reported_by": "self"},
    source="spec",
)

OPEN, GUARANTEED = "open", "guaranteed"
AMOUNTS = ("amount_canceled", "amount_failed", "amount_guaranteed", "amount_refunded")


def sums(value: int, currency: str, state: str = OPEN, refunded: int = 0) -> dict[str, Any]:
    """What a try says of its amounts. params: state: open, guaranteed, failed or canceled. source: docs: API
    reference (an open one is authorized)
    """
    found = dict.fromkeys(AMOUNTS, 0) | {"amount_refunded": refunded}
    if state != OPEN:
        found[f"amount_{state}"] = value
    wholes = dict.fromkeys(("amount", "amount_requested"), value)
    held = {"amount_authorized": value if state in (OPEN, GUARANTEED) else 0}
    every = {**found, **wholes, **held}
    return {name: {"currency": currency, "value": amount} for name, amount in every.items()}


def attach(work: Work, record: Record, invoice: str) -> None:
    """The payment was made for this invoice, too."""
    work.note(record, invoices=[*record.private.get("invoices", ()), invoice])


def latest(work: Work, record: Record) -> Record:
    """The newest try of a payment."""
    return work.load(record.latest_payment_attempt_record, "payment_attempt_record")


def state_of(attempt: Record) -> str:
    """What became of a try."""
    return str(attempt.private["state"])


def tried(work: Work, record: Record, facts: Mapping[str, Any], state: str) -> Record:
    """A try of a payment, and what the payment says of it. params: facts: of the record that the try
    shares
    """
    amount = record.amount_requested
    shown = {**sums(amount["value"], amount["currency"], state), **facts}
    shared = ("customer_details", "customer_presence", "processor_details", "shipping_details")
    more = {name: record.body[name] for name in shared} | {"description": record.description}
    attempt = work.create(
        PAYMENT_ATTEMPT_RECORD, **{**more, **shown}, payment_record=record.id, private={"state": state}
    )
    changes = {name: value for name, value in shown.items() if name != "metadata"}
    work.amend(record, latest_payment_attempt_record=attempt.id, **changes)
    if state == GUARANTEED:
        work.announce(record, "guarantee")
    return record


def settle(work: Work, record: Record, state: str, metadata: Mapping[str, str | None] | None) -> Record:
    """The newest try was guaranteed, failed, or given up. refuses: decided. source: spec"""
    attempt = latest(work, record)
    if state_of(attempt) != OPEN:
        raise refusals.decided(attempt, state_of(attempt), state)
    amount = record.amount_requested
    work.note(attempt, state=state)
    changes = sums(amount["value"], amount["currency"], state)
    both(work, record, changes, metadata)
    if state == GUARANTEED:
        work.announce(record, "guarantee")
    return record


def refund(
    work: Work,
    record: Record,
    amount: Mapping[str, Any] | None,
    metadata: Mapping[str, str | None] | None,
    group: str = "",
) -> Record:
    """Money of a guaranteed payment went back. params: group, what its processor calls the refund.
    refuses: not_guaranteed, other_currency, too_much_back. source: spec; inferred (the rules)
    """
    attempt = latest(work, record)
    if state_of(attempt) != GUARANTEED:
        raise refusals.not_guaranteed(record.id)
    given, whole = record.amount_refunded["value"], record.amount_requested
    left = whole["value"] - given
    wanted = amount or {"currency": whole["currency"], "value": left}
    if wanted["currency"] != whole["currency"]:
        raise refusals.other_currency(whole["currency"])
    if not 1 <= wanted["value"] <= left:
        raise refusals.too_much_back(left)
    groups = record.private.get("refund_groups") or {}
    work.note(record, refund_groups={**groups, group: groups.get(group, 0) + wanted["value"]})
    changes = {"amount_refunded": {"currency": whole["currency"], "value": given + wanted["value"]}}
    return both(work, record, changes, metadata)


def refunded_as(record: Record, group: str) -> int:
    """How much went back under the name that its processor gave. source: spec (refund_group)"""
    return int((record.private.get("refund_groups") or {}).get(group, 0))


def both(
    work: Work, record: Record, changes: dict[str, Any], metadata: Mapping[str, str | None] | None
) -> Record:
    """A payment and its newest try say the same. source: inferred"""
    for one in (latest(work, record), record):
        more = {"metadata": merged_metadata(one.metadata, metadata)} if metadata is not None else {}
        work.amend(one, **changes, **more)
    return record
