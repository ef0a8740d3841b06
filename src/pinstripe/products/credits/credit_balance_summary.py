"""The credit balance summary: what a customer's grants have, and what of it may be used.

Owns: how it is summed up; it is no record. Does not own: the endpoint (credit_balance_summaries.py), grants
(credit_grant.py), what drafts mean to use (application.py). Money: none. Source: spec; docs: Billing credits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.kernel import payer
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.credits import application
from pinstripe.products.credits import credit_grant as grants

CREDIT_BALANCE_SUMMARY = Resource("billing.credit_balance_summary", path="/v1/billing/credit_balance_summary")


def shown(work: Work, customer: str, chosen: Sequence[Record]) -> dict[str, Any]:
    """What is in these grants, by currency: in the books, and what may be used now.

    What counts is effective, and not put down on a draft yet. source: docs: Billing credits
    """
    planned = application.planned(work, customer) if chosen else {}
    sums: dict[str, tuple[int, int]] = {}
    for grant in reversed(chosen):
        currency, held = grants.currency_of(grant), grants.held(work, grant)
        free = held - planned.get(grant.id, 0) if application.counts(grant, work.now) else 0
        ledger, available = sums.get(currency, (0, 0))
        sums[currency] = (ledger + held, available + max(free, 0))
    return {
        "object": "billing.credit_balance_summary",
        "balances": [
            {"available_balance": _amount(currency, free), "ledger_balance": _amount(currency, held)}
            for currency, (held, free) in sums.items()
        ],
        "customer": customer,
        "customer_account": payer.account_of(work, customer),
        "livemode": False,
    }


def _amount(currency: str, value: int) -> dict[str, Any]:
    return {"monetary": {"currency": currency, "value": value}, "type": "monetary"}
