"""Requests under /_pinstripe/: what a test, an operator or an agent asks of the server itself.

Owns: routes and JSON of the control API. The world is the one that the request's secret key opens.
Does not own: what the routes do (the modules of this package). Money: none.
Source: our own. Every answer is JSON; errors have Stripe's envelope.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from pinstripe.api import errors, forms
from pinstripe.api.coerce import FARTHEST
from pinstripe.api.errors import ApiError
from pinstripe.api.places import shallow
from pinstripe.clock import now as clock
from pinstripe.control.health import Metrics
from pinstripe.http.gate import OAUTH
from pinstripe.http.seen import Request, Seen
from pinstripe.kernel import sheets
from pinstripe.kernel.call import Reply
from pinstripe.kernel.pages import FOLDER, UPLOADS
from pinstripe.kernel.world import World

if TYPE_CHECKING:
    from pinstripe.http.auth import Key
    from pinstripe.runtime import Runtime

T = TypeVar("T")
JSON = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
MODULES = (
    "accounts",
    "apps",
    "books",
    "clocks",
    "faults",
    "invoice_sheets",
    "issuing",
    "keys",
    "mails",
    "money_management",
    "payer_sheets",
    "payments",
    "receipt_sheets",
    "seeding",
    "persons",
    "rendering",
    "settings",
    "sigma",
    "terminal",
    "uploads",
    "webhooks",
    "worlds",
)
PAGE, LONGEST_PAGE = 100, 1000
Body = dict[str, Any]
Route = Callable[["Control", World, Body], Awaitable[Any]]
AUTHORIZATION: ContextVar[str] = ContextVar("authorization")
"""The header of the request at hand, for the one route that makes calls in its caller's name."""
ROUTES: dict[str, Route] = {}
"""Routes of a world, by "METHOD /_pinstripe/path"."""


def route(name: str) -> Callable[[Route], Route]:
    """Bind a function to a control route; it is given the world and the JSON body (or the query)."""

    def bind(function: Route) -> Route:
        assert name not in ROUTES, f"{name} is bound twice"
        ROUTES[name] = function
        return function

    return bind


@cache
def load() -> None:
    """Import the routes' modules, for the first request: a server that nobody controls starts faster."""
    for module in MODULES:
        import_module(f"pinstripe.control.{module}")


@dataclass(eq=False, slots=True)
class Moving:
    """A clock on its way: where from and to, where it is, how many jobs have run."""

    start: int
    to: int
    at: int
    jobs_run: int = 0

    def told(self, jobs_run: int, moment: int) -> None:
        """The scheduler took a step."""
        self.jobs_run, self.at = jobs_run, moment

    def shown(self) -> Body:
        """What the world's description says of it."""
        return {"from": self.start, "to": self.to, "now": self.at, "jobs_run": self.jobs_run}


def asking(request: Request) -> str:
    """The module that answers where a person, or OAuth, is asked something; empty elsewhere."""
    if request.path.startswith(OAUTH):
        return "oauth"
    if request.path.startswith(UPLOADS):
        return "uploads"
    form = request.method in ("GET", "POST") and sheets.found(request.path) is not None
    return "sheets" if form else ""


class Control:
    """The control API of one runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.moving: dict[int, Moving] = {}
        """World's clocks that are being advanced, by the world's number."""
        self.metrics = Metrics(runtime)
        runtime.chain.observers.append(self.metrics.count)
        self.open = {
            "GET /_pinstripe/health": self.metrics.health,
            "GET /_pinstripe/metrics": self.metrics.text,
        }

    async def handle(self, request: Request) -> Reply:
        """One control request."""
        load()
        if request.flaw is not None:
            return Reply(request.flaw.status, dumped(request.flaw.body(None)), list(JSON))
        name = f"{request.method} {request.path.rstrip('/')}"
        asks = asking(request)
        if asks:
            module = import_module(f"pinstripe.control.{asks}")
            return await module.reply(self, request)  # type: ignore[no-any-return]
        if name.startswith(f"GET {FOLDER}"):
            return import_module("pinstripe.control.pages").reply(request)  # type: ignore[no-any-return]
        seen = Seen("", method=request.method, began=clock.tick())
        try:
            if name in self.open:
                kind, body = await self.ask(self.open[name])
                return Reply(200, body, [("Content-Type", kind), ("Cache-Control", "no-store")])
            if name.startswith(f"POST {FOLDER}"):
                answered = import_module("pinstripe.control.chosen_pages").answered
                return await answered(self, request)  # type: ignore[no-any-return]
            reply = await self._routed(name, request, seen)
        except ApiError as error:
            reply = Reply(error.status, dumped(error.body(None)), [*JSON, *error.headers.items()])
        except Exception:
            self.runtime.chain.crashed()
            reply = Reply(500, dumped(errors.internal().body(None)), list(JSON))
        for observer in self.runtime.chain.observers:
            observer(seen, reply)
        return reply

    async def _routed(self, name: str, request: Request, seen: Seen) -> Reply:
        function = ROUTES.get(name)
        if function is None:
            raise errors.unknown_url(request.method, request.path)
        key = await self.ask(self.key_of, request)
        seen.operation, seen.key = name, key.kind
        seen.world = world = await self.ask(self.runtime.worlds.get, key.world)
        AUTHORIZATION.set(request.headers.get("authorization") or "")
        body = decoded(request)
        return Reply(200, dumped(await function(self, world, body)), list(JSON))

    def key_of(self, request: Request) -> Key:
        """The key of a request, a secret one. refuses: no_key, unknown_key, secret_key_required"""
        key = self.runtime.keys.of(request.headers.get("authorization"))
        if key.kind != "sk":
            raise errors.secret_key_required()
        return key

    async def changed(self, world: World, **facts: Any) -> None:
        """Keep a change of a world's clock or settings."""
        await self.ask(partial(self.runtime.worlds.change, world, **facts))

    async def ask(self, function: Callable[..., T], *args: Any) -> T:
        """Call what reads or writes the store; on a shared one the loop is free meanwhile."""
        if self.runtime.store.shared:
            return await self.runtime.engine.bridged(function, *args)
        return function(*args)


def dumped(value: Any) -> bytes:
    """An answer's bytes."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)


def decoded(request: Request) -> Body:
    """The JSON object of a control request, or its query as text values. refuses: what is neither"""
    if request.body:
        try:
            body = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise errors.invalid(f"Invalid JSON: {error}", executed=False) from None
        if not isinstance(body, dict):
            raise errors.invalid("A JSON object is expected.", executed=False)
        shallow(request.body, body)
        return body
    return dict(forms.parse(request.query)) if request.query else {}


def only(body: Body, *names: str) -> None:
    """Nothing else may have been sent. refuses: unknown_params"""
    strangers = [name for name in body if name not in names]
    if strangers:
        raise errors.unknown_params(strangers)


def integer(body: Body, name: str, default: int | None = None) -> int:
    """A whole number of at most 53 bits; it must be there when there is no default.

    refuses: missing_param, bad_integer
    """
    value = body.get(name, default)
    if value is None:
        raise errors.missing_param(name)
    try:
        if isinstance(value, bool | float):
            raise ValueError
        whole = int(value)
        if abs(whole) > FARTHEST:
            raise ValueError
        return whole
    except (TypeError, ValueError):
        raise errors.bad_integer(str(value), name) from None


def text(body: Body, name: str, default: str | None = None) -> str:
    """Some text; it must be there when there is no default. refuses: missing_param, bad_string"""
    value = body.get(name, default)
    if value is None:
        raise errors.missing_param(name)
    if not isinstance(value, str):
        raise errors.bad_string(orjson.dumps(value).decode(), name)
    return value


def word(body: Body, name: str, words: tuple[str, ...], default: str) -> str:
    """One of a closed list. refuses: bad_enum"""
    value = text(body, name, default)
    if value not in words:
        raise errors.bad_enum(words, name)
    return value


def page_bounds(body: Body) -> tuple[int, int]:
    """Where a page begins (after this number) and how long it is."""
    return integer(body, "after", 0), min(max(integer(body, "limit", PAGE), 1), LONGEST_PAGE)
