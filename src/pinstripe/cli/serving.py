"""`pinstripe serve` at work: a runtime behind the HTTP server."""

from __future__ import annotations

import gc

import click

from pinstripe.control.routes import Control
from pinstripe.http.server import Application, free_port, serve
from pinstripe.runtime import Options, Runtime


async def serve_forever(options: Options, host: str, port: int, log: str) -> None:
    """Start, say where, serve until a signal, stop in order."""
    runtime = Runtime(options)
    await runtime.start()
    port = port or free_port(host)
    gc.collect()
    gc.freeze()
    control = Control(runtime)
    if log != "off":
        from pinstripe.http.logs import observer

        runtime.chain.observers.append(observer(log))

    def started() -> None:
        click.echo(f"pinstripe is listening on http://{host}:{port}")

    try:
        await serve(Application(runtime.chain, control.handle), host, port, started)
    finally:
        await runtime.stop()
