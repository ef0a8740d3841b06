"""The endpoints of outbound setup intents.

Owns: create, update, cancel, list. Does not own: the record (outbound_setup_intent.py). Money: none.
Source: spec; sdk.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import outbound_setup_intent as outbound_setup_intents
from pinstripe.products.money_management import page, refusals
from pinstripe.products.money_management import payout_method as payout_methods
from pinstripe.products.money_management.outbound_setup_intent import OUTBOUND_SETUP_INTENT
from pinstripe.products.money_management.payout_method import PAYOUT_METHOD
from pinstripe.products.webhooks.v2_event import text_of

ONE = "/v2/money_management/outbound_setup_intents/{id}"
DATA = "payout_method_data"


@operation("POST /v2/money_management/outbound_setup_intents", OUTBOUND_SETUP_INTENT)
def create(work: Work, params: Params) -> Record:
    """A payout method is set up. refuses: method_said_once, bank_account_needed, bad_numbers. source: sdk"""
    intent = params.get("usage_intent") or "payment"
    method = said(work, params, intent)
    record = work.create(
        OUTBOUND_SETUP_INTENT,
        "lacks" if method is None else "done",
        created=text_of(work.now),
        payout_method=None,
        usage_intent=intent,
    )
    if method is not None:
        work.amend(record, payout_method=outbound_setup_intents.equipped(work, record, method).body)
    return record


def said(work: Work, params: Params, intent: str) -> Record | None:
    """The method that a request names or describes.

    refuses: method_said_once, bank_account_needed, archived
    """
    key, data = params.get("payout_method"), params.get(DATA)
    if key and data:
        raise refusals.method_said_once()
    if key:
        method = work.find(PAYOUT_METHOD.object, key, "payout_method")
        if method.archived:
            raise refusals.archived(method, "payout_method")
        return method
    if not data:
        return None
    if data["type"] != "bank_account" or not data.get("bank_account"):
        raise refusals.bank_account_needed(DATA)
    return payout_methods.add(work, data["bank_account"], DATA, intent)


@operation("GET /v2/money_management/outbound_setup_intents", OUTBOUND_SETUP_INTENT)
def list_outbound_setup_intents(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account, newest first. source: spec"""
    return page.listed(work, OUTBOUND_SETUP_INTENT, params)


@operation(f"POST {ONE}", OUTBOUND_SETUP_INTENT, subject="id", verb="equip")
def update(work: Work, record: Record, params: Params) -> Record:
    """A method is named for a setup that lacks one. refuses: wrong_state, as create. source: spec"""
    method = said(work, params, record.usage_intent)
    if method is None:
        return record
    shown = outbound_setup_intents.equipped(work, record, method).body
    return work.advance(record, "equip", "done", payout_method=shown)


@operation(f"POST {ONE}/cancel", OUTBOUND_SETUP_INTENT, subject="id")
def cancel(work: Work, record: Record, params: Params) -> Record:
    """It is given up. refuses: wrong_state. source: spec"""
    return work.advance(record, "cancel", "done")
