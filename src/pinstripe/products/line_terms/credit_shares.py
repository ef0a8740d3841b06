"""Shares of credits: what each grant of billing credits takes off each line of an invoice.

Owns: the order of lines. Does not own: which grants may be used, and in which order (room credits), totals
(bill.py). Money: minor units of one currency; nothing moves. Source: docs: Billing credits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pinstripe.products.credits.application import Usable, Use

Amounts = list[dict[str, Any]]
KIND = "credit_balance_transaction"


class Credits(NamedTuple):
    """Grants that an invoice may use, in their order, and the prices of its lines that have a meter."""

    usable: Sequence[Usable] = ()
    metered: frozenset[str] = frozenset()


NONE = Credits()


def credited(left: Sequence[int], prices: Sequence[str | None], credits: Credits) -> list[Use]:
    """What is used for each line, one after the other; each takes the first grant that has something for it.

    params: left, what discounts left of each line; prices, theirs. source: docs: Billing credits
    """
    rest = {one.grant: one.left for one in credits.usable}
    uses = []
    for at, (amount, price) in enumerate(zip(left, prices, strict=True)):
        asked = amount if price in credits.metered else 0
        for one in credits.usable:
            part = min(asked, rest[one.grant])
            if part > 0 and (one.prices is None or price in one.prices):
                uses.append(Use(one.grant, at, part))
                asked -= part
                rest[one.grant] -= part
    return uses


def rows(uses: Sequence[Use]) -> Amounts:
    """Uses as credits before tax; which transaction takes them nobody knows yet.
    source: spec; null while it is a draft: inferred"""
    return [{"amount": use.amount, KIND: None, "type": KIND} for use in uses]


def by_line(uses: Sequence[Use]) -> dict[int, list[Use]]:
    """What is used for each line, by its place."""
    found: dict[int, list[Use]] = {}
    for use in uses:
        found.setdefault(use.line, []).append(use)
    return found


def named(amounts: Amounts, transactions: Sequence[str]) -> Amounts:
    """The same rows with the transactions that took the credits. params: transactions, in the same order"""
    found = iter(transactions)
    return [{**row, KIND: next(found)} if row["type"] == KIND else row for row in amounts]
