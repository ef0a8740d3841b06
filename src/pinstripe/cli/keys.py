"""`pinstripe keys`: make, list and take back API keys. A key is shown once; only its hash is kept."""

from __future__ import annotations

from typing import Any

import click

from pinstripe.cli.shown import moment, table
from pinstripe.cli.target import Local, Target, opened, targeted, with_server


@click.group()
def keys() -> None:
    """API keys: restricted ones, and those that a strict server knows."""


@keys.command()
@with_server
@click.option("--database", help="Work on this database; without --key a world of its own is made.")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["secret", "restricted", "publishable"]),
    default=None,
    help="Default: restricted if permissions are named, else secret.",
)
@click.option(
    "--permission", "permissions", multiple=True, help="Such as customer_read or charge_write; repeatable."
)
def create(
    url: str, key: str | None, database: str | None, kind: str | None, permissions: tuple[str, ...]
) -> None:
    """Make a key and show it, this once."""
    kind = kind or ("restricted" if permissions else "secret")
    if database is not None and key is None and kind == "secret":
        show(fresh(database))
        return
    target = opened(url, key, database)
    try:
        show(target.call("POST", "keys", {"type": kind, "permissions": list(permissions)}))
    finally:
        target.close()


def fresh(database: str) -> dict[str, Any]:
    """A new world behind a new secret key, on a database that need not exist yet."""
    from pinstripe.control.keys import own

    target = Local(database, "")
    try:
        return own(target.runtime)
    finally:
        target.close()


def show(made: dict[str, Any]) -> None:
    """The key on stdout, the rest beside it."""
    click.echo(made["key"])
    if made.get("publishable_key"):
        click.echo(made["publishable_key"])
    about = " ".join([made["type"], *made["permissions"]])
    click.echo(f"{made['id']} ({about}); it is not shown again", err=True)


@keys.command("list")
@targeted(database=True)
def list_keys(target: Target) -> None:
    """The keys created for the world, by the beginning of their hash."""
    found = target.call("GET", "keys")["keys"]
    rows = [
        (key["id"], key["type"], " ".join(key["permissions"]) or "-", moment(key["created"])) for key in found
    ]
    table(("id", "type", "permissions", "created"), rows, "no keys were created for this world")


@keys.command()
@targeted(database=True)
@click.argument("id")
def delete(target: Target, id: str) -> None:
    """Take a key back, by its id (key_…) or by the key itself."""
    field = "id" if id.startswith("key_") else "key"
    click.echo(target.call("DELETE", "keys", {field: id})["id"])
