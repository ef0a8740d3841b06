"""Fresh bodies: what a new object of a type shows before anything is said of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.resource import Resource


def template(resource: Resource) -> dict[str, Any]:
    """A fresh body of a type: every required nullable field null, object, livemode, declared defaults."""
    found = resource.template
    if found is None:
        shape = Table.load(NEWEST).object(resource.schema)
        blank = {**dict.fromkeys(shape.required), **shape.blank(), "id": "", "object": resource.object}
        for name in (*resource.absent.split(), *resource.includable):
            blank.pop(name, None)
        if "created" in shape.props:
            blank["created"] = 0
        if "livemode" in shape.props and resource.livemode:
            blank["livemode"] = False
        if "metadata" in shape.props:
            blank["metadata"] = {}
        blank.update(resource.defaults)
        if "id" not in shape.props:
            del blank["id"]
        found = resource.template = in_order(blank)
    return found


def body_of(resource: Resource, fields: dict[str, Any]) -> dict[str, Any]:
    """A fresh body with these fields, in the order of answers."""
    blank = template(resource)
    body = {**blank, **fields}
    return body if len(body) == len(blank) else in_order(body)


def in_order(body: dict[str, Any]) -> dict[str, Any]:
    """The body with its keys in the order of answers."""
    return {name: body[name] for name in _order(tuple(body))}


@lru_cache(maxsize=4096)
def _order(names: tuple[str, ...]) -> tuple[str, ...]:
    """These keys in the order of answers: records of a type come with few different sets of them."""
    return tuple(sorted(names, key=_first))


def _first(name: str) -> tuple[int, str]:
    """Stripe's order of keys: id and object lead, the rest by name. source: recorded: all recordings"""
    return ({"id": 0, "object": 1}.get(name, 2), name)
