"""Filling a world: API calls in order, each through the whole chain, as if their caller had made them.

Owns: the route, names for answers. Does not own: what the calls do. Money: as the calls say. Source: our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import orjson

from pinstripe.api import errors
from pinstripe.control.routes import AUTHORIZATION, Body, Control, only, route, text, word
from pinstripe.http.seen import Request
from pinstripe.kernel.world import World

LIMIT = 10_000
REFERENCE = re.compile(r"\$(\w+)((?:\.\w+)*)")
Answers = dict[str, Any]


@route("POST /_pinstripe/seed")
async def seed(control: Control, world: World, body: Body) -> Any:
    """Run `calls`, each {method, path, params, account, as}, up to the first that is refused.

    A call with `as` names its answer: `$alice` in a later path or parameter is its id, `$alice.name` a field.
    gives: status and id of each answer, and the error of the last one if it was refused.
    """
    only(body, "calls")
    calls = body.get("calls")
    if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
        raise errors.bad_array("calls")
    if len(calls) > LIMIT:
        raise errors.invalid(f"At most {LIMIT} calls are accepted.", param="calls")
    answers: Answers = {}
    done: list[Body] = []
    for place, call in enumerate(calls):
        request = request_of(AUTHORIZATION.get(), call, answers)
        reply = await control.runtime.chain.handle(request)
        answer = orjson.loads(reply.body)
        if "as" in call:
            answers[text(call, "as")] = answer
        done.append({"status": reply.status, "id": answer.get("id")})
        if reply.status != 200:
            return {"answers": done, "failed": place, **answer}
    return {"answers": done, "failed": None}


def request_of(authorization: str, call: Body, answers: Answers) -> Request:
    """One call as a request; /v2 speaks JSON, /v1 forms."""
    only(call, "method", "path", "params", "account", "as")
    method = word(call, "method", ("GET", "POST", "DELETE"), "POST")
    path = str(filled(text(call, "path"), answers))
    params = filled(call.get("params", {}), answers)
    if not isinstance(params, dict):
        raise errors.bad_object("params")
    headers = {"authorization": authorization}
    if "account" in call:
        headers["stripe-account"] = str(filled(text(call, "account"), answers))
    if path.startswith("/v2/") and method == "POST":
        return Request(method, path, b"", headers, orjson.dumps(params))
    encoded = urlencode(list(pairs(params))).encode()
    if method == "POST":
        return Request(method, path, b"", headers, encoded)
    return Request(method, path, encoded, headers)


def filled(value: Any, answers: Answers) -> Any:
    """The value with its references replaced. refuses: names that no earlier answer has"""
    if isinstance(value, dict):
        return {name: filled(one, answers) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, answers) for one in value]
    if not isinstance(value, str) or "$" not in value:
        return value

    def looked_up(match: re.Match[str]) -> str:
        found: Any = answers.get(match[1])
        if found is None:
            return match[0]  # a dollar sign of the caller's own
        for name in (match[2] or ".id").split(".")[1:]:
            found = found[int(name)] if isinstance(found, list) and name.isdecimal() else found.get(name)
            if found is None:
                raise errors.invalid(f"{match[0]} names nothing in that answer.", param="calls")
        return str(found)

    return REFERENCE.sub(looked_up, value)


def pairs(params: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested parameters as forms have them."""
    for name, value in params.items():
        yield from _pairs(f"{prefix}[{name}]" if prefix else name, value)


def _pairs(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from pairs(value, key)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _pairs(f"{key}[{place}]", one)
    elif isinstance(value, bool):
        yield key, "true" if value else "false"
    else:
        yield key, "" if value is None else str(value)
