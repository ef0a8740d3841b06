"""Materialised balances: sums of entries, kept in the same transaction, read in one place."""

from __future__ import annotations

from pinstripe.ledger.accounts import qualified
from pinstripe.ledger.books import Books


def own(books: Books, account: str) -> list[tuple[str, str, int]]:
    """An account's balances as they are stored: (name without the account, currency, amount)."""
    rows = books.before.balances_of(account)
    return [(name.partition("/")[2], currency, amount) for name, currency, amount in rows]


def moved(books: Books, account: str, name: str, currency: str) -> bool:
    """Has this batch put money there already? Asked without reading."""
    place = (qualified(name, account), currency)
    return place in books.before.balances or place in books.deltas


def places(books: Books, account: str) -> list[tuple[str, str]]:
    """Name and currency of each balance of an account, as a unit of work sees them."""
    own_names = f"{account}/"
    fresh = {*books.before.balances, *books.deltas}
    added = {(name.partition("/")[2], currency) for name, currency in fresh if name.startswith(own_names)}
    return sorted({(name, currency) for name, currency, _ in own(books, account)} | added)
