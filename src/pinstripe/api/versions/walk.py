"""Walk an answer back to the version of its reader.

Owns: finding the objects inside a body and taking each through its changes; the old attributes of an event.
Does not own: what a change does. Money: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_not
from typing import Any, Final

from pinstripe.api.versions.changes import Answering, answering
from pinstripe.api.versions.context import Body, Context, Private, Store
from pinstripe.api.versions.known import Version

# Free keys of the user: what looks like an object in there is none.
FREE: Final = frozenset(("metadata",))
PLAIN: Final = frozenset((str, int, bool, float, type(None)))
"""Values that no object is in; most are."""

Steps = Mapping[str, tuple[Answering, ...]]


def answer(
    body: Body,
    version: Version,
    private: Private | None = None,
    store: Store | None = None,
) -> Body:
    """A body of the newest shape as a version shows it, with every object inside it.

    params: private, the facts beside this body · store, where the objects that older bodies embed are found.
    The body given is not changed.
    """
    steps = answering(version)
    if not steps:
        return body
    own: dict[tuple[str, str | None], Private] = {}
    if private is not None and "object" in body:
        # A preview loses its id on the way and keeps its facts.
        own = {(body["object"], body.get("id")): private, (body["object"], None): private}
    walked: Body = walk(body, steps, Context(version, store, own))
    return walked


TOLD_WHOLE = ("discount",)
"""What shows most of its fields when it is deleted, too. source: spec"""


def walk(value: Any, steps: Steps, context: Context) -> Any:
    """A value with every object in it walked back, the outer one first; nothing given is changed.

    What is the same in both shapes is given as it is, not copied: answers are mostly that.
    """
    if isinstance(value, list):
        parts = [part if part.__class__ in PLAIN else walk(part, steps, context) for part in value]
        return parts if any(map(is_not, parts, value)) else value
    if not isinstance(value, dict):
        return value
    kind = value.get("object")
    if kind == "event":
        value = event(value, steps, context)
    elif isinstance(kind, str) and kind in steps and (kind in TOLD_WHOLE or not value.get("deleted")):
        body = dict(value)
        for step in steps[kind]:
            body = step(body, context)
        value = ordered(body)
    changed = None
    for name, part in value.items():
        if part.__class__ in PLAIN or not part or name in FREE:
            continue
        walked = walk(part, steps, context)
        if walked is not part:
            if changed is None:
                changed = dict(value)
            changed[name] = walked
    return value if changed is None else changed


def ordered(body: Body) -> Body:
    """The properties as Stripe writes them: id, object, then by alphabet. source: recorded: pay-rails+pay"""
    first = {name: body[name] for name in ("id", "object") if name in body}
    return first | {name: body[name] for name in sorted(body)}


def event(body: Body, steps: Steps, context: Context) -> Body:
    """An event whose old attributes are those that a reader of this version saw change.

    The object as it was is put together again, walked back like the object as it is, and compared.
    """
    data = body.get("data") or {}
    changed = data.get("previous_attributes")
    if not changed:
        return body
    before = walk(merged(data["object"], changed), steps, context)
    after = walk(data["object"], steps, context)
    return {**body, "data": {**data, "previous_attributes": difference(before, after)}}


def merged(now: Body, changed: Mapping[str, Any]) -> Body:
    """The object with its old attributes: hashes are joined, everything else is replaced."""
    joined = dict(now)
    for name, old in changed.items():
        inner = now.get(name)
        hashes = isinstance(old, dict) and isinstance(inner, dict) and "object" not in old
        joined[name] = merged(inner, old) if hashes and inner is not None else old
    return joined


def difference(before: Body, after: Body) -> Body:
    """What of the older body is not so any more; a property that was not there is told as null."""
    found: Body = {}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict) and "object" not in old:
            found[name] = difference(old, new)
        else:
            found[name] = old
    return found
