"""How a function becomes an operation of the compiled API.

Owns: @operation, @job, the table of handlers. A route that the compiled tables don't know fails at import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from inspect import isgeneratorfunction
from typing import Any

from pinstripe.api.table import NEWEST, OLDEST, Table
from pinstripe.kernel.resource import REGISTRY, Resource

Function = Callable[..., Any]


@dataclass(eq=False, slots=True)
class Handler:
    """One operation that is built: its function, whose verb it is, and what it does not do yet."""

    name: str
    resource: Resource
    function: Function
    verb: str
    subject: str
    subject_type: str
    missing: frozenset[str]
    generated: bool = False
    reads: bool = False
    """A read: runs outside of batches, on committed state."""
    publishable: bool = False
    param: str = ""
    """What a refusal of an unknown subject points at, where it differs from the resource's own word."""
    missing_heads: frozenset[str] = frozenset()
    verbatim: bool = False
    """A generated retrieve of a resource without computed fields: stored bytes are the answer."""

    def __post_init__(self) -> None:
        self.missing_heads = frozenset(name.partition(".")[0] for name in self.missing)
        self.verbatim = self.generated and self.verb == "retrieve" and self.resource.derived is None


HANDLERS: dict[str, Handler] = {}
JOBS: dict[tuple[str, str], Function] = {}


@cache
def _names() -> frozenset[str]:
    return frozenset(name for version in (NEWEST, OLDEST) for name in Table.load(version).operations())


def known(name: str) -> bool:
    """Is this "METHOD /path" an operation of a compiled table?"""
    return name in _names()


def has(value: Any, path: list[str]) -> bool:
    """Does a nested parameter stand in there? Lists are looked through."""
    if isinstance(value, list):
        return any(has(one, path) for one in value)
    if not isinstance(value, dict) or path[0] not in value:
        return False
    return len(path) == 1 or has(value[path[0]], path[1:])


def operation(
    name: str,
    resource: Resource,
    subject: str = "",
    *,
    of: Resource | str | None = None,
    verb: str = "",
    missing: str = "",
    publishable: bool = False,
    param: str = "",
) -> Callable[[Function], Function]:
    """Bind a function to a route.

    subject: the path parameter that is loaded and passed (404 if unknown). of: its resource when it is not
    `resource`. verb: the lifecycle verb checked before the function runs (the function's name). missing:
    parameters that are valid and not built: sending one answers 501. param: what "No such …" points at, where
    the operation has a word of its own.
    """
    assert known(name), f"no such operation in the compiled API: {name}"
    assert name not in HANDLERS, f"{name} is handled twice"

    def bind(function: Function) -> Function:
        assert not (name.startswith("GET ") and isgeneratorfunction(function)), f"{name}: a read asks nobody"
        kind = of.object if isinstance(of, Resource) else of or resource.object
        HANDLERS[name] = Handler(
            name,
            resource,
            function,
            verb or function.__name__,
            subject,
            kind,
            frozenset(missing.split()),
            reads=name.startswith("GET "),
            publishable=publishable,
            param=param,
        )
        return function

    return bind


def job(resource: Resource, verb: str) -> Callable[[Function], Function]:
    """Bind a function to a verb that the clock runs: function(work, record, payload)."""
    assert (resource.object, verb) not in JOBS, f"{resource.object} {verb} is scheduled twice"

    def bind(function: Function) -> Function:
        JOBS[(resource.object, verb)] = function
        return function

    return bind


def resource_named(kind: str) -> Resource:
    """A declared resource by its object value, for machines that may not import a product."""
    return REGISTRY[kind]
