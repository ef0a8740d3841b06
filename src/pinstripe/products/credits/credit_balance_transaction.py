"""The credit balance transaction record: a grant's balance grew or shrank, and why.

Owns: the record, which nobody changes. Does not own: the endpoints (credit_balance_transactions.py), when
balances change (credit_grant.py, application.py). Money: between `billing_credits:<grant>` and the other side
of adjustments. Source: spec; docs: Billing credits.
Private facts: customer, invoice (that used the credits), for lists.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.posting import Move
from pinstripe.products.credits import postings

CREATED = "billing.credit_balance_transaction.created"
# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome     from to   event    posting
    ("create", "credited", ANY, "=", CREATED, postings.CREDIT),
    ("create", "debited",  ANY, "=", CREATED, postings.DEBIT),
)
# fmt: on

CREDIT_BALANCE_TRANSACTION = Resource(
    "billing.credit_balance_transaction",
    prefix="cbtxn",
    ids="v2",
    path="/v1/billing/credit_balance_transactions",
    generated="retrieve",
    noun="credit balance transaction",
    lifecycle=LIFECYCLE,
    status="",
    index=("credit_grant", "customer=private.customer", "invoice=private.invoice"),
)


def credit(
    work: Work, grant: Record, amount: int, kind: str, *, effective_at: int | None = None, **facts: Any
) -> Record:
    """A grant's balance grows. params: facts, where the credits come from. source: spec"""
    shown = {"credits_application_invoice_voided": None, **facts}
    credited = {"amount": _amount(grant, amount), "type": kind, **shown}
    return _write(work, grant, amount, "credited", effective_at, credit=credited, type="credit")


def debit(
    work: Work, grant: Record, amount: int, kind: str, *, effective_at: int | None = None, **facts: Any
) -> Record | None:
    """A grant's balance shrinks; nothing is written where nothing is left to take. source: spec"""
    if amount <= 0:
        return None
    debited = {"amount": _amount(grant, amount), "type": kind, "credits_applied": None, **facts}
    return _write(work, grant, amount, "debited", effective_at, debit=debited, type="debit")


def _amount(grant: Record, value: int) -> dict[str, Any]:
    monetary = {"currency": grant.amount["monetary"]["currency"], "value": value}
    return {"monetary": monetary, "type": "monetary"}


def _write(
    work: Work, grant: Record, amount: int, outcome: str, effective_at: int | None, **fields: Any
) -> Record:
    used = (fields.get("debit") or {}).get("credits_applied") or {}
    private = {"customer": grant.customer, "invoice": used.get("invoice")}
    return work.create(
        CREDIT_BALANCE_TRANSACTION,
        outcome,
        moves=Move(amount, grant.amount["monetary"]["currency"]),
        private=private,
        credit_grant=grant.id,
        effective_at=work.now if effective_at is None else effective_at,
        test_clock=grant.test_clock,
        **fields,
    )


def used_by(work: Work, invoice: str) -> list[Record]:
    """What an invoice took of grants, in the order in which it did."""
    return list(work.each(CREDIT_BALANCE_TRANSACTION.object, invoice=invoice))[::-1]


@hears(CREDIT_BALANCE_TRANSACTION, "hang")
def hung(work: Work, transaction: Record) -> None:
    """A transaction shows the test clock of its grant. source: spec (test_clock)"""
    work.change(transaction, test_clock=transaction.clock)
