"""The `pinstripe` command: serve, and look after worlds.

Owns: the words of the command line. Does not own: what they do.
"""

from __future__ import annotations

import asyncio
import logging
import sys

import click

from pinstripe import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pinstripe")
def main() -> None:
    """The Stripe API as a server that you run yourself, with real state."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=12111, show_default=True, help="Port; 0 takes a free one.")
@click.option("--database", default="pinstripe.db", show_default=True, help="A file, or a postgresql:// DSN.")
@click.option(
    "--durability",
    type=click.Choice(["full", "normal"]),
    default="full",
    show_default=True,
    help="full: an answer is on disk before it is sent. normal: a power loss may cost the last moments.",
)
@click.option("--seed", default="pinstripe", show_default=True, help="Ids and chance are drawn from it.")
@click.option("--now", type=int, default=None, help="Freeze new worlds' clocks at this Unix time.")
@click.option(
    "--keys",
    type=click.Choice(["open", "strict"]),
    default="open",
    show_default=True,
    help="open: every sk_test_ key opens a world. strict: only keys made by `pinstripe keys create`.",
)
@click.option("--limits", type=click.Choice(["none", "stripe"]), default="none", show_default=True)
@click.option("--log", type=click.Choice(["text", "json", "off"]), default="off", show_default=True)
def serve(
    host: str,
    port: int,
    database: str,
    durability: str,
    seed: str,
    now: int | None,
    keys: str,
    limits: str,
    log: str,
) -> None:
    """Serve the API until interrupted."""
    from pinstripe.runtime import Options

    options = Options(database, durability, seed, now, keys == "strict", limits)
    if durability == "normal":
        click.echo("durability normal: a power loss may cost answers already given", err=True)
    asyncio_run(options, host, port, log)


def asyncio_run(options: object, host: str, port: int, log: str) -> None:
    """Run the server on uvloop."""
    import uvloop

    from pinstripe.cli.serving import serve_forever

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve_forever(options, host, port, log))  # type: ignore[arg-type]
