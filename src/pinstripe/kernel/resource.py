"""How a resource is declared: its names, its lifecycle rows, what the kernel may generate for it.

Owns: Resource, Step, lifecycle(), the registry. Does not own: behaviour.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pinstripe.ledger.posting import room_of

if TYPE_CHECKING:
    from pinstripe.api.errors import ApiError
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.work import Work
    from pinstripe.ledger.posting import Posting

ANY = "*"
"""A step's origin: a record that does not exist yet, or one in whatever state."""
SAME = "="
"""A step's target: the state stays what it was."""

TELLS_WHAT_CHANGED = (
    ".updated",
    "charge.refunded",
    "charge.captured",
    "dispute.closed",
    "payment_method.detached",
)
"""Events that carry previous_attributes. source: recorded: all recordings"""


@dataclass(frozen=True, slots=True)
class Step:
    """One lifecycle row: from these states, by this verb with this outcome, to that state, with effects."""

    verb: str
    outcome: str
    origins: frozenset[str]
    target: str
    events: tuple[str, ...] = ()
    posting: Posting | None = None

    def allows(self, status: str | None) -> bool:
        """May a record in this state take the step?"""
        return ANY in self.origins or status in self.origins


def lifecycle(*rows: tuple[Any, ...]) -> tuple[Step, ...]:
    """Read rows (verb, outcome, from, to, events, posting); from: words, a set, or ANY."""
    steps = []
    for verb, outcome, origin, target, *rest in rows:
        origins = frozenset(origin.split()) if isinstance(origin, str) else frozenset(origin)
        events = tuple(rest[0].split()) if rest and rest[0] else ()
        steps.append(Step(verb, outcome, origins, target, events, rest[1] if len(rest) > 1 else None))
    return tuple(steps)


Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Twin:
    """What a record is under another name: a price is a plan, a customer's card a payment method.

    events: base of the events that tell of it, `created` and the others, beside the record's own. view: the
    other object, of (body, private). applies: is the record this, too?
    """

    object: str
    events: str
    view: Callable[[Body, Body], Body]
    applies: Callable[[Record], bool]


TWINS: dict[str, Twin] = {}
"""Every twin by the base of its events."""


Derived = Callable[[dict[str, Any], dict[str, Any], int], Mapping[str, Any]]
"""(body, private, now) → fields that are computed whenever the record is shown."""
Included = Callable[[Any, "Record"], Any]
"""(reader, record) → the value of a field that is shown only when expanded."""
Published = Callable[["Work", str], "Record | None"]
"""(work, id) → a fresh record of an id that is published and stands for one, like pm_card_visa."""


@dataclass(eq=False, slots=True)
class Resource:
    """What the kernel must know of a type beyond the compiled spec.

    object: the `object` value. prefix, ids: how ids are minted ("long", "short", "v2"). path: its collection.
    generated: verbs without a function. events: base of created/updated/deleted events ("customer").
    index: list filters and references, "name" or "name=dotted.path" ("private.x" reads a private fact).
    search: what `/search` may ask for beside `created` and `metadata`, in the words of api/search.py.
    noun, param: words of "No such …" and the `param` beside them. deleted: what a retrieve of a deleted one
    gives ("stub" or "gone"). derived, includable: fields computed on reading, or shown only when expanded.
    updatable: fields a generated update stores. defaults: canonical values of a fresh record.
    absent: nullable fields that answers leave out until something sets them. unexpected: the refusal of a
    verb in a wrong state. twins: what its records also are. published: ids that anybody may name.
    books: (field, ledger account, sign) of fields that equal what the account holds; the audit compares them.
    room: where it is declared, "" outside of the rooms.
    """

    object: str
    prefix: str = ""
    ids: str = "long"
    path: str = ""
    generated: str = ""
    events: str = ""
    index: tuple[str, ...] = ()
    search: str = ""
    noun: str = ""
    param: str = "id"
    deleted: str = "gone"
    lifecycle: tuple[Step, ...] = ()
    status: str = "status"
    schema: str = ""
    defaults: dict[str, Any] = field(default_factory=dict)
    absent: str = ""
    derived: Derived | None = None
    includable: dict[str, Included] = field(default_factory=dict)
    unexpected: Callable[[Record, str], ApiError] | None = None
    livemode: bool = True
    twins: tuple[Twin, ...] = ()
    published: Published | None = None
    source: str = ""
    since: str = ""
    until: str = ""
    books: tuple[tuple[str, str, int], ...] = ()
    room: str = field(init=False, default="")
    steps: dict[tuple[str, str], Step] = field(init=False)
    verbs: dict[str, tuple[Step, ...]] = field(init=False)
    indexes: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False)
    template: dict[str, Any] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.room = room_of(sys._getframe(2).f_globals.get("__name__", ""))
        self.noun = self.noun or self.object
        self.schema = self.schema or self.object
        self.path = self.path or "/v1/" + self.object.replace(".", "/") + "s"
        self.steps = {(step.verb, step.outcome): step for step in self.lifecycle}
        assert len(self.steps) == len(self.lifecycle), f"{self.object}: two rows of one verb and outcome"
        self.verbs = {}
        for step in self.lifecycle:
            self.verbs[step.verb] = (*self.verbs.get(step.verb, ()), step)
        pairs = (text.partition("=") for text in self.index)
        self.indexes = tuple((f"{self.object}.{n}", tuple((p or n).split("."))) for n, _, p in pairs)
        assert self.object not in REGISTRY, f"{self.object} is declared twice"
        REGISTRY[self.object] = self
        TWINS.update({twin.events: twin for twin in self.twins})

    def refuses(self, verb: str, status: str | None) -> bool:
        """Is there no row for the verb from this state?"""
        steps = self.verbs.get(verb)
        return bool(steps) and not any(step.allows(status) for step in steps or ())


def twins_of(record: Record, old: Body | None) -> Iterator[tuple[str, Body | None, Body]]:
    """What a record is under other names, where that changed. gives: base of its events, before, after"""
    for twin in REGISTRY[record.type].twins:
        if twin.applies(record):
            before = None if old is None else twin.view(old, record.private)
            after = twin.view(record.body, record.private)
            if before != after:
                yield twin.events, before, after


REGISTRY: dict[str, Resource] = {}
"""Every declared resource by its `object` value."""
