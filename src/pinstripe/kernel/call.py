"""What travels between the edge and the engine: a decoded call, its reply, a page of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinstripe.api.params import Params
    from pinstripe.api.sight import Sight
    from pinstripe.api.spoken import Spoken
    from pinstripe.api.table import Operation
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.world import World


@dataclass(eq=False, slots=True)
class Call:
    """One authenticated, routed, validated request."""

    world: World
    account: str
    operation: Operation
    path_params: dict[str, str]
    params: Params
    version: Spoken
    path: str
    request_id: str
    idempotency_key: str = ""
    fingerprint: bytes = b""
    digest: bytes = b""
    """What the store keeps of the idempotency key."""
    publishable: bool = False
    client: str = ""
    """The address that the request came from."""
    person: str = ""
    """The token of the person for whom an app speaks, where it names one."""
    connected: bool = False
    """A connected account acts, not the platform itself."""
    expand: Sequence[str] = ()
    sent: Params | None = None
    """The parameters as an older version has them, where those are others."""
    sight: Sight | None = None
    """What the key may see, where that is not everything."""


@dataclass(eq=False, slots=True)
class Reply:
    """Status, body and the headers that are this answer's own."""

    status: int
    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Page:
    """One page of a list, newest first: records, computed bodies, or (`stored`) nothing but stored bytes."""

    items: Sequence[Record | dict[str, Any]]
    has_more: bool
    url: str = ""
    total_count: int | None = None
    counted: Callable[[], int] | None = None
    """How many there are in all; counted for those who ask."""
    kind: str = "list"
    next_page: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    stored: Sequence[bytes] | None = None


class MadeByReading(Exception):
    """A read made something (a published id was named), so it has to run as a write does."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.path)
        self.call = call
