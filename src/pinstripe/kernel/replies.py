"""Replies: the bytes of what a function gave back or refused.

Owns: which shower renders a result, bodies of refusals. Does not own: shapes and versions (api), headers of
every answer (http/chain.py). Money: none. Source: recorded: gumroad (log addresses).
"""

from __future__ import annotations

from typing import Any

import orjson

from pinstripe.api import errors
from pinstripe.api.errors import Answer, ApiError
from pinstripe.api.render import Shower
from pinstripe.api.versions import sent_as
from pinstripe.api.versions.said import as_said, listed_as_said, worded_as_said
from pinstripe.kernel.call import Call, Page, Reply
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.walked import Walked
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World

LOGS = page(
    "logs",
    "req",
    title="Log of a request",
    means="In Stripe's dashboard this page would show a request and its answer. Pinstripe keeps no log of "
    "requests that anybody may open; the server prints a line for each where it was started with --log.",
    instead=("GET /v1/events", "GET /_pinstripe/world", "pinstripe serve --log json"),
)


def reply_of(result: Any, work: Work, call: Call, walked: Walked | None = None) -> Reply:
    """The bytes of what a function gave back. walked: where older shapes of whole records are remembered"""
    if isinstance(result, Answer):
        body = errors.with_log_url(spoken(result.body, work, call), log_url(call.world, call.request_id))
        return Reply(result.status, dumped(body), list(result.headers.items()))
    if isinstance(result, Reply):
        return result
    shower = Shower(work, call.version, call.expand, call.sight, walked)
    if isinstance(result, Page):
        result.url = result.url or call.path
        return Reply(200, shower.page(result))
    return Reply(200, shower.one(result))


def version_shown(result: Any, reply: Reply) -> int:
    """The version row whose bytes are the whole answer, once the work is kept; 0 where they are not."""
    return result.seq if isinstance(result, Record) and reply.body == result.stored_raw else 0


def refused(error: ApiError, call: Call, work: Work | None = None) -> Reply:
    """The bytes of a refusal, which names parameters as they were sent."""
    body = error.body(log_url(call.world, call.request_id))
    if error.param:
        said, given = body["error"], call.params if call.sent is None else call.sent
        said["param"] = named(error.param, call)
        said["message"] = listed_as_said(worded_as_said(said["message"], error.param, said["param"]), given)
    if work is not None:
        body = spoken(body, work, call)
    return Reply(error.status, dumped(body), list(error.headers.items()))


def named(param: str, call: Call) -> str:
    """A parameter by the name that the caller gave it."""
    found = as_said(param, call.params if call.sent is None else call.sent)
    return sent_as(param, call.sent, call.params) if found == param and call.sent is not None else found


def spoken(body: dict[str, Any], work: Work, call: Call) -> dict[str, Any]:
    """An error's body, the objects that it carries as the caller's version has them and its key sees
    them."""
    error = body["error"]
    if not call.version.newest:
        shower = Shower(work, call.version)
        error = dict(error)
        for name, value in error.items():
            if isinstance(value, dict) and "object" in value:
                known = shower.lookup(value["object"], value["id"])
                error[name] = shower.older(value, known.private if known is not None else None)
    return {**body, "error": call.sight.shown(error) if call.sight is not None else error}


def log_url(world: World, request_id: str) -> str:
    """The page that stands for the dashboard's of a request. source: recorded: gumroad; address: inferred"""
    return f"{world.public_url}{LOGS.path(request_id)}?t={world.now()}"


def dumped(body: dict[str, Any]) -> bytes:
    """An error's bytes."""
    return orjson.dumps(body, option=orjson.OPT_INDENT_2)
