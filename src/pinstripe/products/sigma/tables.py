"""The tables of Sigma: one for each type of record, one for its metadata, each of connected accounts too.

Owns: their names. Does not own: columns (analytics/views.py). Money: none.
Source: docs: Sigma (names, from memory); inferred (types that it has no table for).
"""

from __future__ import annotations

from functools import cache

from pinstripe.analytics.views import View, columns_of, pairs_of
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work

NAMES: dict[str, str] = {
    "invoiceitem": "invoice_items",
    "line_item": "invoice_line_items",
    "radar.early_fraud_warning": "early_fraud_warnings",
    "balance": "balances",
    "balance_settings": "balance_settings",
    "tax.settings": "tax_settings",
}
"""Tables that are not called by the plural of their type."""


def name_of(kind: str) -> str:
    """What the table of a type is called."""
    word = kind.replace(".", "_")
    known = NAMES.get(kind)
    if known is not None:
        return known
    if word.endswith("y") and not word.endswith("ey"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("s") else f"{word}s"


@cache
def views() -> dict[str, View]:
    """Every table by its name."""
    found: dict[str, View] = {}
    for kind, resource in sorted(REGISTRY.items()):
        name, columns = name_of(kind), columns_of(resource.schema)
        if not (resource.prefix and columns):
            continue
        found[name] = View(kind, columns)
        if any(column.name == "metadata" for column in columns):
            pairs = pairs_of(kind)
            found[f"{name}_metadata"] = View(kind, pairs, pairs[0].name)
    account = tuple(columns_of("account"))
    found["accounts"] = View("account", account)
    connected = {f"connected_account_{name}": view._replace(connected=True) for name, view in found.items()}
    return {**found, **connected}


def connected(work: Work) -> tuple[str, ...]:
    """The accounts that the platform acts for; none where somebody else asks."""
    if work.account != work.world.account:
        return ()
    return tuple(account.id for account in work.each("account"))
