"""A valid parameter is read, or refused by name: it is never accepted and ignored."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pinstripe import products
from pinstripe.api import versions
from pinstripe.api.table import NEWEST, OLDEST, Node, Operation, Table
from pinstripe.kernel import search
from pinstripe.kernel.generate import PAGING
from pinstripe.kernel.operation import HANDLERS, Handler
from pinstripe.kernel.resource import REGISTRY, Resource
from tests.laws.code import package, planted, text_of
from tests.laws.reading import reading, scope_of, scopes

products.register()

EVERYWHERE = frozenset({"expand"})
"""Read at the edge for all operations."""
RANGES = frozenset({"gt", "gte", "lt", "lte"})
"""Bounds of a time are handed on together."""


def spoken(name: str) -> Iterator[Operation]:
    """An operation as the newest version has it, and as the oldest has it."""
    for table in (Table.load(NEWEST), versions.table(versions.resolve(OLDEST))):
        if name in set(table.operations()):
            yield table.operation(name)


def inner(node: Node) -> dict[str, Node]:
    """The properties of a hash, of a list's items, of the alternatives together."""
    if node["t"] == "list":
        return inner(node["items"])
    if node["t"] == "any":
        return {name: one for option in node["of"] for name, one in inner(option).items()}
    props: dict[str, Node] = node.get("props", {})
    return props


def shown(node: Node) -> dict[str, Node]:
    """The properties of an answer's value, through a named object."""
    if "ref" in node:
        return dict(Table.load(NEWEST).object(node["ref"]).props)
    if node["t"] == "any":
        return {name: one for option in node["of"] for name, one in shown(option).items()}
    return shown(node["items"]) if node["t"] == "list" else node.get("props", {})


def accepted(name: str) -> Iterator[tuple[str, Node]]:
    """Every parameter of an operation, in the newest version or in the oldest."""
    for operation in spoken(name):
        yield from operation.params["props"].items()


def lifted(name: str) -> frozenset[str]:
    """Words of the version modules that lift requests of this operation: they read what they lift."""
    found: set[str] = set()
    for change in versions.CHANGES:
        if hasattr(change, "request") and name in change.OPERATIONS:
            found |= words_of(change.__name__)
    return frozenset(found)


def gathered(name: str, param: str) -> tuple[str, str]:
    """Where a flat parameter of an older version is gathered: (hash, name within), or ("", itself)."""
    for change in versions.CHANGES:
        flat = getattr(change, "FLAT", "")
        if flat and name in change.OPERATIONS and param.startswith(flat) and param != f"{flat}details":
            return f"{flat}details", param.removeprefix(flat)
    return "", param


def words_of(module: str) -> set[str]:
    """Every text constant of a module."""
    import ast

    tree = next(one.tree for one in package() if one.name == module)
    return {text_of(node) or "" for node in ast.walk(tree)}


def constant(resource: Resource) -> str:
    """What a resource's constant is called."""
    return resource.object.rpartition(".")[2].upper()


@dataclass
class Reads:
    """What a handler can come to read of its parameters."""

    names: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    stored: tuple[dict[str, Node], ...] = ()
    """Properties of the resources whose parameters it keeps as they come, without naming them."""
    own: dict[str, Node] = field(default_factory=dict)
    """Properties of its own resource: a hash may be handed on whole to the field of its name."""

    def reads(self, param: str) -> bool:
        """Is a parameter read or kept?"""
        named = param in self.names or param.startswith(self.beginnings or ("\0",))
        return named or any(param in props for props in self.stored)

    def reads_within(self, param: str, below: str, node: Node) -> bool:
        """Is a name within a hash read, kept with the hash, or a form that the hash's own `type` selects?"""
        words = inner(node).get("type", {}).get("enum", ())
        selected = below in words and "type" in self.names
        hashes = [props[param] for props in (*self.stored, self.own) if param in props]
        whole = any(below in shown(one) for one in hashes) or any(below in props for props in self.stored)
        ranged = below in RANGES and param in self.names
        return selected or whole or ranged or self.reads(below)


def reads_of(handler: Handler) -> Reads:
    """What a handler can come to read."""
    resource = handler.resource
    props = Table.load(NEWEST).object(resource.schema).props
    if handler.generated:
        if handler.verb == "list":
            indexes = {name.removeprefix(f"{resource.object}.") for name, _ in resource.indexes}
            return Reads(frozenset(PAGING | indexes))
        if handler.verb == "search":
            return Reads(search.PARAMS)
        return Reads() if handler.verb in {"retrieve", "delete"} else Reads(stored=(props,))
    read = reading(handler.function.__module__, handler.function.__name__)
    kinds: list[Resource] = []
    for function, argument in read.generic:
        last = argument.rpartition(".")[2]
        named = [one for one in REGISTRY.values() if function == "stored" and constant(one) == last]
        kinds += named or [REGISTRY[handler.subject_type], resource]
    stored = tuple(Table.load(NEWEST).object(kind.schema).props for kind in kinds)
    names = frozenset(read.names) | lifted(handler.name)
    return Reads(names, tuple(read.beginnings - {""}), stored, props)


def ignored(handler: Handler) -> Iterator[str]:
    """Parameters that are accepted, and neither read, kept nor refused."""
    read = reads_of(handler)
    for sent, node in accepted(handler.name):
        around, param = gathered(handler.name, sent)
        where = f"{around}.{param}" if around else param
        if where in handler.missing or param in EVERYWHERE:
            continue
        if not read.reads(param):
            yield param
            continue
        for below in inner(node):
            if f"{where}.{below}" not in handler.missing and not read.reads_within(param, below, node):
                yield f"{param}[{below}]"


def problems(handlers: Iterable[Handler]) -> list[str]:
    """Every operation with the parameters that it ignores."""
    found = []
    for handler in sorted(handlers, key=lambda one: one.name):
        params = list(dict.fromkeys(ignored(handler)))
        if params:
            found.append(f"{handler.name}: {' '.join(params)}")
    return found


def strange(handlers: Iterable[Handler]) -> list[str]:
    """Parameters that are declared as missing and that the operation does not have."""
    found = []
    handlers = list(handlers)
    for handler in handlers:
        # Operations of one resource share their lists, so it is enough that one of them has the parameter.
        kin = [one.name for one in handlers if one.resource is handler.resource]
        known = [operation for name in kin for operation in spoken(name)]
        for path in sorted(handler.missing):
            if not any(has(operation.params, path.split(".")) for operation in known):
                found.append(
                    f"{handler.name}: no operation of its resource has {path}, which it calls missing"
                )
    return found


def has(node: Node, path: list[str]) -> bool:
    """Is there a parameter at this path?"""
    props = inner(node)
    return path[0] in props and (len(path) == 1 or has(props[path[0]], path[1:]))


def test_no_valid_parameter_is_ignored() -> None:
    assert problems(HANDLERS.values()) == []


def test_missing_parameters_are_parameters() -> None:
    assert strange(HANDLERS.values()) == []


def handler_for(function: Any, missing: str = "") -> Handler:
    """A handler of a planted function for the creation of a customer."""
    return Handler(
        "POST /v1/customers",
        REGISTRY["customer"],
        function,
        "create",
        "",
        "customer",
        frozenset(missing.split()),
    )


def test_an_ignored_parameter_is_caught() -> None:
    source = (
        "from pinstripe.kernel.generate import stored\n"
        "from pinstripe.products.customers.customer import CUSTOMER\n"
        "def create(work, params):\n"
        '    """Reads no coupon. source: inferred"""\n'
        "    given = params.get('tax_id_data'), params.cash_balance, params.tax\n"
        "    return work.create(CUSTOMER, **stored(CUSTOMER, params))\n"
    )
    module = planted(source, "pinstripe.products.invoices.planted_law")
    read = reading(module.name, "create", {**scopes(), module.name: scope_of(module)})
    assert {"tax_id_data", "cash_balance", "tax"} <= read.names
    assert "coupon" not in read.names
    assert ("stored", "CUSTOMER") in read.generic
    space: dict[str, Any] = {"__name__": "tests.nowhere"}
    exec(inspect.cleandoc("def create(work, params): return work"), space)
    found = set(ignored(handler_for(space["create"], "coupon")))
    assert {"email", "payment_method", "source"} <= found
    assert "coupon" not in found


def test_a_generated_operation_reads_what_it_stores() -> None:
    resource = REGISTRY["customer"]
    lister = Handler("GET /v1/customers", resource, print, "list", "", "customer", frozenset(), True)
    assert list(ignored(lister)) == []
    taker = Handler(
        "GET /v1/customers/{customer}", resource, print, "retrieve", "customer", "customer", frozenset(), True
    )
    assert list(ignored(taker)) == []


def test_a_misspelt_missing_parameter_is_caught() -> None:
    assert strange([handler_for(SimpleNamespace(), "coupn tax.validate_location")]) == [
        "POST /v1/customers: no operation of its resource has coupn, which it calls missing"
    ]
