"""The endpoints of financial accounts and their features.

Owns: create, update, close, features; the refusals of a closing. Does not own: what a feature's status
follows from (activation.py), the transfer that carries away what is left (outbound.py), cards, whose room may
refuse when it hears of a closing. Money: forwarded by that transfer.
Source: spec; docs: Treasury financial accounts; order of a closing's events inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.kernel.generate import updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.treasury import activation, outbound_transfer, payee, refusals
from pinstripe.products.treasury import financial_account as financial_accounts
from pinstripe.products.treasury.financial_account import FINANCIAL_ACCOUNT, features_of

COLLECTION = "/v1/treasury/financial_accounts"
ONE = f"{COLLECTION}/{{financial_account}}"

PARAM: Final = "forwarding_settings"
MOST: Final = 3
"""Financial accounts of a connected account. source: spec"""


@operation(f"POST {COLLECTION}", FINANCIAL_ACCOUNT)
def create(work: Work, params: Params) -> Record:
    """An account that holds money; its features come a moment later.

    refuses: other_currency, capability_needed, too_many. source: spec; docs: Treasury financial accounts
    """
    for currency in params.supported_currencies or [""]:
        if currency != "usd":
            raise refusals.other_currency(currency, "supported_currencies")
    allowed = activation.capabilities(work)
    if allowed is not None and "treasury" not in allowed:
        raise refusals.capability_needed()
    if work.account != work.world.account:
        open_ones = work.where("treasury.financial_account", MOST, status="open")
        if len(open_ones) >= MOST:
            raise refusals.too_many(MOST)
    held = restrictions(None, params)
    features, private = activation.opening(work, params.get("features") or {}, held)
    record = work.create(
        FINANCIAL_ACCOUNT,
        "done",
        metadata=merged_metadata(None, params.get("metadata") or {}),
        nickname=params.get("nickname"),
        platform_restrictions=held,
        supported_currencies=["usd"],
        private=private,
        **features,
    )
    activation.begin(work, record)
    return record


@operation(f"POST {ONE}", FINANCIAL_ACCOUNT, subject="financial_account", verb="change")
def update(work: Work, financial_account: Record, params: Params) -> Record:
    """Its name, notes, features, what the platform holds up, and where its money goes at the end.

    refuses: closed, what `forwarding` refuses. source: spec
    """
    record = financial_account
    moving = params.keys() & {"features", "platform_restrictions", "forwarding_settings"}
    if moving and record.status == "closed":
        raise refusals.closed(record, "change")
    if params.get("forwarding_settings"):
        work.note(record, forwarding=forwarding(work, record, params.forwarding_settings))
    work.amend(record, **updates(record, params.pick("metadata", "nickname")))
    if params.get("platform_restrictions"):
        work.amend(record, platform_restrictions=restrictions(record, params))
    if record.status != "closed":
        activation.ask(work, record, params.get("features") or {})
    return record


def restrictions(record: Record | None, params: Params) -> dict[str, Any] | None:
    """What the platform holds up, merged with what it held up before."""
    known = record.platform_restrictions if record is not None else None
    given = params.get("platform_restrictions")
    if not given:
        return known
    blank = dict.fromkeys(("inbound_flows", "outbound_flows"))
    return {**blank, **(known or {}), **given}


@operation(f"POST {ONE}/close", FINANCIAL_ACCOUNT, subject="financial_account")
def close(work: Work, financial_account: Record, params: Params) -> Record:
    """It ends; what it holds goes where the settings say. refuses: what `ended` refuses

    source: spec
    """
    return ended(work, financial_account, params.get("forwarding_settings"))


@operation(f"GET {ONE}/features", FINANCIAL_ACCOUNT, subject="financial_account")
def retrieve_features(work: Work, financial_account: Record, params: Params) -> dict[str, Any]:
    """Every feature that was asked for, with its status. source: spec"""
    return features_of(financial_account)


@operation(f"POST {ONE}/features", FINANCIAL_ACCOUNT, subject="financial_account", verb="change_features")
def update_features(work: Work, financial_account: Record, params: Params) -> dict[str, Any]:
    """Features are asked for, or given up. refuses: closed. source: spec"""
    if financial_account.status == "closed":
        raise refusals.closed(financial_account, "change")
    activation.ask(work, financial_account, params)
    return features_of(financial_account)


def forwarding(work: Work, record: Record, given: Params) -> dict[str, Any]:
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


def ended(work: Work, record: Record, given: Params | None) -> Record:
    """It holds nothing any more and is closed. refuses: money_under_way, not_empty"""
    where = forwarding(work, record, given) if given else record.private.get("forwarding")
    pending = work.where("treasury.inbound_transfer", 1, financial_account=record.id, status="processing")
    if pending or record.balance["outbound_pending"]["usd"]:
        raise refusals.money_under_way(record)
    left = financial_accounts.cash(record)
    if left < 0 or (left and not where):
        raise refusals.not_empty(record)
    if left and where:
        outbound_transfer.forward(work, record, left, where)
    work.unschedule("", record)
    activation.review(work, record, ended=True)
    facts = {"status_details": {"closed": {"reasons": ["closed_by_platform"]}}}
    return work.advance(record, "close", "done", **facts)
