"""What an account comes to owe: its platform, where that answers for it, sets as much aside.

Owns: after what it is looked at. Does not own: the reserve (room balance). Money: none of its own.
Source: docs: Connect account balances.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.balance import reserve
from pinstripe.products.balance.balance import BALANCE
from pinstripe.products.disputes.dispute import DISPUTE
from pinstripe.products.refunds.refund import REFUND


@hears(BALANCE, "mature", "owing")
@hears(REFUND, "create", "done")
@hears(REFUND, "create", "pending")
@hears(REFUND, "create", "asking")
@hears(DISPUTE, "create", "chargeback")
@hears(DISPUTE, "escalate", "done")
def taken(work: Work, record: Record) -> None:
    """Money was taken back from whoever this acts for. source: docs: Connect account balances"""
    reserve.watch(work)
