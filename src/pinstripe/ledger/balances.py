"""Materialised balances: sums of entries, kept in the same transaction, read in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work


def own(work: Work) -> list[tuple[str, str, int]]:
    """The acting account's balances: (name without the account, currency, amount)."""
    rows = work.batch.store.rows(
        "SELECT name,currency,amount FROM ledger_balances WHERE world=? AND name>=? AND name<?",
        (work.world.world, f"{work.account}/", f"{work.account}0"),
    )
    return [(name.partition("/")[2], currency, amount) for name, currency, amount in rows]
