"""A run: what a schedule pays out when its moment has come, and that it comes again.

Owns: whether an account is paid out by itself, the job, the amounts. Does not own: the moments (schedule.py),
a payout (creation.py), the settings (balance_setting.py).
Money: of payouts. All that is available goes to the default account of its currency, but for what the
settings keep back; where less than nothing is there, the bank is debited.
Source: docs: payouts; recorded: gumroad (an automatic debit).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.ledger import balances
from pinstripe.products.connect import payee
from pinstripe.products.payouts import creation, schedule
from pinstripe.products.payouts.balance_setting import BALANCE_SETTINGS, HOLDER, automatic, held, rules
from pinstripe.products.payouts.payout import WORDS


def arrange(work: Work) -> None:
    """The next payout by schedule is planned anew, or there is none any more."""
    record = work.peek(HOLDER, "balance_settings")
    if not automatic(work):
        if record is not None:
            work.unschedule("pay_out", record)
        return
    record = record or held(work)
    work.unschedule("pay_out", record)
    plan(work, record)


def plan(work: Work, record: Record) -> None:
    """The next moment of the schedule."""
    told = record.private["account"]["schedule"]
    start = record.payments["settlement_timing"].get("start_of_day")
    work.schedule("pay_out", record, schedule.next_run(told, work.world_now, start))


@job(BALANCE_SETTINGS, "pay_out")
def pay_out(work: Work, record: Record) -> None:
    """The day of the schedule has come. source: docs: payouts"""
    if not automatic(work):
        return
    settings = record.payments["payouts"]
    kept = settings["minimum_balance_by_currency"] or {}
    for currency in sorted(
        {c for name, c in balances.places(work.books, work.account) if name == "available"}
    ):
        fields: dict[str, Any] = {
            "automatic": True,
            "description": WORDS,
            "reconciliation_status": "in_progress",
            "statement_descriptor": settings["statement_descriptor"],
            "private": {"previous": previous(work, currency)},
        }
        store(work, rules(record).get(currency, ()), currency, kept.get(currency, 0), fields)
        destination = payee.default_for(work, currency)
        if destination is None or destination.status == payee.ERRORED:
            continue
        there = work.balance("available", currency)
        amount = there - kept.get(currency, 0)
        if currency in creation.IN_HUNDREDS:
            amount -= amount % 100
        if amount > 0:
            creation.send(work, destination, amount, **fields)
        elif there < 0 and record.payments["debit_negative_balances"] and is_debitable(destination):
            creation.collect(work, destination, -there, **fields)
    plan(work, record)


def store(
    work: Work, told: Iterable[dict[str, Any]], currency: str, kept: int, fields: dict[str, Any]
) -> None:
    """What the settings send to a storage account comes first, in their order. source: spec; inferred"""
    for rule in told:
        there = work.balance("available", currency) - kept
        amount = there if rule["type"] == "transfer_all" else min(there, rule["transfer_up_to_amount"])
        if amount > 0:
            place = creation.storage_of(work, rule["payout_method"], currency, "payout_method")
            creation.send(work, place, amount, currency=currency, **fields)


def is_debitable(destination: Record) -> bool:
    """Can money be taken from there?"""
    return destination.type == "bank_account" and destination.country in creation.DEBITABLE


def previous(work: Work, currency: str) -> str | None:
    """The automatic payout before, since which money has come together."""
    every = work.each("payout", automatic=True)
    return next((one.id for one in every if one.currency == currency), None)
