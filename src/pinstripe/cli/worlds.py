"""Commands about a world as a whole: reset, snapshot, fork, audit, connected accounts, faults."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from pinstripe.cli.shown import table
from pinstripe.cli.target import Local, Remote, Target, exists, targeted, with_server


@click.command()
@targeted(database=True)
@click.option("--yes", is_flag=True, help="Don't ask.")
def reset(target: Target, yes: bool) -> None:
    """Empty the world: same account, nothing in it."""
    if not yes:
        click.confirm("Everything in this world will be gone. Go on?", abort=True)
    click.echo(target.call("POST", "reset")["account"])


@click.group()
def snapshot() -> None:
    """Kept states of the world: save, restore, list."""


@snapshot.command()
@targeted(database=True)
@click.argument("name")
def save(target: Target, name: str) -> None:
    """Keep the world as it stands."""
    click.echo(target.call("POST", "snapshot", {"name": name})["name"])


@snapshot.command()
@targeted(database=True)
@click.argument("name")
def restore(target: Target, name: str) -> None:
    """Put the world back to how it was then."""
    click.echo(target.call("POST", "restore", {"name": name})["name"])


@snapshot.command("list")
@targeted(database=True)
def list_snapshots(target: Target) -> None:
    """The names of the world's snapshots."""
    names = target.call("GET", "snapshots")["snapshots"]
    table(("name",), [(name,) for name in names], "no snapshots")


@click.command()
@targeted(database=True)
@click.argument("new_key")
def fork(target: Target, new_key: str) -> None:
    """Copy the world; NEW_KEY (sk_test_…) opens the copy."""
    click.echo(target.call("POST", "fork", {"key": new_key})["account"])


@click.command()
@with_server
@click.option(
    "--database", help="Audit this database; no server may have it open. Without --key: every world."
)
def audit(url: str, key: str | None, database: str | None) -> None:
    """Recompute the books from their entries; ends with status 1 if anything disagrees."""
    if database is not None and not exists(database):
        raise click.ClickException(f"there is no database {database}")
    if database is None:
        reports = [Remote(url, key or "sk_test_pinstripe").call("GET", "audit")]
    elif key is not None:
        target = Local(database, key)
        try:
            reports = [target.call("GET", "audit")]
        finally:
            target.close()
    else:
        reports = every_world(database)
    for report in reports:
        show_report(report)
    if not all(report["agrees"] for report in reports):
        sys.exit(1)


def every_world(database: str) -> list[dict[str, Any]]:
    """One report for each world of a database."""
    from pinstripe.control.books import audit_all

    target = Local(database, "")
    try:
        return audit_all(target.runtime)
    finally:
        target.close()


def show_report(report: dict[str, Any]) -> None:
    """What was looked at, then every fault."""
    counts = ", ".join(f"{number} {what}" for what, number in report["checked"].items() if number)
    verdict = "agrees" if report["agrees"] else f"{len(report['faults'])} faults"
    click.echo(": ".join(part for part in (report.get("account", ""), verdict, counts or "nothing") if part))
    for fault in report["faults"]:
        click.echo(f"  {fault}")


@click.group()
def accounts() -> None:
    """Connected accounts."""


@accounts.command()
@targeted(database=True)
@click.option(
    "--type", "kind", default="standard", show_default=True, help="standard, express, custom or none."
)
@click.option("--country", default="US", show_default=True)
@click.option("--currency", help="Default currency; must be named outside the US.")
@click.option("--email")
def create(target: Target, kind: str, country: str, currency: str | None, email: str | None) -> None:
    """A connected account that may take money at once, for Stripe-Account."""
    body = {"type": kind, "country": country, "default_currency": currency, "email": email}
    click.echo(target.call("POST", "accounts", {name: value for name, value in body.items() if value})["id"])


@click.command()
@targeted(database=True)
@click.argument("faults", required=False)
@click.option("--clear", is_flag=True, help="Take all faults away.")
def faults(target: Target, faults: str | None, clear: bool) -> None:
    """Show the world's forced faults, or set them: '{"cards": {"outage": true}}'."""
    if clear:
        told = target.call("DELETE", "faults")
    elif faults is None:
        told = target.call("GET", "faults")
    else:
        try:
            wanted = json.loads(faults)
        except ValueError as problem:
            raise click.UsageError(f"this is no JSON: {problem}") from None
        told = target.call("POST", "faults", wanted)
    click.echo(json.dumps(told["faults"], indent=2))
