"""`pinstripe sql`: a question over the records of a world, its answer as a table."""

from __future__ import annotations

import click

from pinstripe.cli.shown import table
from pinstripe.cli.target import Target, targeted


@click.command()
@targeted(database=True)
@click.argument("query")
@click.option("--account", help="Ask for this connected account.")
def sql(target: Target, query: str, account: str | None) -> None:
    """The answer to QUERY, in Sigma's SQL: "SELECT currency, sum(amount) FROM charges GROUP BY 1"."""
    body = {"sql": query, **({"account": account} if account else {})}
    told = target.call("POST", "sigma/ask", body)
    table(tuple(told["columns"]), [tuple(row) for row in told["rows"]], "no rows")
    if told["count"] > len(told["rows"]):
        click.echo(f"{len(told['rows'])} of {told['count']} rows", err=True)
