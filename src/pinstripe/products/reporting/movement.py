"""A movement of a balance with all that it hangs on: charge, refund, dispute, transfer, payout, customer.

Owns: finding them, each once and only when a report asks for it. Does not own: what a report says of them
(columns.py). Money: only read. Source: docs: Report types reference (what a movement is associated with).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work

WHOLE = frozenset({"payout", "payout_reversal"})
"""Reporting categories of money that leaves a balance for a bank, and comes back from there."""


class Settlements:
    """The automatic payouts of an account, and which of them a movement was settled in."""

    def __init__(self, work: Work) -> None:
        self.work = work

    @cached_property
    def _payouts(self) -> dict[str, list[Record]]:
        """By currency, oldest first."""
        found: dict[str, list[Record]] = {}
        for payout in self.work.each("payout", automatic=True):
            found.setdefault(payout.currency, []).append(payout)
        return {currency: payouts[::-1] for currency, payouts in found.items()}

    def of(self, transaction: Record) -> Record | None:
        """The first payout that was made once the money could be used. source: docs: payouts; inferred"""
        payouts = self._payouts.get(transaction.currency, [])
        start = bisect_left(payouts, transaction.born, key=lambda payout: payout.born)
        waited = not transaction.private.get("at_once")
        if waited:
            due = bisect_left(payouts, transaction.available_on, key=lambda payout: payout.created)
            start = max(start, due)
        own = payouts[start - 1] if start else None
        if own is not None and own.balance_transaction == transaction.id:
            return own
        return payouts[start] if start < len(payouts) else None


class Movement:
    """One balance transaction of one account."""

    def __init__(self, work: Work, transaction: Record, settlements: Settlements) -> None:
        self.work = work
        self.settlements = settlements
        self.transaction = transaction
        self.account = work.account

    def _known(self, key: str | None, kind: str = "", work: Work | None = None) -> Record | None:
        """A record as it is now, a deleted one too; what it hangs on does not change what time it is."""
        if not key:
            return None
        place = work or self.work
        record = place.batch.load(place.account, key)
        return record if record is not None and kind in {"", record.type} else None

    def _source(self, kind: str) -> Record | None:
        return self._known(self.transaction.source, kind)

    @cached_property
    def refund(self) -> Record | None:
        """The refund that moved the money."""
        return self._source("refund")

    @cached_property
    def dispute(self) -> Record | None:
        """The dispute that moved it."""
        return self._source("dispute")

    @cached_property
    def payout(self) -> Record | None:
        """The payout that moved it."""
        return self._source("payout")

    @cached_property
    def transfer(self) -> Record | None:
        """The transfer that moved it, or that was taken back."""
        found = self._source("transfer")
        if found is not None:
            return found
        reversal = self._source("transfer_reversal")
        return None if reversal is None else self._known(reversal.transfer, "transfer")

    @cached_property
    def charge(self) -> Record | None:
        """The charge that it began with: itself, or the one that a refund or a dispute is about."""
        about = self.refund or self.dispute
        return self._source("charge") if about is None else self._known(about.charge, "charge")

    @cached_property
    def facing(self) -> Record | None:
        """What the customer sees: the charge, the refund or the dispute."""
        return self.refund or self.dispute or self.charge

    @cached_property
    def customer(self) -> Record | None:
        """Whose charge it is."""
        return None if self.charge is None else self._known(self.charge.customer, "customer")

    @cached_property
    def invoice(self) -> Record | None:
        """The invoice that the charge paid."""
        intent = None if self.charge is None else self.charge.payment_intent
        if not intent:
            return None
        paid = self.work.where("invoice_payment", 1, payment_intent=intent)
        return self._known(paid[0].invoice, "invoice") if paid else None

    @cached_property
    def automatic_payout(self) -> Record | None:
        """The automatic payout that it was settled in; an automatic payout's own is itself."""
        return self.settlements.of(self.transaction)

    @cached_property
    def other_account(self) -> Record | None:
        """The connected account that a transfer went to."""
        destination = None if self.transfer is None else self.transfer.destination
        platform_work = self.work.acting_for(self.work.world.account)
        return self._known(destination, "account", platform_work)

    @cached_property
    def direct_charge(self) -> str | None:
        """The charge of a connected account that a fee was taken from."""
        fee = self._source("application_fee")
        return None if fee is None else str(fee.charge)

    @cached_property
    def effective_at(self) -> int:
        """When a payout counts: an automatic one when it arrives, another when it was begun."""
        payout = self.payout
        if payout is None or not payout.automatic:
            return int(self.transaction.created)
        return int(payout.arrival_date)

    @cached_property
    def reversed_at(self) -> int | None:
        """When a payout was taken back."""
        reversal = None if self.payout is None else self._known(self.payout.reversed_by, "payout")
        return None if reversal is None else int(reversal.created)
