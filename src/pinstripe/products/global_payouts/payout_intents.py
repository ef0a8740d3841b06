"""The endpoints of payout intents.

Owns: create, update, confirm, cancel, refresh, list. Does not own: the record (payout_intent.py), the payment
(room money_management). Money: none. Source: spec; sdk.
"""

from __future__ import annotations

import re
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.global_payouts import payout_intent as payout_intents
from pinstripe.products.global_payouts import refusals
from pinstripe.products.global_payouts.payout_intent import PAYOUT_INTENT
from pinstripe.products.money_management import outbound_payment as outbound_payments
from pinstripe.products.money_management import page
from pinstripe.products.money_management.outbound_payment import OUTBOUND_PAYMENT
from pinstripe.products.money_management.page import amount
from pinstripe.products.webhooks.v2_event import moment_of, text_of

ALL = "/v2/money_management/payout_intents"
ONE = f"{ALL}/{{id}}"
DAY = "schedule_options[execute_on]"
PLAIN = ("description", "recipient_notification", "statement_descriptor")


@operation(f"POST {ALL}", PAYOUT_INTENT)
def create(work: Work, params: Params) -> Record:
    """Somebody is to be paid.

    refuses: what a payment refuses, but for money that may still come; bad_day. source: spec; sdk
    """
    recipient = recipient_of(params.to)
    day = day_of(work, params)
    order = outbound_payments.ordered(work, params, funded=False)
    verification = payout_intents.proof(work, order.method, recipient)
    manual = params.get("confirmation_method") == "manual"
    action = payout_intents.asking(manual, verification)
    moved = dict.fromkeys(payout_intents.TIMES)
    if action is not None:
        moved["requires_action_at"] = text_of(work.now)
    value, currency = order.value, order.currency
    facts = {name: params.get(name) for name in ("description", "statement_descriptor")}
    record = work.create(
        PAYOUT_INTENT,
        "pending" if action is None else "asking",
        amount=amount(value, currency),
        confirmation_method="manual" if manual else "automatic",
        created=text_of(work.now),
        estimated_fees=[],
        fx_quote=None,
        latest_payout=None,
        metadata=order.facts["metadata"],
        next_action=action,
        recipient_notification=order.facts["recipient_notification"],
        recipient_verification=payout_intents.seen(verification),
        schedule_options=None if day is None else {"execute_on": day},
        status_transitions=moved,
        to={**order.facts["to"], "currency": currency},
        **{"from": {**dict(params["from"]), "debited": amount(value, currency)}},
        **facts,
    )
    payout_intents.tell(work, record, "created")
    if action is not None:
        return payout_intents.tell(work, record, "requires_action")
    payout_intents.wait(work, record)
    return payout_intents.tell(work, record, "pending")


def recipient_of(target: Params) -> str:
    """Who is paid. refuses: not_implemented (an own bank account)"""
    recipient = target.get("recipient")
    if recipient is None:
        raise errors.not_implemented(f"POST {ALL}", "to without recipient")
    return str(recipient)


def day_of(work: Work, params: Params) -> str | None:
    """The day that is named. refuses: bad_day"""
    day = (params.get("schedule_options") or {}).get("execute_on")
    if day is None:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        raise refusals.bad_day(DAY)
    if moment_of(day, DAY) + 86_400 <= work.now:
        raise refusals.bad_day(DAY)
    return str(day)


@operation(f"GET {ALL}", PAYOUT_INTENT)
def list_payout_intents(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account, newest first. source: spec"""
    return page.listed(work, PAYOUT_INTENT, params)


@operation(f"POST {ONE}", PAYOUT_INTENT, subject="id", verb="update")
def update(work: Work, record: Record, params: Params) -> Record:
    """Something else is wanted; a new recipient or method is looked at again. refuses: wrong_state, as create

    source: sdk
    """
    changes: dict[str, Any] = {name: params[name] for name in PLAIN if name in params}
    if "metadata" in params:
        changes["metadata"] = merged_metadata(record.metadata, params.metadata)
    if params.get("schedule_options"):
        changes["schedule_options"] = {"execute_on": day_of(work, params)}
    action = record.next_action
    if params.get("to"):
        target = Params({**without(record.to), **params.to})
        recipient = recipient_of(target)
        asked = Params({**payout_intents.wanted(record), "to": target})
        order = outbound_payments.ordered(work, asked, funded=False)
        verification = payout_intents.proof(work, order.method, recipient)
        changes["to"] = {**order.facts["to"], "currency": order.currency}
        changes["recipient_verification"] = payout_intents.seen(verification)
        manual = record.confirmation_method == "manual"
        action = payout_intents.asking(manual, verification) or record.next_action
    return changed(work, record, action, changes)


def without(target: dict[str, Any]) -> dict[str, Any]:
    """Where it went before, as a request says it."""
    kept = {name: payout_intents.deep(value) for name, value in target.items() if value is not None}
    kept.pop("credited", None)
    return kept


def changed(work: Work, record: Record, action: dict[str, Any] | None, changes: dict[str, Any]) -> Record:
    """It is as it is wanted now; what came up has to be seen before it goes on."""
    if action is not None and record.status == "pending":
        work.unschedule("execute", record)
        moved = payout_intents.at(record, "requires_action_at", work.now)
        work.advance(record, "update", "asking", next_action=action, status_transitions=moved, **changes)
        return payout_intents.tell(work, record, "requires_action")
    work.advance(record, "update", "done", next_action=action, **changes)
    if record.status == "pending":
        payout_intents.wait(work, record)
    return payout_intents.tell(work, record, "updated")


@operation(f"POST {ONE}/confirm", PAYOUT_INTENT, subject="id")
def confirm(work: Work, record: Record, params: Params) -> Record:
    """Somebody has looked at it, or has put it right. refuses: wrong_state. source: sdk"""
    work.advance(record, "confirm", "done", next_action=None)
    payout_intents.wait(work, record)
    return payout_intents.tell(work, record, "pending")


@operation(f"POST {ONE}/cancel", PAYOUT_INTENT, subject="id")
def cancel(work: Work, record: Record, params: Params) -> Record:
    """It is given up, and its payment called back if it has not left. refuses: wrong_state. source: sdk"""
    if record.status == "processing":
        payment = work.load(record.latest_payout["outbound_payment"], OUTBOUND_PAYMENT.object)
        outbound_payments.end(work, payment, "cancel")
        return record
    return payout_intents.end(work, record)


@operation(f"POST {ONE}/refresh_fx_quote", PAYOUT_INTENT, subject="id", verb="update")
def refresh_fx_quote(work: Work, record: Record, params: Params) -> Record:
    """A new rate, where money is converted: nothing is, so that there is none. refuses: wrong_state. source:
    sdk
    """
    return record


@operation(f"POST {ONE}/refresh_recipient_verification", PAYOUT_INTENT, subject="id", verb="update")
def refresh_recipient_verification(work: Work, record: Record, params: Params) -> Record:
    """The bank is asked again. refuses: wrong_state, unverifiable. source: sdk"""
    order = payout_intents.checked(work, record, funded=False)
    verification = payout_intents.proof(work, order.method, record.to["recipient"], anew=True)
    if verification is None:
        raise refusals.unverifiable(order.method)
    action = payout_intents.asking(record.confirmation_method == "manual", verification)
    doubted = (record.next_action or {}).get("confirm") or {}
    if action is None and doubted.get("reason") != "automatically_required":
        action = record.next_action
    changes = {"recipient_verification": payout_intents.seen(verification)}
    return changed(work, record, action or record.next_action, changes)
