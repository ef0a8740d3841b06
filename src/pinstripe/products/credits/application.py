"""Application: what an invoice takes of its customer's grants, and gives back when it is void.

Owns: which grants may be used for an invoice and in which order, using them, giving back, what drafts mean to
use. Does not own: how a bill shares credits out among its lines (room invoices), grants (credit_grant.py).
Money: through the transactions. Source: docs: Billing credits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.credits import credit_balance_transaction as transactions
from pinstripe.products.credits import credit_grant as grants


class Usable(NamedTuple):
    """A grant that an invoice may use: how much is left of it, and which prices it covers (None: all)."""

    grant: str
    left: int
    prices: frozenset[str] | None


class Use(NamedTuple):
    """So much of a grant for one line, by the line's place on the invoice."""

    grant: str
    line: int
    amount: int


def is_metered(work: Work, price: str) -> bool:
    """Is it a price that credits may be used for: one with a meter? source: docs: Billing credits"""
    return bool((work.load(price, "price").recurring or {}).get("meter"))


def counts(grant: Record, moment: int) -> bool:
    """May it be used for a period that ends at that moment? source: docs: Billing credits"""
    return grant.effective_at <= moment and not grants.is_over(grant, moment)


def usable(work: Work, customer: str, currency: str, period_end: int) -> list[Usable]:
    """The grants that may be used for an invoice of a period, in the order in which they are.

    Those of the lowest priority first, then what ends soonest, promotional ones, what counts longest, the
    oldest. source: docs: Billing credits
    """
    found = [
        grant
        for grant in reversed(grants.of_customer(work, customer))
        if grants.currency_of(grant) == currency and counts(grant, period_end)
    ]
    found.sort(key=_order)
    left = [(grant, grants.held(work, grant)) for grant in found]
    return [Usable(grant.id, amount, _prices(grant)) for grant, amount in left if amount > 0]


def _order(grant: Record) -> tuple[Any, ...]:
    end = grant.expires_at
    return grant.priority, end is None, end or 0, grant.category != "promotional", grant.effective_at


def _prices(grant: Record) -> frozenset[str] | None:
    named = grants.prices_of(grant)
    return None if named is None else frozenset(named)


def use(work: Work, invoice: str, lines: Sequence[str], uses: Sequence[Use]) -> list[str]:
    """A final invoice takes what it was billed with. gives: ids of the transactions, one for each use"""
    made = []
    for one in uses:
        applied = {"invoice": invoice, "invoice_line_item": lines[one.line]}
        grant = work.load(one.grant, "billing.credit_grant")
        debited = transactions.debit(work, grant, one.amount, "credits_applied", credits_applied=applied)
        assert debited is not None, f"{invoice}: nothing of {one.grant} is used"
        made.append(debited.id)
    return made


def give_back(work: Work, invoice: str) -> None:
    """An invoice is void: what it used is there again, and is gone at once where its grant is over.
    source: docs: Billing credits"""
    for used in transactions.used_by(work, invoice):
        grant = work.load(used.credit_grant, "billing.credit_grant")
        amount = used.debit["amount"]["monetary"]["value"]
        where = used.debit["credits_applied"]
        kind = "credits_application_invoice_voided"
        transactions.credit(work, grant, amount, kind, credits_application_invoice_voided=where)
        if grants.is_over(grant, work.now):
            grants.expire(work, grant)


def planned(work: Work, customer: str) -> Mapping[str, int]:
    """What the customer's drafts mean to use, by grant. source: docs: Billing credits"""
    sums: dict[str, int] = {}
    for invoice in work.each("invoice", customer=customer, status="draft"):
        if all(row["type"] == "discount" for row in invoice.total_pretax_credit_amounts):
            continue
        for line in invoice.private.get("lines") or ():
            for grant, amount in work.load(line, "line_item").private.get("credits") or ():
                sums[grant] = sums.get(grant, 0) + amount
    return sums
