"""The endpoints of disputes.

Owns: list, create, update, submit. Does not own: the record (dispute.py), evidence (evidence.py). Money: as
the record.
Source: spec; docs: Issuing disputes.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import dispute as disputes
from pinstripe.products.authorizations import evidence, refusals
from pinstripe.products.authorizations import transaction as transactions
from pinstripe.products.authorizations.dispute import DISPUTE


@operation("GET /v1/issuing/disputes", DISPUTE)
def list_disputes(work: Work, params: Params) -> Page:
    """Disputes, newest first. source: spec"""
    referred(work, params, transaction="issuing.transaction")
    return show_records(work, DISPUTE, params, DISPUTE.path, params.pick("transaction", "status"))


@operation("POST /v1/issuing/disputes", DISPUTE)
def create(work: Work, params: Params) -> Record:
    """A payment is to be disputed. refuses: nothing_disputed, not_disputable, disputed_before, too_late,
    too_much

    source: spec; docs: Issuing disputes
    """
    transaction = disputed(work, params)
    if transaction.dispute is not None:
        raise refusals.disputed_before(transaction.dispute)
    said = evidence.merged(work, None, params.get("evidence"))
    limit = disputes.days(said["reason"])
    if work.now >= transaction.created + limit * DAY:
        raise refusals.too_late(limit)
    amount = within(transaction, params.get("amount", transactions.refundable(transaction)))
    return disputes.open_for(
        work, transaction, amount, said, merged_metadata(None, params.get("metadata") or {})
    )


def disputed(work: Work, params: Params) -> Record:
    """The payment, or what the financial account says of it. refuses: nothing_disputed, not_disputable,
    resource_missing. source: spec (transaction, treasury)
    """
    debit = (params.get("treasury") or {}).get("received_debit")
    if debit:
        param = "treasury[received_debit]"
        sale = work.find("treasury.received_debit", debit, param).linked_flows["issuing_transaction"]
        if sale is None or params.get("transaction", sale) != sale:
            raise refusals.not_disputable(param)
        return work.load(sale, "issuing.transaction")
    if not params.get("transaction"):
        raise refusals.nothing_disputed()
    transaction = work.find("issuing.transaction", params.transaction, "transaction")
    if transaction.body["type"] != "capture":
        raise refusals.not_disputable("transaction")
    return transaction


def within(transaction: Record, amount: int) -> int:
    """An amount that can be disputed. refuses: too_low, too_much. source: docs: Issuing disputes (refunds)"""
    if amount > transactions.refundable(transaction):
        raise refusals.too_much(transactions.refundable(transaction), "amount")
    if amount < 1:
        raise errors.too_low(1, "amount")
    return amount


@operation("POST /v1/issuing/disputes/{dispute}", DISPUTE, subject="dispute", verb="note")
def update(work: Work, dispute: Record, params: Params) -> Record:
    """Evidence and amount until it is submitted, notes always. refuses: wrong_dispute_state, too_much.
    source: spec
    """
    changes: dict[str, Any] = {**noted(dispute, params)}
    if "evidence" in params or "amount" in params:
        if DISPUTE.refuses("update", dispute):
            raise refusals.wrong_dispute_state(dispute, "update")
        transaction = work.load(dispute.transaction, "issuing.transaction")
        if "evidence" in params:
            changes["evidence"] = evidence.merged(work, dispute.evidence, params.evidence)
        if "amount" in params:
            changes["amount"] = within(transaction, params.amount)
        if all(dispute.body[name] == value for name, value in changes.items()):
            return dispute
        work.advance(dispute, "update", "done", **changes)
        disputes.limit(work, dispute, transaction)
        return dispute
    if all(dispute.body[name] == value for name, value in changes.items()):
        return dispute
    return work.advance(dispute, "note", "done", **changes)


@operation("POST /v1/issuing/disputes/{dispute}/submit", DISPUTE, subject="dispute")
def submit(work: Work, dispute: Record, params: Params) -> Record:
    """It goes to the network. refuses: wrong_dispute_state, evidence_lacking. source: spec"""
    return disputes.submit(work, dispute, **noted(dispute, params))


def noted(dispute: Record, params: Params) -> dict[str, dict[str, str]]:
    """Notes, where some were given."""
    if "metadata" not in params:
        return {}
    return {"metadata": merged_metadata(dispute.metadata, params.metadata)}
