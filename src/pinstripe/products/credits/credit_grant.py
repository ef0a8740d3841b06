"""The credit grant record: credits that a customer may use for metered prices before money is asked for.

Owns: the record, who may use it for what, its end. Does not own: the endpoints (credit_grants.py), what its
balance is made of (credit_balance_transaction.py), what invoices take of it (application.py).
Money: none of its own; the transactions post. A grant's state is not told: it follows from its times and its
balance. Source: spec; docs: Billing credits.
Times: `effective_at` is the first second that counts, `expires_at` the first that does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import BILLING_CREDITS
from pinstripe.products.credits import credit_balance_transaction as transactions

UPDATED = "billing.credit_grant.updated"
# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome    from to   event
    ("create", "granted", ANY, "=", "billing.credit_grant.created"),
    ("update", "done",    ANY, "=", UPDATED),
    ("expire", "done",    ANY, "=", UPDATED),
    ("void",   "done",    ANY, "=", UPDATED),
)
# fmt: on

CREDIT_GRANT = Resource(
    "billing.credit_grant",
    prefix="credgr",
    ids="v2",
    path="/v1/billing/credit_grants",
    generated="retrieve",
    noun="credit grant",
    lifecycle=LIFECYCLE,
    status="",
    index=("customer",),
    defaults={"category": "paid", "metadata": {}, "priority": 50, "updated": 0},
)
MOST_GRANTS = 100
"""So many grants of a customer may have a balance. source: docs: Billing credits"""
MOST_PRICES = 20
"""So many prices may a grant name. source: sdk"""


def held(work: Work, grant: Record) -> int:
    """What the ledger has of a grant."""
    return work.balance(BILLING_CREDITS.format(credit_grant=grant.id), currency_of(grant))


def currency_of(grant: Record) -> str:
    """The one currency that a grant counts in."""
    return str(grant.amount["monetary"]["currency"])


def of_customer(work: Work, customer: str) -> list[Record]:
    """A customer's grants, newest first."""
    return list(work.each(CREDIT_GRANT.object, customer=customer))


def is_over(grant: Record, moment: int) -> bool:
    """Has it expired by then, or was it voided?"""
    return grant.voided_at is not None or (grant.expires_at is not None and grant.expires_at <= moment)


def covers(grant: Record, price: str) -> bool:
    """May it be used for a metered price?"""
    named = prices_of(grant)
    return named is None or price in named


def prices_of(grant: Record) -> Sequence[str] | None:
    """The prices that it may be used for; None: all metered ones."""
    named = grant.applicability_config["scope"].get("prices")
    return None if named is None else [price["id"] for price in named]


def end_later(work: Work, grant: Record) -> None:
    """Be called when the grant expires, if it does."""
    work.unschedule("expire", grant)
    if grant.expires_at is not None:
        work.schedule("expire", grant, grant.expires_at)


@job(CREDIT_GRANT, "expire")
def expire(work: Work, grant: Record) -> None:
    """A grant's time is over: what is left of it is gone. source: docs: Billing credits; that no other event
    than the transaction's tells of it: inferred"""
    transactions.debit(work, grant, held(work, grant), "credits_expired")


@hears(CREDIT_GRANT, "hang")
def hung(work: Work, grant: Record) -> None:
    """A grant expires by the test clock that it hangs on now. source: spec (test_clock)"""
    work.change(grant, test_clock=grant.clock)
