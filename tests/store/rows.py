"""Hand-made rows: what the kernel would queue for a record, without the kernel."""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.world import Worlds
from pinstripe.store.base import Changes, Store

ACCOUNT = "acct_1"
NOW = 1_767_225_600


def world(store: Store, name: str = "alpha") -> int:
    """A fresh world's number."""
    return Worlds(store, now=NOW).get(name).world


def changes(store: Store, number: int) -> Changes:
    """An empty container for that world, as it stands now."""
    seq = store.rows("SELECT seq FROM worlds WHERE world=?", (number,))[0][0]
    return Changes(number, seq, store.shared)


def insert(
    batch: Changes, key: str, body: bytes = b"{}", created: int = NOW, kind: str = "customer", **index: str
) -> int:
    """Queue a new record; gives its provisional number."""
    seq = batch.seq()
    batch.add("versions", (batch.world, seq, ACCOUNT, key, body, None))
    batch.add("heads", (batch.world, ACCOUNT, key, seq, 1, kind, created, seq, "", 0))
    for field, value in index.items():
        batch.add("record_index", (batch.world, ACCOUNT, f"{kind}.{field}", value, seq, key))
    return seq


def update(batch: Changes, key: str, rev: int, body: bytes) -> None:
    """Queue the next version of a record that was read at that rev."""
    seq = batch.seq()
    batch.add("versions", (batch.world, seq, ACCOUNT, key, body, None))
    batch.add("heads.move", (seq, 0, "", batch.world, ACCOUNT, key, rev))


def everything(store: Store, number: int) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a world, without its number and without the row that says how often it was opened."""
    from pinstripe.store.snapshot import CONTENTS
    from pinstripe.store.tables import TABLES

    return {
        name: sorted(
            store.rows(f"SELECT {','.join(TABLES[name].names[1:])} FROM {name} WHERE world=?", (number,)),
            key=repr,
        )
        for name in CONTENTS
    }
