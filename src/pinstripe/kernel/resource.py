"""How a resource is declared: its names, its lifecycle rows, what the kernel may generate for it.

Owns: Resource, Step, lifecycle(), the registry. Does not own: behaviour.
A record may have several states, each in a field of its own: `status`, and those of `lifecycles`, such as
`action.status` of a card reader or `payment_status` of a session. A verb belongs to one field.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pinstripe.api.search import FREE, fields_of
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
NONE = "-"
"""A step's origin or target: the field is null, or the hash that it stands in is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One lifecycle row: from these states, by this verb with this outcome, to that state, with effects."""

    verb: str
    outcome: str
    origins: frozenset[str]
    target: str
    events: tuple[str, ...] = ()
    posting: Posting | None = None
    path: tuple[str, ...] = ("status",)
    """Where the state stands in the body; the resource says it."""

    def allows(self, state: str | None) -> bool:
        """May a record in this state take the step?"""
        return ANY in self.origins or (NONE if state is None else state) in self.origins

    def state(self, body: Mapping[str, Any]) -> Any:
        """The state of a body that the step is about."""
        path = self.path
        return body.get(path[0]) if len(path) == 1 else leaf(body, path)

    def move(self, body: Mapping[str, Any], changes: dict[str, Any]) -> None:
        """Put the target into the changes of a body; hashes on the way to it are made anew."""
        target, path = self.target, self.path
        if target == SAME:
            return
        if target == NONE:
            _put(path[:-1] or path, None, body, changes)
        elif len(path) == 1:
            changes[path[0]] = target
        else:
            _put(path, target, body, changes)


def leaf(body: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at a path, None where a hash on the way is missing."""
    value: Any = body
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(path: tuple[str, ...], value: Any, body: Mapping[str, Any], changes: dict[str, Any]) -> None:
    name, rest = path[0], path[1:]
    if not rest:
        changes[name] = value
        return
    inner = {**((changes[name] if name in changes else body.get(name)) or {})}
    _put(rest, value, inner, inner)
    changes[name] = inner


def lifecycle(*rows: tuple[Any, ...]) -> tuple[Step, ...]:
    """Read rows (verb, outcome, from, to, events, posting); from: words, a set, ANY; "-" for null."""
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


TWINS: dict[str, tuple[Twin, ...]] = {}
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
    gives ("stub" or "gone"). stub: what that, and the delete, show beside the id. derived, includable: fields
    computed on reading, or shown only when expanded; a dotted one stands in a hash, or in those of a list,
    which is given anew. alone: includable fields that no list shows. embeds: fields that
    carry whole records, one or a list; stored as they were, shown as they are.
    updatable: fields a generated update stores. defaults: canonical values of a fresh record.
    absent: nullable fields that answers leave out until something sets them, a dotted one in a hash.
    unexpected: the refusal of a verb in a wrong state. unknown: that of an id in the path, where it has words
    of its own. twins: what its records also are. published: ids that anybody may name.
    books: (dotted field, ledger account, sign) of fields that equal what the account holds; the audit
    compares them.
    lifecycles: rows of further fields that are states, by their dotted names. receives: events are sent to
    its records, so the world keeps them at hand. tells_changes: events beside `….updated` that carry
    previous_attributes. tells_itself: its records are accounts, and their events their own.
    elsewhere: is a platform that asks for one in vain told of its accounts?
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
    stub: str = ""
    lifecycle: tuple[Step, ...] = ()
    status: str = "status"
    lifecycles: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    tells_changes: str = ""
    receives: bool = False
    tells_itself: bool = False
    schema: str = ""
    defaults: dict[str, Any] = field(default_factory=dict)
    absent: str = ""
    elsewhere: bool = False
    derived: Derived | None = None
    includable: dict[str, Included] = field(default_factory=dict)
    """By name; what stands in a hash, by its dotted name."""
    alone: str = ""
    embeds: str = ""
    unexpected: Callable[[Record, str], ApiError] | None = None
    unknown: Callable[[str], ApiError | None] | None = None
    livemode: bool = True
    twins: tuple[Twin, ...] = ()
    published: Published | None = None
    source: str = ""
    since: str = ""
    until: str = ""
    books: tuple[tuple[str, str, int], ...] = ()
    embedded: tuple[str, ...] = field(init=False)
    room: str = field(init=False, default="")
    steps: dict[tuple[str, str], Step] = field(init=False)
    verbs: dict[str, tuple[Step, ...]] = field(init=False)
    states: dict[tuple[str, ...], tuple[Step, ...]] = field(init=False)
    """Rows by the path of the state that they move."""
    tells: frozenset[str] = field(init=False)
    """Events of rows that carry previous_attributes. source: recorded: all recordings"""
    indexes: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False)
    free: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False)
    """Index fields of free text that is searched, with where it stands."""
    hidden: bool = field(init=False)
    """Do lists look into facts that the body does not show?"""
    template: dict[str, Any] | None = field(init=False, default=None)
    payers: tuple[tuple[str, str], ...] | None = field(init=False, default=None)
    """Fields that name a customer, with those that show them as an account (kernel/payer.py)."""

    def __post_init__(self) -> None:
        self.room = room_of(sys._getframe(2).f_globals.get("__name__", ""))
        self.noun = self.noun or self.object
        self.schema = self.schema or self.object
        self.path = self.path or "/v1/" + self.object.replace(".", "/") + "s"
        self.embedded = tuple(self.embeds.split())
        self._read_rows()
        pairs = (text.partition("=") for text in self.index)
        self.indexes = tuple((f"{self.object}.{n}", tuple((p or n).split("."))) for n, _, p in pairs)
        self.free = tuple(
            (f"{self.object}~{name}", tuple((found.path or name).split(".")))
            for name, found in fields_of(self.search).items()
            if found.kind == FREE
        )
        self.hidden = any(path[0] == "private" for _, path in (*self.indexes, *self.free))
        assert self.object not in REGISTRY, f"{self.object} is declared twice"
        REGISTRY[self.object] = self
        for twin in self.twins:
            TWINS[twin.events] = (*TWINS.get(twin.events, ()), twin)
        if self.receives:
            RECEIVERS.add(self.object)

    def _read_rows(self) -> None:
        tables = {self.status: self.lifecycle, **self.lifecycles}
        assert len(tables) == len(self.lifecycles) + 1, f"{self.object}: {self.status} has two lifecycles"
        self.states, self.steps, self.verbs = {}, {}, {}
        for name, rows in tables.items():
            path = tuple(name.split("."))
            if rows:
                self.states[path] = tuple(replace(step, path=path) for step in rows)
        for path, steps in self.states.items():
            for step in steps:
                key, known = (step.verb, step.outcome), self.verbs.get(step.verb, ())
                assert key not in self.steps, f"{self.object}: two rows of {step.verb}/{step.outcome}"
                assert not known or known[0].path == path, f"{self.object}: {step.verb} moves two fields"
                self.steps[key] = step
                self.verbs[step.verb] = (*known, step)
        events = {event for step in self.steps.values() for event in step.events}
        declared = set(self.tells_changes.split())
        assert declared <= events, f"{self.object}: no row sends {sorted(declared - events)}"
        self.tells = frozenset({event for event in events if event.endswith(".updated")} | declared)

    @property
    def computed(self) -> bool:
        """Does an answer show more than the stored body?"""
        return self.derived is not None or bool(self.embedded)

    def refuses(self, verb: str, record: Record) -> bool:
        """Says whether no row exists for the verb from the record's present state."""
        steps = self.verbs.get(verb, ())
        return bool(steps) and not any(step.allows(step.state(record.body)) for step in steps)

    def strays(self, body: Body, changes: Body, step: Step | None = None) -> bool:
        """Would the changes of a body move a state that no row moves? step: the row that is taken"""
        moved = step.path if step is not None and step.target != SAME else None
        for path in self.states:
            if path == moved or path[0] not in changes:
                continue
            if len(path) == 1 or leaf(changes, path) != leaf(body, path):
                return True
        return False


def twins_of(
    record: Record, old: Body | None, facts: Body | None = None
) -> Iterator[tuple[str, Body | None, Body]]:
    """What a record is under other names, where that changed. params: facts, the private ones before, where
    they differ. gives: base of its events, before, after"""
    for twin in REGISTRY[record.type].twins:
        if twin.applies(record):
            before = None if old is None else twin.view(old, record.private if facts is None else facts)
            after = twin.view(record.body, record.private)
            if before != after:
                yield twin.events, before, after


REGISTRY: dict[str, Resource] = {}
"""Every declared resource by its `object` value."""
RECEIVERS: set[str] = set()
"""Types to whose records events are sent."""
