"""How a function becomes an operation of the compiled API.

Owns: @operation, @job, the table of handlers. A route that the compiled tables don't know fails at import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, isasyncgenfunction, iscoroutinefunction, isgeneratorfunction, signature
from typing import Any

from pinstripe.api.table import NEWEST, OLDEST, Table
from pinstripe.kernel.resource import Resource

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Again:
    """A job that gives this runs again in the next step, before all that is due later on its clock.

    cursor: where it goes on, as JSON can hold it; it is given to the function by that name.
    """

    cursor: Any


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
        self.verbatim = self.generated and self.verb == "retrieve" and not self.resource.computed


HANDLERS: dict[str, Handler] = {}
JOBS: dict[tuple[str, str], Function] = {}


@cache
def _names() -> frozenset[str]:
    return frozenset(name for version in (NEWEST, OLDEST) for name in Table.load(version).operations())


def known(name: str) -> bool:
    """Is this "METHOD /path" an operation of a compiled table?"""
    return name in _names()


def has(value: Any, path: list[str]) -> bool:
    """Does a nested parameter stand in there? Lists are looked through. An empty one does not: it would unset
    what nobody can set."""
    if isinstance(value, list):
        return any(has(one, path) for one in value)
    if not isinstance(value, dict) or path[0] not in value:
        return False
    return value[path[0]] is not None if len(path) == 1 else has(value[path[0]], path[1:])


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
        assert is_plain(function), f"{name}: a function that asks the outside is a plain generator"
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
    """Bind a function to a verb that the clock runs: function(work, record, **payload).

    It may be a generator that asks the outside (clock/jobs.py says what that means), and may give `Again`.
    """
    assert (resource.object, verb) not in JOBS, f"{resource.object} {verb} is scheduled twice"

    def bind(function: Function) -> Function:
        name = f"{resource.object} {verb}"
        assert is_plain(function), f"{name}: a job that asks the outside is a plain generator"
        _, _, *given = known_parameters(function, name)
        if "Again" in str(function.__annotations__.get("return", "")):
            assert any(one.name == "cursor" or one.kind is one.VAR_KEYWORD for one in given), (
                f"{name}: a job that goes on takes a cursor"
            )
        JOBS[(resource.object, verb)] = function
        return function

    return bind


def is_plain(function: Function) -> bool:
    """Is it called, and not awaited?"""
    return not (iscoroutinefunction(function) or isasyncgenfunction(function))


def known_parameters(function: Function, name: str) -> list[Parameter]:
    """A job's parameters: the work, the record, and what its payload fills by name."""
    found = list(signature(function).parameters.values())
    plain = [one for one in found if one.kind in {one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD}]
    assert len(plain) >= 2, f"{name}: a job is given the work and the record"
    assert not any(one.kind in {one.POSITIONAL_ONLY, one.VAR_POSITIONAL} for one in found[2:]), (
        f"{name}: a job's payload is given by name"
    )
    return found
