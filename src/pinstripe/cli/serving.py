"""`pinstripe serve`: a runtime behind the HTTP server.

Owns: options of a server, its start and its end. Does not own: what it answers. Money: none.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from pinstripe.runtime import Options, Runtime


LATEST = 253_402_300_799
"""The end of the year 9999, where calendars end."""
COLLECT_AFTER = 25_000
"""Objects that a batch of large requests may keep alive at a time."""


def origin(context: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An address as paths are put behind it. refuses: what is no http(s) address"""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise click.BadParameter("an address such as https://pay.example.test is expected")
    return value.rstrip("/")


def names(context: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names of a server. refuses: addresses with a scheme, a port or a path"""
    from pinstripe.http.gate import PATTERN

    for name in value:
        if PATTERN.fullmatch(name) is None:
            raise click.BadParameter(
                f"a name such as pay.example.test or *.example.test is expected, not {name}"
            )
    return value


def rates(context: click.Context, param: click.Parameter, value: str | None) -> str:
    """A table of tax rates that can be read. refuses: any other file, with the line's number"""
    if value:
        from pinstripe.products.tax import table

        try:
            table.rows(value)
        except ValueError as fault:
            raise click.BadParameter(str(fault)) from None
    return value or ""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=12111,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--database",
    default="pinstripe.db",
    show_default=True,
    help='A file, ":memory:", or a postgresql:// DSN.',
)
@click.option(
    "--durability",
    type=click.Choice(["full", "normal"]),
    default="full",
    show_default=True,
    help="full: an answer is on disk before it is sent. normal: a power loss may cost the last moments.",
)
@click.option("--seed", default="pinstripe", show_default=True, help="Ids and chance are drawn from it.")
@click.option(
    "--now", type=click.IntRange(0, LATEST), default=None, help="Freeze new worlds' clocks at this Unix time."
)
@click.option(
    "--keys",
    type=click.Choice(["open", "strict"]),
    default="open",
    show_default=True,
    help="open: every sk_test_ key opens a world. strict: only keys made by `pinstripe keys create`.",
)
@click.option(
    "--secrets-key",
    default="",
    envvar="PINSTRIPE_SECRETS_KEY",
    help="Seals what the Secret Store keeps, so that the database alone does not tell it.",
)
@click.option(
    "--limits",
    type=click.Choice(["none", "stripe"]),
    default="none",
    show_default=True,
    help="stripe: refuse what Stripe refuses for its size, such as too far an advance of a test clock.",
)
@click.option(
    "--public-url",
    default=None,
    callback=origin,
    help="Where people reach this server, for links that the API gives. [default: where it listens]",
)
@click.option(
    "--tax-rates",
    type=click.Path(exists=True, dir_okay=False),
    callback=rates,
    help="A table of tax rates, whose rows take the place of ours for the countries and states that they are of.",
)
@click.option(
    "--allow-host",
    multiple=True,
    callback=names,
    help="A name by which this server may be called, beside localhost, addresses and names without a dot; may be "
    "repeated. *.example.test: all names below.",
)
@click.option(
    "--log",
    type=click.Choice(["text", "json", "off"]),
    default="off",
    show_default=True,
    help="One line on stderr for each request; never with keys, card numbers or secrets.",
)
def serve(
    host: str,
    port: int,
    database: str,
    durability: str,
    seed: str,
    now: int | None,
    keys: str,
    secrets_key: str,
    limits: str,
    public_url: str | None,
    tax_rates: str,
    allow_host: tuple[str, ...],
    log: str,
) -> None:
    """Serve the API until interrupted."""
    gc.disable()  # until everything is loaded
    from pinstripe.http import logs
    from pinstripe.runtime import Options

    options = Options(
        database,
        durability,
        seed,
        now,
        keys == "strict",
        limits,
        tax_rates=tax_rates,
        secrets_key=secrets_key,
    )
    names = (host, *allow_host)
    if durability == "normal":
        click.echo("durability normal: a power loss may cost answers already given", err=True)
    logs.configure(sys.stderr)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve_forever(options, host, port, public_url, names, log))


def loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    """uvloop's event loop, where there is one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.Loop


def hint(runtime: Runtime) -> None:
    """A strict server that knows no key can't be used: say how to make one."""
    from pinstripe.control.keys import none_known

    if none_known(runtime):
        click.echo("no key is known yet; make one: pinstripe keys create --database …", err=True)


async def serve_forever(
    options: Options, host: str, port: int, public_url: str | None, names: tuple[str, ...], log: str
) -> None:
    """Start, say where, serve until a signal, stop in order."""
    from pinstripe.control.routes import Control
    from pinstripe.http import logs
    from pinstripe.http.gate import Gate
    from pinstripe.http.server import Application, free_address, serve
    from pinstripe.runtime import Runtime

    try:
        address, port = free_address(host, port)
    except (OSError, UnicodeError) as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error}") from None
    shown = f"[{host}]" if ":" in host else host
    here = f"http://{shown}:{port}"
    runtime = Runtime(replace(options, public_url=public_url or here))
    if options.strict_keys:
        hint(runtime)
    await runtime.start()
    control = Control(runtime)
    if log != "off":
        runtime.chain.observers.append(logs.observer(log))
    # What start-up made stays for ever: the collector need not look through it. What a batch makes is
    # gone when it ends: by default the collector would look at it every few requests, for nothing.
    gc.freeze()
    gc.enable()
    gc.set_threshold(COLLECT_AFTER)

    def started() -> None:
        click.echo(f"pinstripe is listening on {here}")

    try:
        gate = Gate(names, runtime.options.public_url)
        await serve(Application(runtime.chain, control.handle, gate), address, port, started, runtime.leave)
    finally:
        await runtime.stop()
