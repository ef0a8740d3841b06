"""Whom a command talks to: a running server, or a database that no server has open.

Owns: --url, --key and --database, and calling the control API either way. Does not own: the commands.
Money: none. Standard library only, so that a command starts at once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import click

DEFAULT_KEY = "sk_test_pinstripe"
SECONDS = 3600
"""A long advance answers when it is done."""
Body = dict[str, Any]
Wrapped = Callable[..., Any]


class Target(Protocol):
    """Something that answers the control API."""

    def call(self, method: str, path: str, body: Body | None = None) -> Body:
        """One control request. Refusals end the command with their message."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Remote:
    """A server, by its URL."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/")
        self.key = key

    def call(self, method: str, path: str, body: Body | None = None) -> Body:
        query = f"?{urlencode(body)}" if body and method == "GET" else ""
        data = json.dumps(body).encode() if body and method != "GET" else None
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = Request(f"{self.url}/_pinstripe/{path}{query}", data, headers, method=method)
        try:
            with urlopen(request, timeout=SECONDS) as answer:
                return dict(json.load(answer))
        except HTTPError as refusal:
            raise click.ClickException(message_of(refusal.read(), refusal.code)) from None
        except (URLError, OSError) as problem:
            reason = getattr(problem, "reason", problem)
            raise click.ClickException(f"no server answers at {self.url}: {reason}") from None

    def close(self) -> None:
        """Nothing is held."""


class Local:
    """A database, opened by this command alone: nothing of it runs, clocks and webhooks stand still."""

    def __init__(self, database: str, key: str) -> None:
        from pinstripe.control.routes import Control
        from pinstripe.runtime import Options, Runtime

        self.key = key
        self.loop = asyncio.new_event_loop()
        self.runtime = Runtime(Options(database))
        self.loop.run_until_complete(self._still())
        self.control = Control(self.runtime)

    async def _still(self) -> None:
        await self.runtime.scheduler.stop()
        await self.runtime.deliverer.stop()

    def call(self, method: str, path: str, body: Body | None = None) -> Body:
        from pinstripe.http.seen import Request

        query = urlencode(body).encode() if body and method == "GET" else b""
        data = json.dumps(body).encode() if body and method != "GET" else b""
        headers = {"authorization": f"Bearer {self.key}"}
        request = Request(method, f"/_pinstripe/{path}", query, headers, data)
        reply = self.loop.run_until_complete(self.control.handle(request))
        if reply.status != 200:
            raise click.ClickException(message_of(reply.body, reply.status))
        return dict(json.loads(reply.body))

    def close(self) -> None:
        self.runtime.store.close()
        self.loop.close()


def message_of(body: bytes, status: int) -> str:
    """What a refusal says."""
    with suppress(ValueError, KeyError, TypeError):
        return str(json.loads(body)["error"]["message"])
    return f"the server answered {status}"


def exists(database: str) -> bool:
    """A file that is there, or a DSN, whose server will say so."""
    return "://" in database or Path(database).exists()


def opened(url: str, key: str | None, database: str | None) -> Target:
    """The server or the database that the options name."""
    if database is None:
        return Remote(url, key or DEFAULT_KEY)
    if not exists(database):
        raise click.ClickException(f"there is no database {database}")
    return Local(database, key or DEFAULT_KEY)


def targeted(database: bool) -> Callable[[Wrapped], Wrapped]:
    """Give a command the options of a target, and the target as its first argument."""

    def wrap(function: Wrapped) -> Wrapped:
        @wraps(function)
        def run(url: str, key: str | None, database: str | None = None, **others: Any) -> Any:
            target = opened(url, key, database)
            try:
                return function(target, **others)
            finally:
                target.close()

        if database:
            run = click.option("--database", help="Work on this database; no server may have it open.")(run)
        return with_server(run)

    return wrap


def with_server(function: Wrapped) -> Wrapped:
    """The options that name a running server and a world."""
    url = click.option(
        "--url",
        envvar="PINSTRIPE_URL",
        default="http://127.0.0.1:12111",
        show_default=True,
        help="The server.",
    )
    key = click.option(
        "--key",
        envvar="PINSTRIPE_KEY",
        help=f"The world's secret key, or PINSTRIPE_KEY ({DEFAULT_KEY}).",
    )
    return url(key(function))
