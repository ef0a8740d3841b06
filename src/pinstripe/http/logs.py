"""The request log: one line on stderr for each answer, for people or for machines; and what an account's own
command line is told of its requests (`stripe logs tail`).

Owns: what is written and what never is: keys, card numbers, secrets, parameters, paths that no route knows.
Does not own: counting (control/health.py). Money: none. Source: our own.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TextIO

import orjson

from pinstripe.clock import now as clock
from pinstripe.http.seen import Seen
from pinstripe.kernel.call import Reply
from pinstripe.kernel.world import World

WORLD_LENGTH: Final = 12
ACCOUNT: Final = re.compile(r"acct_[A-Za-z0-9]{1,32}")
METHODS: Final = frozenset({"GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"})
BAD: Final = 400
ERROR: Final = ("type", "charge", "code", "decline_code", "message", "param", "error_insight")
"""What is told of a refusal. source: sdk: the command line tool"""
PRIVATE: Final = (
    (re.compile(r"\b((?:sk|rk|pk|ek|mes)_(?:test|live)_|whsec_)[A-Za-z0-9_]+"), r"\1…"),
    (re.compile(r"_secret_[A-Za-z0-9]+"), "_secret_…"),
    (re.compile(r"(?i)\b(basic|bearer) [^\s'\"]+"), r"\1 …"),
    # Between 12 and 19 digits, perhaps in groups: no id or amount of ours looks like that.
    (re.compile(r"(?<![\w.])\d(?:[ -]?\d){11,18}(?!\w|\.\d)"), "…"),
)


def scrubbed(text: str) -> str:
    """Free text (a traceback, a message of a library) without keys, secrets and card numbers."""
    for form, instead in PRIVATE:
        text = form.sub(instead, text)
    return text


class Scrubbing(logging.Formatter):
    """A formatter for everything that is logged beside requests."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def configure(stream: TextIO = sys.stderr) -> None:
    """Warnings of the server's own machines go to stderr, scrubbed."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Scrubbing("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def entry(seen: Seen, reply: Reply) -> dict[str, Any]:
    """What is told of a request: only what the server itself made or knows, never what a caller wrote."""
    elapsed_ms = (clock.tick() - seen.began) * 1000
    method = seen.method if seen.method in METHODS else "?"
    known: dict[str, Any] = {
        "time": clock.wall(),
        "request": seen.request_id or None,
        "operation": seen.operation or f"{method} (unrouted)",
        "status": reply.status,
        "ms": round(elapsed_ms, 2),
        "key": seen.key or None,
        "world": seen.world.name[:WORLD_LENGTH] if seen.world is not None else None,
        "account": seen.account if ACCOUNT.fullmatch(seen.account) else None,
    }
    return {name: value for name, value in known.items() if value is not None}


def as_json(known: dict[str, Any]) -> str:
    """One JSON object a line."""
    return orjson.dumps(known).decode()


def as_text(known: dict[str, Any]) -> str:
    """The same for reading: time, status, duration, operation, then who."""
    at = datetime.fromtimestamp(known["time"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    who = " ".join(
        f"{name}={known[name]}" for name in ("key", "world", "account", "request") if name in known
    )
    return f"{at} {known['status']} {known['ms']:8.2f} ms  {known['operation']}  {who}".rstrip()


STYLES: Final[dict[str, Callable[[dict[str, Any]], str]]] = {"text": as_text, "json": as_json}


def observer(style: str, stream: TextIO | None = None) -> Callable[[Seen, Reply], None]:
    """An observer of the chain that writes the log. style: text or json."""
    shown = STYLES[style]
    out = stream or sys.stderr

    def observe(seen: Seen, reply: Reply) -> None:
        out.write(shown(entry(seen, reply)) + "\n")

    return observe


Told = Callable[[Callable[[], dict[str, Any]], World, str, str], None]
"""Hears of a request: what is told of it, of which world and account, from which address."""


def teller(tell: Told) -> Callable[[Seen, Reply], None]:
    """An observer that tells of the requests of known callers. source: sdk: the command line tool"""

    def observe(seen: Seen, reply: Reply) -> None:
        if seen.world is not None and seen.path:
            told = partial(request_of, seen, reply)
            tell(told, seen.world, seen.account or seen.world.account, seen.client)

    return observe


def request_of(seen: Seen, reply: Reply) -> dict[str, Any]:
    """A request as its account's command line shows it. source: sdk: the command line tool"""
    said = orjson.loads(reply.body).get("error") if reply.status >= BAD else None
    error = said if isinstance(said, dict) else {}
    return {
        "created_at": clock.wall(),
        "livemode": False,
        "method": seen.method,
        "request_id": seen.request_id,
        "status": reply.status,
        "url": seen.path,
        "error": {name: error.get(name) or "" for name in ERROR},
    }
