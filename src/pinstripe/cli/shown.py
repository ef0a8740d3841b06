"""How commands show what they found: tables and times. rich is imported when there is something to show."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click


def moment(seconds: int | None) -> str:
    """A Unix time for reading, in UTC."""
    if seconds is None:
        return "-"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], nothing: str) -> None:
    """A table on a terminal; elsewhere one line a row, with tabs between."""
    found = [[str(value) for value in row] for row in rows]
    if not found:
        click.echo(nothing, err=True)
        return
    if not sys.stdout.isatty():
        for row in found:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(*columns, box=None, header_style="bold")
    for row in found:
        shown.add_row(*row)
    Console().print(shown)
