"""`pinstripe events`: watch what happens in a world, and tell it again."""

from __future__ import annotations

import time

import click

from pinstripe.cli.shown import moment
from pinstripe.cli.target import Target, targeted

POLL_SECONDS = 1.0


@click.group()
def events() -> None:
    """Events of a world: tail, resend."""


@events.command()
@targeted(database=False)
@click.option("--all", "everything", is_flag=True, help="Begin with the world's first event.")
@click.option("--follow/--no-follow", default=True, show_default=True, help="Wait for more.")
def tail(target: Target, everything: bool, follow: bool) -> None:
    """Print events as they happen: time, type, event, object, account."""
    last = 0 if everything or not follow else target.call("GET", "events", {"after": -1})["last"]
    while True:
        page = target.call("GET", "events", {"after": last, "limit": 1000})
        for event in page["events"]:
            click.echo(
                "\t".join(
                    (moment(event["created"]), event["type"], event["id"], event["object"], event["account"])
                )
            )
        last = page["last"]
        if page["has_more"]:
            continue
        if not follow:
            return
        time.sleep(POLL_SECONDS)


@events.command()
@targeted(database=False)
@click.argument("event")
@click.option("--webhook-endpoint", "endpoint", help="Only this endpoint (we_…).")
@click.option("--account", help="The connected account whose event it is.")
def resend(target: Target, event: str, endpoint: str | None, account: str | None) -> None:
    """Tell an event again to the endpoints that hear it."""
    body = {"event": event, "endpoint": endpoint, "account": account}
    told = target.call("POST", "events/resend", {name: value for name, value in body.items() if value})
    click.echo(f"{told['event']} goes to {told['endpoints']} endpoints")
