"""Where a parameter's value goes: a handler, and all that it calls, read as if it ran with unknown values.

A use is counted where a value, or its presence, has an effect: it is written, posted or scheduled, decides
a branch, is raised or answered. A value that is read and dropped has none. Functions of the package are
followed with what they are given, and remembered by it. Loops over known words are read once for each word.
"""

from __future__ import annotations

import ast
import builtins
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from inspect import getclosurevars, unwrap
from types import FunctionType, ModuleType
from typing import Any

from pinstripe.kernel.operation import Handler
from pinstripe.kernel.resource import Resource
from tests.laws.calls import called
from tests.laws.code import Function, Module, package
from tests.laws.values import (
    EXACT,
    NOTHING,
    SHALLOW,
    Names,
    Source,
    Use,
    Value,
    join,
    joined,
    lifted,
    one_of,
    placed,
    record_of,
    spread,
    text,
    word_of,
)

PASSES = 4
"""How often a function is read until nothing new comes to its variables."""
DEEPEST = 40

Env = dict[str, Value]


def placed_functions(module: Module) -> dict[tuple[str, str, int], Function]:
    """A module's functions, by name and first line."""
    return {
        (module.name, node.name, min((node.lineno, *(one.lineno for one in node.decorator_list)))): node
        for node in module.functions()
    }


@cache
def everything() -> dict[tuple[str, str, int], Function]:
    """The functions of the package."""
    return {place: node for module in package() for place, node in placed_functions(module).items()}


@dataclass
class Summary:
    """What a function does with what it is given, and what it gives."""

    uses: frozenset[Use] = frozenset()
    gives: Value = NOTHING


@dataclass
class Flow:
    """Functions that were read, by what they were given."""

    known: dict[tuple[Any, ...], Summary] = field(default_factory=dict)
    running: list[tuple[Any, ...]] = field(default_factory=list)
    nodes: dict[tuple[str, str, int], Function] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes |= everything()

    def add(self, module: Module) -> None:
        """A module's functions instead of those that are known."""
        self.nodes |= placed_functions(module)

    def node_of(self, it: Any) -> Function | None:
        """The text of a function of the package."""
        if not isinstance(it, FunctionType):
            return None
        return self.nodes.get((it.__module__, it.__code__.co_name, it.__code__.co_firstlineno))

    def call(self, it: Any, node: Function, given: Env) -> Summary:
        """A function with these arguments; within its own call it gives back what comes from them."""
        names = Names()
        given = {name: names.hidden(value, f"${name}") for name, value in given.items()}
        key = (it, tuple(sorted(given.items(), key=lambda pair: pair[0])))
        summary = self.known.get(key)
        if summary is None:
            if key in self.running or len(self.running) > DEEPEST:
                return Summary(gives=joined(names.shown(one).flat() for one in given.values()))
            self.running.append(key)
            around = {name: lifted(one) for name, one in getclosurevars(it).nonlocals.items()}
            reading = Reading(self, it.__globals__, around | given)
            reading.function(node)
            summary = self.known[key] = Summary(frozenset(reading.uses), reading.gives)
            self.running.pop()
        return Summary(names.shown_uses(summary.uses), names.shown(summary.gives))

    def handler(self, handler: Handler) -> frozenset[Use]:
        """The parameters that an operation uses."""
        function = unwrap(handler.function)
        node = self.node_of(function)
        assert node is not None, f"{handler.name}: its function has no text in the package"
        names = [one.arg for one in node.args.args]
        given: Env = {names[1]: Value(frozenset({Source((), EXACT)}))}
        if handler.subject:
            given[names[2]] = given[names[1]]
            given[names[1]] = record_of(handler.subject_type)
        summary = self.call(function, node, given)
        return summary.uses | summary.gives.uses()


class Reading:
    """One function, or one expression of it, while it is read."""

    def __init__(self, flow: Flow, globals_: dict[str, Any], env: Env) -> None:
        self.flow = flow
        self.globals = globals_
        self.env = env
        self.uses: set[Use] = set()
        self.gives = NOTHING

    def function(self, node: Function | ast.Lambda) -> None:
        """All of a function: its statements, until its variables know all that comes to them."""
        if isinstance(node, ast.Lambda):
            self.gives = join(self.gives, self.value(node.body))
            return
        for _ in range(PASSES):
            before = dict(self.env)
            self.block(node.body)
            if before == self.env:
                break

    def effect(self, value: Value, kind: str = "deep") -> None:
        """The value has an effect; of kind SHALLOW, its presence or truth has."""
        self.uses |= value.uses(kind)

    # -- statements ------------------------------------------------------------------------------------

    def block(self, body: Iterable[ast.stmt]) -> None:
        """Statements, one after the other."""
        for statement in body:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """One statement."""
        match node:
            case ast.Return(value=ast.expr() as value):
                self.gives = join(self.gives, self.value(value))
            case ast.Expr():
                self.value(node.value)
            case ast.Assign():
                value = self.value(node.value)
                for target in node.targets:
                    self.bind(target, value)
            case ast.AnnAssign(value=ast.expr() as value):
                self.bind(node.target, self.value(value))
            case ast.AugAssign():
                self.bind(node.target, self.value(ast.BinOp(node.target, node.op, node.value)))
            case ast.If() | ast.While():
                self.branch(node)
            case ast.For() | ast.AsyncFor():
                self.loop(node.target, self.value(node.iter), lambda: self.block(node.body))
                self.block(node.orelse)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    value = self.value(item.context_expr)
                    if item.optional_vars is not None:
                        self.bind(item.optional_vars, value)
                self.block(node.body)
            case ast.Raise():
                for one in (node.exc, node.cause):
                    self.effect(self.value(one))
            case ast.Assert():
                self.effect(self.value(node.test), SHALLOW)
            case ast.Try() | ast.TryStar():
                self.block([*node.body, *node.orelse, *node.finalbody])
                for handler in node.handlers:
                    self.block(handler.body)
            case ast.Match():
                self.match(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.inner(node)
            case ast.ImportFrom():
                self.imported(node)

    def branch(self, node: ast.If | ast.While) -> None:
        """A test has an effect if one of its branches does anything."""
        test = self.value(node.test)
        if not all(isinstance(one, ast.Pass) for one in (*node.body, *node.orelse)):
            self.effect(test, SHALLOW)
        self.block(node.body)
        self.block(node.orelse)

    def match(self, node: ast.Match) -> None:
        """The value that decides, and the names that its patterns bind."""
        subject = self.value(node.subject)
        self.effect(subject, SHALLOW)
        for case in node.cases:
            for pattern in ast.walk(case.pattern):
                if isinstance(pattern, ast.MatchAs | ast.MatchStar) and pattern.name:
                    self.put(pattern.name, join(subject, one_of(subject)))
            if case.guard is not None:
                self.effect(self.value(case.guard), SHALLOW)
            self.block(case.body)

    def inner(self, node: Function | ast.Lambda) -> Value:
        """A function within the function: it is called, somewhere, with what is not known."""
        reading = Reading(self.flow, self.globals, self.env)
        reading.function(node)
        self.uses |= reading.uses
        self.effect(reading.gives)
        return NOTHING

    def imported(self, node: ast.ImportFrom) -> None:
        """Names that are imported where they are needed."""
        if node.level or not node.module:
            return
        module = importlib.import_module(node.module)
        for alias in node.names:
            if not hasattr(module, alias.name):
                importlib.import_module(f"{node.module}.{alias.name}")
            self.env[alias.asname or alias.name] = lifted(getattr(module, alias.name))

    def loop(self, target: ast.expr, value: Value, body: Callable[[], None]) -> None:
        """Read the body once for each element, with the target as that element."""
        names = [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]
        after: Env = {}
        for element in dict.fromkeys(value.elements()):
            for name in names:
                self.env.pop(name, None)
            self.bind(target, element)
            body()
            for name in names:
                after[name] = join(after.get(name, NOTHING), self.env.get(name, NOTHING))
        self.env.update(after)

    def put(self, name: str, value: Value) -> None:
        """A variable may be this, too."""
        self.env[name] = join(self.env.get(name, NOTHING), value)

    def bind(self, target: ast.expr, value: Value) -> None:
        """What an assignment does."""
        match target:
            case ast.Name():
                self.put(target.id, value)
            case ast.Tuple() | ast.List():
                starred = any(isinstance(one, ast.Starred) for one in target.elts)
                for number, one in enumerate(target.elts):
                    inner = one.value if isinstance(one, ast.Starred) else one
                    whole = starred or "[]" in value.by_name
                    self.bind(inner, one_of(value) if whole else value.at(f"#{number}"))
            case ast.Subscript(value=ast.Name(id=name)) if name in self.env:
                keys = self.value(target.slice).words or {"[]"}
                for key in keys:
                    self.put(name, Value(parts=((key, value),)))
            case ast.Subscript(value=ast.Subscript(value=ast.Name(id=name))) if name in self.env:
                self.put(name, value.flat())
            case _:
                self.effect(value)

    # -- expressions -----------------------------------------------------------------------------------

    def value(self, node: ast.expr | None) -> Value:
        """What an expression gives."""
        match node:
            case None:
                return NOTHING
            case ast.Constant():
                return word_of(node.value) if isinstance(node.value, str) else NOTHING
            case ast.Name():
                return self.name(node.id)
            case ast.Attribute():
                return self.attribute(self.value(node.value), node.attr)
            case ast.Subscript():
                return self.subscript(node)
            case ast.Call():
                return called(self, node)
            case ast.Dict():
                return self.hash(node)
            case ast.Tuple() | ast.List() | ast.Set():
                return placed(self.arguments(node.elts))
            case ast.BoolOp() | ast.JoinedStr():
                values = [self.value(one) for one in node.values]
                return joined(values) if isinstance(node, ast.BoolOp) else text(values, lambda *t: "".join(t))
            case ast.FormattedValue():
                return self.value(node.value)
            case ast.IfExp():
                test = self.value(node.test).flat(SHALLOW)
                return joined((self.value(node.body), self.value(node.orelse), test))
            case ast.Compare():
                return self.compare(node)
            case ast.UnaryOp():
                return self.value(node.operand).flat(SHALLOW if isinstance(node.op, ast.Not) else "deep")
            case ast.BinOp():
                return self.operation(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.comprehension(node)
        return self.rare(node)

    def rare(self, node: ast.expr) -> Value:
        """Expressions that are seldom written."""
        match node:
            case ast.NamedExpr():
                value = self.value(node.value)
                self.bind(node.target, value)
                return value
            case ast.Lambda():
                return self.inner(node)
            case ast.Starred() | ast.Await():
                return self.value(node.value)
            case ast.Yield() | ast.YieldFrom():
                self.effect(self.value(node.value))
        return NOTHING

    def name(self, name: str) -> Value:
        """A variable, or what the module or the language calls so."""
        if name in self.env:
            return self.env[name]
        if name in self.globals:
            return lifted(self.globals[name])
        return lifted(getattr(builtins, name)) if hasattr(builtins, name) else NOTHING

    def attribute(self, value: Value, name: str) -> Value:
        """What stands behind a dot: in a module, or in a value."""
        found = [value.at(name)]
        for known in value.known:
            if isinstance(known.it, ModuleType | type) and hasattr(known.it, name):
                found.append(lifted(getattr(known.it, name)))
            elif isinstance(known.it, Resource) and name == "object":
                found.append(word_of(known.it.object))
        return joined(found)

    def subscript(self, node: ast.Subscript) -> Value:
        """A named part, a place, or any element."""
        value = self.value(node.value)
        if isinstance(node.slice, ast.Slice):
            return value
        key = self.value(node.slice)
        if key.words:
            return joined(value.at(word) for word in sorted(key.words))
        if isinstance(node.slice, ast.Constant) and f"#{node.slice.value}" in value.by_name:
            return value.at(f"#{node.slice.value}")
        return join(value.any_name(), key.flat(SHALLOW))

    def hash(self, node: ast.Dict) -> Value:
        """A hash as it is written down, others spread into it."""
        found = NOTHING
        for key, value in zip(node.keys, node.values, strict=True):
            inner = self.value(value)
            if key is None:
                found = spread(inner, found)
                continue
            names = self.value(key)
            found = spread(Value(parts=tuple((word, inner) for word in sorted(names.words or {"[]"}))), found)
            if not names.words:
                found = join(found, names.flat())
        return found

    def arguments(self, nodes: Iterable[ast.expr]) -> list[Value]:
        """Values in a row, with what is starred in between."""
        values: list[Value] = []
        for node in nodes:
            inner = self.value(node)
            values += inner.elements() if isinstance(node, ast.Starred) else [inner]
        return values

    def compare(self, node: ast.Compare) -> Value:
        """A truth: of a name within parameters, or of values."""
        sides = [self.value(one) for one in (node.left, *node.comparators)]
        found = []
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
            if isinstance(operator, ast.In | ast.NotIn):
                keys = Value(frozenset(Source(source.path, EXACT) for source in right.sources), right.parts)
                found += [keys.at(word) for word in left.words if right.sources or right.parts]
                found += [left, Value(frozenset(source for source in right.sources if source.path))]
            else:
                found += [left, right]
        return joined(found).flat(SHALLOW)

    def operation(self, node: ast.BinOp) -> Value:
        """Sums of texts and lists, sets of names with the names that were sent, arithmetic."""
        left, right = self.value(node.left), self.value(node.right)
        match node.op:
            case ast.Add() if left.words and right.words:
                return text((left, right), lambda a, b: a + b)
            case ast.BitAnd() if left.all_words or right.all_words:
                words = left.all_words if not left.sources else right.all_words
                hashes = Value(frozenset(Source(s.path, EXACT) for s in (left.sources | right.sources)))
                sent = joined(hashes.at(word) for word in sorted(words)).flat(SHALLOW)
                return join(Value(words=words), sent)
            case ast.Sub() if left.sources or left.all_words:
                return Value(frozenset(s for s in left.sources if s.path), left.parts, left.words)
            case ast.BitOr():
                return spread(right, left) if not right.words and not left.words else join(left, right)
            case ast.Add():
                return joined((left, right))
        return joined((left.flat(), right.flat()))

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        """Elements, each for itself, or names with their values."""
        found: list[Value] = []
        before = dict(self.env)

        def element(asked: Value) -> None:
            if isinstance(node, ast.DictComp):
                found.append(join(self.hash(ast.Dict([node.key], [node.value])), asked))
            else:
                found.append(join(self.value(node.elt), asked))

        self.clauses(list(node.generators), element, NOTHING)
        for name in self.env.keys() - before.keys():
            del self.env[name]
        self.env.update(before)
        return joined(found) if isinstance(node, ast.DictComp) else placed(found)

    def clauses(self, rest: list[ast.comprehension], element: Callable[[Value], None], asked: Value) -> None:
        """The loops of a comprehension, one within the other; its elements depend on what they ask."""
        if not rest:
            element(asked)
            return
        clause = rest[0]

        def body() -> None:
            tests = [self.value(test).flat(SHALLOW) for test in clause.ifs]
            self.clauses(rest[1:], element, joined((asked, *tests)))

        self.loop(clause.target, self.value(clause.iter), body)
