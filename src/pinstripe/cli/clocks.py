"""`pinstripe clock`: the world's time."""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import click

from pinstripe.cli.shown import moment
from pinstripe.cli.target import Body, Target, targeted

POLL_SECONDS = 0.2
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


@click.group()
def clock() -> None:
    """The world's clock: show, freeze, advance, unfreeze."""


@clock.command()
@targeted(database=True)
def show(target: Target) -> None:
    """What time it is in the world, and whether time runs."""
    told = target.call("GET", "world")["clock"]
    click.echo(f"{told['now']}\t{moment(told['now'])} UTC\t{told['mode']}")


@clock.command()
@targeted(database=True)
@click.option("--at", type=int, help="The Unix time to stand still at; default: this moment.")
def freeze(target: Target, at: int | None) -> None:
    """Let time stand still."""
    now = target.call("POST", "clock/freeze", {} if at is None else {"now": at})["now"]
    click.echo(f"{now}\t{moment(now)} UTC\tfrozen")


@clock.command()
@targeted(database=True)
@click.option(
    "--offset", type=int, help="Seconds from real time; 0: real time. Default: from where it stands."
)
def unfreeze(target: Target, offset: int | None) -> None:
    """Let time run again."""
    told = target.call("POST", "clock/unfreeze", {} if offset is None else {"offset": offset})
    click.echo(f"{told['now']}\t{moment(told['now'])} UTC\t{told['offset']:+d} s")


@clock.command()
@targeted(database=False)
@click.argument("by", required=False)
@click.option("--days", type=click.IntRange(min=0), help="So many days, instead of BY.")
@click.option("--to", type=int, help="The Unix time to move to, instead of BY.")
def advance(target: Target, by: str | None, days: int | None, to: int | None) -> None:
    """Move time on by BY (3600, 90m, 12h, 30d, 4w), running everything that falls due on the way."""
    if days is not None and by is None:
        by = f"{days}d"
        days = None
    if (by is None) == (to is None) or days is not None:
        raise click.UsageError("Say how far (30d, or --days 30) or --to when.")
    body = {"to": to} if by is None else {"seconds": seconds(by)}
    told = moved(target, body)
    click.echo(f"{told['now']}\t{moment(told['now'])} UTC\t{told['jobs_run']} jobs run")


def seconds(text: str) -> int:
    """A length of time as people write it."""
    number, unit = (text[:-1], text[-1]) if text[-1:] in UNITS else (text, "s")
    if not (number.isascii() and number.isdecimal()):
        raise click.UsageError(f"{text} is no length of time: 3600, 90m, 12h, 30d, 4w")
    return int(number) * UNITS[unit]


def moved(target: Target, body: Body) -> Body:
    """Advance, and show how far it is while it runs."""
    with ThreadPoolExecutor(1) as pool:
        answer: Future[Body] = pool.submit(target.call, "POST", "clock/advance", body)
        if sys.stderr.isatty():
            watch(target, answer)
        return answer.result()


def watch(target: Target, answer: Future[Body]) -> None:
    """A progress bar on the terminal, fed by asking the server."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[jobs]} jobs"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("advancing", total=None, jobs=0)
        while not done(answer):
            told = target.call("GET", "world")["clock"]["advancing"]
            if told is not None:
                progress.update(
                    task,
                    description=moment(told["now"]),
                    total=told["to"] - told["from"],
                    completed=told["now"] - told["from"],
                    jobs=told["jobs_run"],
                )


def done(answer: Future[Body]) -> bool:
    """Has it answered, now or within the next moment?"""
    try:
        answer.exception(timeout=POLL_SECONDS)
    except TimeoutError:
        return False
    return True
