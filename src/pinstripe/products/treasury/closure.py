"""Closure: a financial account ends, and its money goes where its owner said.

Owns: the refusals of a closing, what is forwarded. Does not own: the transfer that carries it (outbound.py),
cards, whose room may refuse when it hears of the closing. Money: moved by that transfer.
Source: spec (close); docs: Treasury financial accounts; order of events inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import activation, outbound_transfer, payee, refusals
from pinstripe.products.treasury import financial_account as financial_accounts

PARAM = "forwarding_settings"


def settings(work: Work, record: Record, given: Params) -> dict[str, Any]:
    """Where money is to go, checked. refuses: forwarding_needs, to_itself, resource_missing"""
    kind = given.type
    key = given.get(kind)
    if not key:
        raise refusals.forwarding_needs(kind, PARAM)
    where = f"{PARAM}[{kind}]"
    if kind == "financial_account":
        financial_accounts.usable(work, key, "intra_stripe_flows", where)
        if key == record.id:
            raise refusals.to_itself(where)
    else:
        payee.own(work, key, where, "outbound")
    return {"type": kind, kind: key}


def close(work: Work, record: Record, given: Params | None) -> Record:
    """It holds nothing any more and is closed. refuses: money_under_way, not_empty"""
    where = settings(work, record, given) if given else record.private.get("forwarding")
    pending = work.where("treasury.inbound_transfer", 1, financial_account=record.id, status="processing")
    if pending or record.balance["outbound_pending"]["usd"]:
        raise refusals.money_under_way(record)
    left = financial_accounts.cash(record)
    if left < 0 or (left and not where):
        raise refusals.not_empty(record)
    if left and where:
        outbound_transfer.forward(work, record, left, where)
    work.unschedule("", record)
    work.advance(record, "close", "done", status_details={"closed": {"reasons": ["closed_by_platform"]}})
    activation.review(work, record)
    return record
