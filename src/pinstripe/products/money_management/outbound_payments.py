"""The endpoints of outbound payments of /v2.

Owns: create, cancel, list. Does not own: the record (outbound_payment.py). Money: the payment's.
Source: spec; sdk; rules inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import outbound_payment as outbound_payments
from pinstripe.products.money_management import page
from pinstripe.products.money_management.outbound_payment import OUTBOUND_PAYMENT


@operation("POST /v2/money_management/outbound_payments", OUTBOUND_PAYMENT)
def create(work: Work, params: Params) -> Record:
    """A recipient is paid.

    refuses: resource_missing, converted, too_low, other_currency, insufficient, no_method. source: spec; sdk
    """
    return outbound_payments.send(work, outbound_payments.ordered(work, params))


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
