"""API keys that were created: restricted ones, and those that a strict server knows.

Owns: making, listing, taking back; the forms of new keys. Does not own: what a key may do (http/auth.py).
A key is told once, when it is made; what is kept is its hash. Money: none. Source: our own; docs: keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from pinstripe.api import errors
from pinstripe.api.table import NEWEST, Table
from pinstripe.clock import now as clock
from pinstripe.control.routes import Body, Control, only, route, text, word
from pinstripe.http import auth
from pinstripe.ids import key_hash, unguessable
from pinstripe.kernel.world import World

if TYPE_CHECKING:
    from pinstripe.runtime import Runtime

KINDS = {"restricted": "rk", "secret": "sk", "publishable": "pk"}
WORDS = {kind: name for name, kind in KINDS.items()}
TAIL_LENGTH = 40
SHOWN = 12
"""Characters of a hash that name a key: enough to tell a world's keys apart, useless for anything else."""


@route("POST /_pinstripe/keys")
async def create(control: Control, world: World, body: Body) -> Any:
    """A further key of this world. params: type (restricted) · permissions, such as "customer_read" """
    only(body, "type", "permissions")
    kind = KINDS[word(body, "type", tuple(KINDS), "restricted")]
    granted = permissions(body.get("permissions", []), kind)
    key = f"{kind}_test_{unguessable(TAIL_LENGTH)}"
    made = await control.ask(write, control.runtime, world.world, world.account, key, granted)
    return {"key": key, **made}


@route("GET /_pinstripe/keys")
async def list_keys(control: Control, world: World, body: Body) -> Any:
    """The keys created for this world, by their hashes' beginnings."""
    only(body)
    return {"keys": await control.ask(known, control.runtime, world.world)}


@route("DELETE /_pinstripe/keys")
async def delete(control: Control, world: World, body: Body) -> Any:
    """A key is not known any more. params: id (as listed), or key (the whole key)"""
    only(body, "id", "key")
    name = key_hash(text(body, "key")) if "key" in body else text(body, "id").removeprefix("key_")
    gone = await control.ask(remove, control.runtime, world.world, name)
    if not gone:
        raise errors.no_such("key", "key_" + name[:SHOWN], "id", 404)
    return {"id": gone, "deleted": True}


def write(runtime: Runtime, world: int, account: str, key: str, granted: Sequence[str]) -> Body:
    """Keep a key's hash; everybody knows it from now on."""
    row = (key_hash(key), world, account, key[:2], " ".join(granted), clock.wall(), 0)
    runtime.store.execute(
        "INSERT INTO keys (key,world,account,kind,permissions,created,expires) VALUES (?,?,?,?,?,?,?) "
        "ON CONFLICT (key) DO NOTHING",
        row,
    )
    runtime.keys.forget()
    return shown(row[0], row[3], row[4], row[5])


def known(runtime: Runtime, world: int) -> list[Body]:
    """A world's created keys, oldest first; sessions' tokens are none of them."""
    rows = runtime.store.rows(
        "SELECT key,kind,permissions,created FROM keys WHERE world=? AND kind IN ('sk','rk','pk') "
        "ORDER BY created,key",
        (world,),
    )
    return [shown(*row) for row in rows]


def none_known(runtime: Runtime) -> bool:
    """Was no key created yet, for any world?"""
    return not runtime.store.rows("SELECT 1 FROM keys WHERE kind IN ('sk','rk','pk') LIMIT 1")


def remove(runtime: Runtime, world: int, name: str) -> str | None:
    """Take back the one key whose hash begins so. gives: its id, None if there isn't exactly one"""
    hashes = [row["id"] for row in known(runtime, world) if name and f"key_{name}".startswith(row["id"])]
    if len(hashes) != 1:
        return None
    start = hashes[0].removeprefix("key_")
    runtime.store.execute("DELETE FROM keys WHERE world=? AND substr(key,1,?)=?", (world, len(start), start))
    runtime.keys.forget()
    return str(hashes[0])


def shown(key: str, kind: str, granted: str, created: int) -> Body:
    """What may be seen of a key that was told before."""
    return {
        "id": f"key_{key[:SHOWN]}",
        "type": WORDS[kind],
        "permissions": granted.split(),
        "created": created,
    }


def permissions(asked: Any, kind: str) -> tuple[str, ...]:
    """Names of permissions, with or without Stripe's `rak_`. refuses: names that no call needs"""
    if not isinstance(asked, list) or not all(isinstance(name, str) for name in asked):
        raise errors.bad_array("permissions")
    if kind != "rk":
        if asked:
            raise errors.invalid("Only restricted keys have permissions.", param="permissions")
        return ()
    if not asked:
        raise errors.missing_param("permissions")
    names = tuple(dict.fromkeys(name.removeprefix("rak_") for name in asked))
    for place, name in enumerate(names):
        if name not in every_permission():
            raise errors.invalid(f"There is no permission {name}.", param=f"permissions[{place}]")
    return names


@cache
def every_permission() -> frozenset[str]:
    """What some call of the API needs, to read or to write."""
    names = (operation.split(" ") for operation in Table.load(NEWEST).operations())
    nouns = {auth.permission(method, path).rpartition("_")[0] for method, path in names}
    return frozenset(f"{noun}_{way}" for noun in nouns for way in ("read", "write"))


def own(runtime: Runtime) -> Body:
    """A world of its own behind a new secret key, with the publishable key of the same tail."""
    tail = unguessable(TAIL_LENGTH)
    world = runtime.worlds.get(auth.world_name(tail))
    write(runtime, world.world, world.account, f"pk_test_{tail}", ())
    made = write(runtime, world.world, world.account, f"sk_test_{tail}", ())
    return {"key": f"sk_test_{tail}", "publishable_key": f"pk_test_{tail}", **made}
