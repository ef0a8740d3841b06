"""Copies of worlds: fork, snapshot, restore, reset, delete; each happens whole or not at all.

Owns: which rows make a world.
Does not own: opening worlds (kernel/world.py), who may ask (control/worlds.py).
Snapshots are worlds that no key opens, since names of keys' worlds are digests. Created API keys belong to
whoever holds them, not to a world's past: copies have none, resets and restores leave them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pinstripe.store.base import HIDDEN, Conflict, Store
from pinstripe.store.tables import DERIVED, GLOBAL_TABLES, TABLES

if TYPE_CHECKING:
    from pinstripe.kernel.world import World, Worlds

Statements = list[tuple[str, Sequence[Any]]]

CONTENTS = tuple(name for name in TABLES if name not in (*GLOBAL_TABLES, *DERIVED, "worlds"))
CARRIED = tuple(name for name in TABLES["worlds"].names if name not in ("world", "name"))
"""What a world's own row knows beside its identity: counters, clock, settings."""

ATTEMPTS = 5
"""How often a copy is tried whose number another process took at that moment."""


def copy_world(store: Store, source: int, target_name: str) -> int:
    """Fork: all that a world holds, again under another name; ids stay. gives: the new world's number.

    The copy goes on as its source would after a restart: same seed, same counters. refuses: Conflict, if the
    name is taken
    """
    return _copy(store, source, target_name, replace=False)


def snapshot(store: Store, worlds: Worlds, world: World, name: str) -> int:
    """Keep the world as it stands under a name of its own; an older one of that name is replaced."""
    return _copy(store, world.world, _title(world.name, name), replace=True)


def restore(store: Store, worlds: Worlds, world: World, name: str) -> bool:
    """Put the world back to how a snapshot keeps it. gives: False if there is no such snapshot."""
    source = _number(store, _title(world.name, name))
    if source is None:
        return False
    carried = ",".join(CARRIED)
    store.transaction(
        [
            _hold(world.world),
            *_emptying(world.world),
            *_filling(source, world.world),
            (
                f"UPDATE worlds SET ({carried})=(SELECT {carried} FROM worlds WHERE world=?) WHERE world=?",
                (source, world.world),
            ),
        ]
    )
    worlds.reopen(world)
    return True


def snapshots(store: Store, world: World) -> list[str]:
    """The names of a world's snapshots, in order."""
    start = _title(world.name, "")
    rows = store.rows("SELECT name FROM worlds WHERE substr(name,1,?)=? ORDER BY name", (len(start), start))
    return [row[0][len(start) :] for row in rows]


def reset(store: Store, worlds: Worlds, world: World) -> None:
    """As on the first day: same account and seed, nothing in it, the clock as worlds of this server begin."""
    mode = "real" if worlds.frozen_at is None else "frozen"
    store.transaction(
        [
            _hold(world.world),
            *_emptying(world.world),
            (
                "UPDATE worlds SET seq=0,epoch=0,clock=?,clock_at=?,api_version='',settings='{}' "
                "WHERE world=?",
                (mode, worlds.frozen_at or 0, world.world),
            ),
        ]
    )
    worlds.reopen(world)


def delete_world(store: Store, worlds: Worlds, world: World) -> None:
    """The world, its snapshots and its created keys are gone; its name may begin anew."""
    numbers = [_number(store, _title(world.name, name)) for name in snapshots(store, world)]
    statements = [_hold(world.world)]
    for number in (*numbers, world.world):
        if number is not None:
            statements += _erasing(number)
    store.transaction([*statements, ("DELETE FROM keys WHERE world=?", (world.world,))])
    worlds.forget(world)


def _title(world: str, name: str) -> str:
    return f"{HIDDEN}{world}:{name}"


def _number(store: Store, name: str) -> int | None:
    rows = store.rows("SELECT world FROM worlds WHERE name=?", (name,))
    return rows[0][0] if rows else None


def _copy(store: Store, source: int, name: str, replace: bool) -> int:
    carried = ",".join(CARRIED)
    for _ in range(ATTEMPTS):
        known = _number(store, name)
        if known is not None and not replace:
            raise Conflict(f"there is a world of the name {name}")
        number: int = store.rows("SELECT MAX(world) FROM worlds")[0][0] + 1
        statements = [
            _hold(source),
            *(_erasing(known) if known is not None else ()),
            (
                f"INSERT INTO worlds (world,name,{carried}) SELECT ?,?,{carried} FROM worlds WHERE world=?",
                (number, name, source),
            ),
            *_filling(source, number),
        ]
        try:
            store.transaction(statements)
        except Conflict:  # the number or the name was taken at this very moment
            continue
        return number
    raise Conflict(f"no number was free for {name}")


def _hold(world: int) -> tuple[str, Sequence[Any]]:
    """Commits to a world wait for whoever touched its row: nobody writes between our statements."""
    return "UPDATE worlds SET seq=seq WHERE world=?", (world,)


def _filling(source: int, target: int) -> Statements:
    out: Statements = []
    for name in CONTENTS:
        columns = ",".join(TABLES[name].names[1:])
        sql = f"INSERT INTO {name} (world,{columns}) SELECT ?,{columns} FROM {name} WHERE world=?"
        out.append((sql, (target, source)))
    return out


def _emptying(world: int) -> Statements:
    return [(f"DELETE FROM {name} WHERE world=?", (world,)) for name in (*CONTENTS, *DERIVED)]


def _erasing(world: int) -> Statements:
    return [*_emptying(world), ("DELETE FROM worlds WHERE world=?", (world,))]
