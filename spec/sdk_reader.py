"""Read the typed classes of the Python SDK as nodes of the table grammar.

Owns: parsing the package, finding the class that an annotation names, turning annotations into nodes.
Does not own: routes, the layout of the tables, what the newest table lends. Nothing of the SDK is run.
source: sdk
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compile import ordered

Node = dict[str, Any]
PRIMITIVES = {"str": "str", "int": "int", "float": "num", "bool": "bool", "Any": "any_json"}
FORMATTED = {"Decimal": "decimal"}  # texts that newer releases of the SDK give a Python type
LITERAL_TYPES = {str: "str", int: "int", bool: "bool"}


@dataclass
class Module:
    """One source file: its statements, its classes, and the names that it imports as (module, name)."""

    name: str
    body: list[ast.stmt]
    classes: dict[str, ast.ClassDef]
    imports: dict[str, tuple[str, str]]


@dataclass
class Place:
    """Where an annotation stands: names are looked up in its class first, then in its module."""

    module: Module
    scopes: tuple[ast.ClassDef, ...] = ()


@dataclass
class Sdk:
    """The parsed package."""

    modules: dict[str, Module] = field(default_factory=dict)

    def resource_classes(self) -> Iterator[tuple[str, Place]]:
        """Every resource class with its object name."""
        for module in self.modules.values():
            for cls in module.classes.values():
                name = object_name(cls)
                if name and name not in ("list", "search_result", "v2.search_result"):
                    yield name, Place(module, (cls,))

    def service_methods(self) -> Iterator[tuple[Place, ast.FunctionDef]]:
        """Every public method of a service class; the asynchronous twins are left out."""
        for module in self.modules.values():
            for name, cls in module.classes.items():
                if not name.endswith("Service"):
                    continue
                for statement in cls.body:
                    if isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_"):
                        yield Place(module, (cls,)), statement

    def resolve(self, expression: ast.expr, place: Place) -> Place:
        """The class that a name or a dotted name means at that place."""
        if isinstance(expression, ast.Attribute):
            outer = self.resolve(expression.value, place)
            return Place(outer.module, (*outer.scopes, nested(outer.scopes[-1], expression.attr)))
        assert isinstance(expression, ast.Name), ast.dump(expression)
        name = expression.id
        if place.scopes and has_nested(place.scopes[-1], name):
            return Place(place.module, (*place.scopes, nested(place.scopes[-1], name)))
        if name in place.module.classes:
            return Place(place.module, (place.module.classes[name],))
        source, original = place.module.imports[name]
        module = self.modules[source]
        return Place(module, (module.classes[original],))


def object_name(cls: ast.ClassDef) -> str | None:
    """The value of OBJECT_NAME, if the class has one."""
    for statement in cls.body:
        if isinstance(statement, ast.AnnAssign | ast.Assign):
            target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
            if isinstance(target, ast.Name) and target.id == "OBJECT_NAME":
                return str(statement.value.value) if isinstance(statement.value, ast.Constant) else None
    return None


def has_nested(cls: ast.ClassDef, name: str) -> bool:
    """Whether a class of that name is declared in the body of this one."""
    return any(isinstance(part, ast.ClassDef) and part.name == name for part in cls.body)


def nested(cls: ast.ClassDef, name: str) -> ast.ClassDef:
    """The class of that name in the body of this one."""
    return next(part for part in cls.body if isinstance(part, ast.ClassDef) and part.name == name)


def parse_sdk(folder: Path) -> Sdk:
    """Read every module of the package; the deprecated aliases under api_resources add nothing."""
    sdk = Sdk()
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder)
        if relative.parts[0] == "api_resources":
            continue
        name = ".".join(("stripe", *relative.with_suffix("").parts))
        tree = ast.parse(path.read_text())
        classes = {part.name: part for part in tree.body if isinstance(part, ast.ClassDef)}
        imports = {
            (alias.asname or alias.name): (part.module or "", alias.name)
            for part in ast.walk(tree)
            if isinstance(part, ast.ImportFrom)
            for alias in part.names
        }
        sdk.modules[name] = Module(name, tree.body, classes, imports)
    return sdk


def alternatives(expression: ast.expr | None) -> list[ast.expr | None]:
    """The members of a union, flattened; None stands for null."""
    if isinstance(expression, ast.Constant):
        if expression.value is None:
            return [None]
        return alternatives(ast.parse(str(expression.value), mode="eval").body)
    if isinstance(expression, ast.BinOp):
        return alternatives(expression.left) + alternatives(expression.right)
    if isinstance(expression, ast.Subscript):
        inner = expression.slice
        match head(expression):
            case "NotRequired":
                return alternatives(inner)
            case "Optional":
                return [*alternatives(inner), None]
            case "Union":
                assert isinstance(inner, ast.Tuple)
                return [member for part in inner.elts for member in alternatives(part)]
    return [expression]


def head(expression: ast.expr) -> str:
    """`List` of `List[str]`."""
    if isinstance(expression, ast.Subscript) and isinstance(expression.value, ast.Name):
        return expression.value.id
    return ""


def merged(nodes: list[Node]) -> list[Node]:
    """Each alternative once; beside named values, "any text" only says that more may come later."""
    once = [node for number, node in enumerate(nodes) if node not in nodes[:number]]
    named = any(node.get("t") == "str" and "enum" in node for node in once)
    return [node for node in once if not (named and node == {"t": "str"})]


def is_blank_literal(expression: ast.expr | None) -> bool:
    """Literal[''] in a request: the empty string unsets the value."""
    return expression is not None and ast.unparse(expression) == "Literal['']"


class Reader:
    """Turns annotations into nodes of the table's grammar."""

    def __init__(self, sdk: Sdk, schemas: dict[str, str]) -> None:
        self.sdk = sdk
        self.schemas = schemas  # object value -> schema name, where the newest table names them differently
        self.nameless: dict[str, Node] = {}  # expandable classes that have no object value

    def node(self, expression: ast.expr, place: Place) -> Node:
        """The node of an annotation."""
        members = alternatives(expression)
        solid = [member for member in members if member is not None and not is_blank_literal(member)]
        nodes = merged([self.single(member, place) for member in solid])
        made: Node = nodes[0] if len(nodes) == 1 else {"t": "any", "of": nodes}
        if not nodes and None not in members:
            made = {"t": "str", "max": 0}  # a value that may only be unset
        if None in members:
            made["null"] = True
        if any(is_blank_literal(member) for member in members):
            made["clear"] = True
        return ordered(made)

    def single(self, expression: ast.expr, place: Place) -> Node:
        """The node of one member of a union."""
        if isinstance(expression, ast.Name) and expression.id in PRIMITIVES:
            return {"t": PRIMITIVES[expression.id]}
        if isinstance(expression, ast.Name) and expression.id in FORMATTED:
            return {"t": "str", "fmt": FORMATTED[expression.id]}
        if not isinstance(expression, ast.Subscript):
            return self.class_node(self.sdk.resolve(expression, place))
        inner = expression.slice
        match head(expression):
            case "Literal":
                values = ast.literal_eval(inner)
                values = list(values) if isinstance(values, tuple) else [values]
                return {"t": LITERAL_TYPES[type(values[0])], "enum": values}
            case "List":
                return {"t": "list", "items": self.node(inner, place)}
            case "Dict":
                assert isinstance(inner, ast.Tuple)
                return {"t": "map", "values": self.node(inner.elts[1], place)}
            case "UntypedStripeObject":
                return {"t": "map", "values": self.node(inner, place)}
            case "ListObject":
                return self.page(inner, place, "list")
            case "SearchResultObject":
                return self.page(inner, place, "search")
            case "ExpandableField":
                return {"t": "str", "expand": self.names(inner, place)}
        raise AssertionError(f"unread annotation: {ast.unparse(expression)}")

    def names(self, expression: ast.expr, place: Place) -> list[str]:
        """The schema names of the classes of a union."""
        found = []
        for member in alternatives(expression):
            assert member is not None
            target = self.sdk.resolve(member, place)
            made = self.class_node(target)
            if "ref" not in made:
                made["ref"] = target.scopes[-1].name.lower()
                self.nameless[made["ref"]] = {"name": made["ref"], "object": None, "props": made["props"]}
            found.append(made["ref"])
        return found

    def class_node(self, place: Place) -> Node:
        """A reference for a resource class, a hash for every other class."""
        name = object_name(place.scopes[-1])
        if name:
            return {"ref": self.schemas.get(name, name)}
        return {"t": "hash", "props": self.properties(place)}

    def page(self, expression: ast.expr, place: Place, kind: str) -> Node:
        """The envelope of a list or of search results."""
        items = self.node(expression, place)
        value = "list" if kind == "list" else "search_result"
        props: dict[str, Node] = {
            "data": {"t": "list", "req": True, "items": items},
            "has_more": {"t": "bool", "req": True},
            "object": {"t": "str", "req": True, "enum": [value]},
            "url": {"t": "str", "req": True, "max": 5000},
        }
        if kind == "search":
            props["next_page"] = {"t": "str", "null": True, "max": 5000}
            props["total_count"] = {"t": "int"}
        held = "|".join(option["ref"] for option in items.get("of", [items]))
        return ordered({"t": "hash", kind: held, "props": dict(sorted(props.items()))})

    def properties(self, place: Place) -> dict[str, Node]:
        """The annotated names of a class, with those of its functional TypedDict base."""
        cls = place.scopes[-1]
        renamed = remapped(cls)
        props: dict[str, Node] = {}
        for name, annotation in [*functional_base(cls, place), *annotated(cls)]:
            made = self.node(annotation, place)
            if head(annotation) != "NotRequired" and not made.get("null"):
                made["req"] = True
            props[renamed.get(name, name)] = ordered(made)
        return dict(sorted(props.items()))


def annotated(cls: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    """Names with an annotation; class variables, private names and the deletion mark are no properties."""
    found = []
    for statement in cls.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name, annotation = statement.target.id, statement.annotation
            hidden = name.startswith("_") or head(annotation) == "ClassVar"
            if not hidden and (name != "deleted" or "Params" in cls.name):
                found.append((name, annotation))
    return found


def functional_base(cls: ast.ClassDef, place: Place) -> list[tuple[str, ast.expr]]:
    """Keys that are no Python names (`from`, `is`) stand in a base made by calling TypedDict."""
    bases = {base.id for base in cls.bases if isinstance(base, ast.Name)}
    found: list[tuple[str, ast.expr]] = []
    for body in (place.module.body, *(scope.body for scope in place.scopes)):
        for statement in body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
                target = statement.targets[0]
                if isinstance(target, ast.Name) and target.id in bases:
                    table = statement.value.args[1]
                    assert isinstance(table, ast.Dict)
                    for key, value in zip(table.keys, table.values, strict=True):
                        assert isinstance(key, ast.Constant)
                        found.append((str(key.value), value))
    return found


def remapped(cls: ast.ClassDef) -> dict[str, str]:
    """Attribute name -> property name, for properties that are Python keywords."""
    for statement in cls.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "_field_remappings":
            return dict(ast.literal_eval(statement.value))
    return {}
