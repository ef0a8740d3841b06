"""Sweep: the balance of payments is paid out to a financial account, and filled up from one.

Owns: which financial account a bank account's numbers are. Does not own: payouts and top-ups (their room),
the records of what is received (received_credit.py, received_debit.py).
Money: what a payout brought to its bank is the financial account's, what a top-up took is taken from it.
Source: docs: Moving money with Treasury (payouts and top-ups); recorded: issuing-treasury (the numbers of a
financial account are those of an external account).
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.payouts.payout import PAYOUT
from pinstripe.products.payouts.topup import TOPUP
from pinstripe.products.treasury import received_credit as received_credits
from pinstripe.products.treasury import received_debit as received_debits

PAID = "STRIPE PAYOUT"
FILLED = "STRIPE TOPUP"
"""What is said of one that nobody described. source: inferred"""


@hears(PAYOUT, "arrive", "done")
def paid_out(work: Work, payout: Record) -> None:
    """A payout arrives at a financial account. source: docs: Moving money with Treasury (source_flow_type)"""
    account = numbered(work, payout.destination)
    if account is not None:
        words = payout.statement_descriptor or payout.description or PAID
        received_credits.from_balance(work, account, payout, words)


@hears(PAYOUT, "arrive", "debit")
def pulled(work: Work, payout: Record) -> None:
    """A balance below zero is made up for. source: docs: Moving money with Treasury (linked_flows)"""
    account = numbered(work, payout.destination)
    if account is not None:
        received_debits.to_balance(work, account, -payout.amount, PAID, payout=payout.id)


@hears(TOPUP, "succeed", "done")
def filled_up(work: Work, topup: Record) -> None:
    """A top-up takes from a financial account. source: docs: Moving money with Treasury (linked_flows)"""
    account = known(work, topup.private.get("bank"))
    if account is not None:
        words = topup.statement_descriptor or topup.description or FILLED
        received_debits.to_balance(work, account, topup.amount, words, topup=topup.id)


def numbered(work: Work, destination: str | None) -> Record | None:
    """The financial account whose numbers an external account has."""
    record = work.peek(destination, "bank_account") if destination else None
    return known(work, record.private.get("bank")) if record is not None else None


def known(work: Work, bank: str | None) -> Record | None:
    """The account's own financial account of these numbers, where there is one."""
    number = (bank or "").rpartition("/")[2]
    accounts = work.each("treasury.financial_account") if number else ()
    return next((one for one in accounts if one.private.get("account_number") == number), None)
