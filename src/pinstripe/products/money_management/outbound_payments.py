"""The endpoints of outbound payments of /v2.

Owns: create, cancel, list. Does not own: the record (outbound_payment.py). Money: the payment's.
Source: spec; sdk; rules inferred. Verifications of recipients answer 501.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import financial_account as financial_accounts
from pinstripe.products.money_management import outbound_payment as outbound_payments
from pinstripe.products.money_management import page, refusals
from pinstripe.products.money_management import payout_method as payout_methods
from pinstripe.products.money_management.outbound_payment import OUTBOUND_PAYMENT, RAILS
from pinstripe.products.money_management.page import amount

OF_ACH = "to.payout_method_options.bank_account.preferred_network_options.ach"
UNBUILT = f"recipient_verification {OF_ACH}.transaction_purpose"
USUAL = {"eur": "sepa", "gbp": "fps", "usd": "ach"}
"""Currency → the network that carries it where none is preferred. source: inferred"""
RECIPIENTS = ("account", "v2.core.account")
"""Types of whoever can be paid."""


@operation("POST /v2/money_management/outbound_payments", OUTBOUND_PAYMENT, missing=UNBUILT)
def create(work: Work, params: Params) -> Record:
    """A recipient is paid.

    refuses: resource_missing, converted, too_low, other_currency, insufficient, no_method. source: spec; sdk
    """
    source, target = params["from"], params.to
    account = financial_accounts.named(work, source["financial_account"], "from[financial_account]")
    value, currency = params.amount["value"], params.amount["currency"].lower()
    if {source["currency"], target.get("currency") or currency} != {currency}:
        raise refusals.converted("to[currency]")
    if value < 1:
        raise errors.in_v2(errors.too_low(1, "amount[value]"))
    financial_accounts.spend(account, value, currency)
    recipient = target["recipient"]
    known = work.batch.load(work.world.account, recipient)
    if known is None or known.deleted or known.type not in RECIPIENTS:
        raise errors.in_v2(errors.no_such("account", recipient, "to[recipient]", 400))
    recipient_work = work.acting_for(recipient)
    method = payout_methods.payable(recipient_work, recipient, target.get("payout_method"), currency)
    options = target.get("payout_method_options")
    return outbound_payments.begin(
        work,
        account,
        value,
        currency,
        method,
        rail_of(options, currency),
        description=params.get("description"),
        metadata=merged_metadata(None, params.get("metadata") or {}),
        recipient_notification=dict(params.get("recipient_notification") or {"setting": "configured"}),
        statement_descriptor=params.get("statement_descriptor") or "payment",
        to={
            "credited": amount(value, currency),
            "payout_method": method.id,
            "payout_method_options": shown(options),
            "recipient": recipient,
        },
    )


def rail_of(options: Params | None, currency: str) -> str:
    """The rail of the first network that is preferred and carries the currency, else its usual one."""
    bank = (options or Params()).get("bank_account") or Params()
    ach = (bank.get("preferred_network_options") or {}).get("ach") or {}
    for network in bank.get("preferred_networks") or ():
        if network not in RAILS or (network in ("ach", "fedwire", "rtp")) != (currency == "usd"):
            continue
        if network == "ach" and ach.get("submission") == "same_day":
            return "ach_same_day"
        return RAILS[network]
    same_day = ach.get("submission") == "same_day" and currency == "usd"
    return "ach_same_day" if same_day else RAILS[USUAL[currency]]


def shown(options: Params | None) -> dict[str, Any] | None:
    """What was preferred, as it is shown."""
    bank = (options or Params()).get("bank_account")
    if not bank:
        return None
    ach = (bank.get("preferred_network_options") or {}).get("ach")
    wishes = {"submission": ach.get("submission"), "transaction_purpose": None} if ach else None
    return {
        "bank_account": {
            "preferred_network_options": {"ach": wishes} if wishes else None,
            "preferred_networks": bank.get("preferred_networks"),
        }
    }


@operation("GET /v2/money_management/outbound_payments", OUTBOUND_PAYMENT)
def list_outbound_payments(work: Work, params: Params) -> dict[str, Any]:
    """Those of the account, newest first. source: spec"""
    recipient, statuses = params.get("recipient"), params.get("status")
    rows = (one for one in work.each(OUTBOUND_PAYMENT.object))
    return page.chosen(
        OUTBOUND_PAYMENT,
        params,
        (
            one
            for one in rows
            if (recipient is None or one.to["recipient"] == recipient)
            and (not statuses or one.status in statuses)
        ),
    )


@operation("POST /v2/money_management/outbound_payments/{id}/cancel", OUTBOUND_PAYMENT, subject="id")
def cancel(work: Work, record: Record, params: Params) -> Record:
    """It is called back before the banks have it. refuses: wrong_state. source: spec"""
    return outbound_payments.end(work, record, "cancel")
