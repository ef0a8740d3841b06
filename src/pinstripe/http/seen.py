"""What the edge hands on: a request as the core sees it, and what is known of it so far.

Owns: both records. Does not own: what is done with them (http/chain.py), what is logged (http/logs.py).
Money: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pinstripe.api.errors import ApiError
from pinstripe.api.table import NEWEST
from pinstripe.kernel.world import World


@dataclass(slots=True)
class Request:
    """An HTTP request as the core sees it."""

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str] | Any
    body: bytes = b""
    client: str = ""
    """The address that it came from, without a port."""
    flaw: ApiError | None = None
    """Why it may not be looked at: its body cannot be read, or it came by a way that is not allowed."""


@dataclass(slots=True)
class Seen:
    """What is known of a request so far, for the headers of its answer and for the log."""

    request_id: str
    version: str = NEWEST
    world: World | None = None
    operation: str = ""
    key: str = ""
    account: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    method: str = ""
    path: str = ""
    client: str = ""
    began: float = 0.0
    """When it arrived, in seconds of the monotonic clock, for logs and metrics."""
