"""Materialised balances: sums of entries, kept in the same transaction, read in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinstripe.ledger.accounts import qualified

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work


def own(work: Work) -> list[tuple[str, str, int]]:
    """The acting account's balances: (name without the account, currency, amount)."""
    rows = work.batch.store.rows(
        "SELECT name,currency,amount FROM ledger_balances WHERE world=? AND name>=? AND name<?",
        (work.world.world, f"{work.account}/", f"{work.account}0"),
    )
    return [(name.partition("/")[2], currency, amount) for name, currency, amount in rows]


def moved(work: Work, name: str, currency: str) -> bool:
    """Has this batch put money there already? Asked without reading."""
    place = (qualified(name, work.account), currency)
    return place in work.batch.balances or place in work.books.deltas


def places(work: Work) -> list[tuple[str, str]]:
    """Name and currency of each balance of the acting account, as this work sees them."""
    own_names = f"{work.account}/"
    fresh = {*work.batch.balances, *work.books.deltas}
    added = {(name.partition("/")[2], currency) for name, currency in fresh if name.startswith(own_names)}
    return sorted({(name, currency) for name, currency, _ in own(work)} | added)
