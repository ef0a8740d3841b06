"""The endpoints of balance transactions, also under the name that they had before.

Owns: the list, what an automatic payout is made of. Does not own: the record (balance_transaction.py),
payouts.
Money: none. Source: spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import created_within, page_of, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.balance import refusals
from pinstripe.products.balance.balance_transaction import BALANCE_TRANSACTION

LONGEST_DAYS = 90
"""Nothing waits longer for its day of availability. source: inferred"""


@operation("GET /v1/balance_transactions", BALANCE_TRANSACTION)
@operation("GET /v1/balance/history", BALANCE_TRANSACTION)
def list_transactions(work: Work, params: Params) -> Page:
    """Every movement of the balance, newest first. refuses: no_such, not_automatic, in_progress.
    source: spec; recorded: stripe_world (disputes)"""
    filters = params.pick("type", "source", "currency")
    source = work.peek(filters["source"]) if filters.get("source") else None
    if source is not None and source.type == "dispute":  # its rows are not found by it
        return Page((), False, work.path)
    key = params.get("payout")
    if not key:
        return show_records(work, BALANCE_TRANSACTION, params, work.path, filters, None)
    payout = work.peek(key)
    if payout is None or payout.type != "payout":
        raise errors.no_such("payout", key, "payout", 400)
    if not payout.automatic:
        raise refusals.not_automatic()
    if payout.reconciliation_status != "completed":
        raise refusals.in_progress(payout.id)
    found = [
        one
        for one in paid_out(work, payout)
        if all(one.body[name] == value for name, value in filters.items()) and created_within(one, params)
    ]
    return page_of(found, params, work.path, "balance transaction")


@operation("GET /v1/balance/history/{id}", BALANCE_TRANSACTION, subject="id")
def retrieve_from_history(work: Work, balance_transaction: Record, params: Params) -> Record:
    """One movement, by its older address. source: spec"""
    return balance_transaction


def paid_out(work: Work, payout: Record) -> Iterator[Record]:
    """What an automatic payout is made of, and its own transaction: what became available in its currency
    since the automatic payout before it. source: spec; inferred (how they are told apart)
    """
    before = work.peek(payout.private["previous"] or "")
    since, born = (before.created, before.born) if before is not None else (0, 0)
    skipped = before.balance_transaction if before is not None else ""
    for one in work.each("balance_transaction", currency=payout.currency):
        if one.created < since - LONGEST_DAYS * DAY:
            return
        own = one.id == payout.balance_transaction
        if own or (one.born < payout.born and one.id != skipped and within(one, since, born, payout.created)):
            yield one


def within(transaction: Record, since: int, born: int, until: int) -> bool:
    """Did it become available in between? params: born, the place of the payout before in the order of all"""
    waited = not transaction.private.get("at_once")
    if waited and transaction.born < born:
        return bool(since < transaction.available_on <= until)
    return bool(transaction.born > born and (not waited or transaction.available_on <= until))
