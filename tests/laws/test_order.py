"""The same calls do the same in the same order: nothing walks through a set as it lies in memory.

A set of words has another order in each process. What comes out in an order is sorted first, or made from
something that has one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.laws.code import Function, Module, method, package, planted, word

WATCHED = frozenset({"products", "kernel", "ledger", "events", "clock", "metering", "networks"})
MAKES = frozenset({"set", "frozenset"})
COMBINES = frozenset({"union", "intersection", "difference", "symmetric_difference"})
ORDERLESS = frozenset({"sorted", "set", "frozenset", "any", "all", "sum", "min", "max", "len", "Counter"})
"""They give the same whatever order they are given."""
ORDERED = frozenset({"list", "tuple", "enumerate", "zip", "iter", "next", "dict.fromkeys", "reversed"})
"""They keep the order that they are given."""


def is_set(node: ast.expr | None, known: set[str]) -> bool:
    """Is an expression a set, as far as the text says so?"""
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Name():
            return node.id in known
        case ast.Call():
            return word(node.func) in MAKES or (
                isinstance(node.func, ast.Attribute) and method(node) in COMBINES
            )
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.Sub() | ast.BitXor()):
            return any(is_set(one, known) or is_keys(one) for one in (node.left, node.right))
    return False


def is_keys(node: ast.expr) -> bool:
    """Is it the names of a hash? Combined they are a set."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and method(node) == "keys"


def says_set(annotation: ast.expr | None) -> bool:
    """Does an annotation say that it is a set?"""
    inner = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return word(inner).rpartition(".")[2] in {"set", "frozenset", "Set"}


def assigned(nodes: Iterable[ast.AST], known: set[str]) -> set[str]:
    """The names that are sets from their assignments on, beside those that are known."""
    found = set(known)
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            declared = isinstance(node, ast.AnnAssign) and says_set(node.annotation)
            if declared or is_set(node.value, found):
                found.update(names)
            else:
                found.difference_update(names)
    return found


def walks(function: Function) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Everything that a function walks through in an order that can be noticed."""
    free = {
        argument
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and word(node.func) in ORDERLESS
        for argument in node.args
    }
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.AsyncFor):
            yield node, node.iter
        elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.DictComp) and node not in free:
            yield from ((node, clause.iter) for clause in node.generators)
        elif isinstance(node, ast.Call) and word(node.func) in ORDERED and node not in free:
            yield from ((node, argument) for argument in node.args)
        elif isinstance(node, ast.Starred) and isinstance(node.ctx, ast.Load) and node not in free:
            yield node, node.value


def problems(modules: Iterable[Module]) -> list[str]:
    """Every walk through a set."""
    found = []
    for module in modules:
        if module.layer not in WATCHED:
            continue
        top = assigned(module.tree.body, set())
        for function in module.functions():
            args = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            known = top - {one.arg for one in args} | {one.arg for one in args if says_set(one.annotation)}
            known = assigned(ast.walk(function), known)
            for node, through in walks(function):
                if is_set(through, known):
                    found.append(f"{module.at(node)}: {function.name} walks through a set")
    return list(dict.fromkeys(found))


def test_nothing_walks_through_a_set() -> None:
    assert problems(package()) == []


def test_a_walk_through_a_set_is_caught() -> None:
    for text in (
        "for one in {a, b}: one()",
        "for one in set(work.where('x')): one()",
        "found = {one.customer for one in a}\n    return [work.load(key) for key in found]",
        "return list(names)",
        "return {n: a[n] for n in KEPT & a.keys()}",
        "return [*a.keys() - b]",
        "for one in a.union(b): one()",
    ):
        module = planted(f"KEPT = frozenset(('x', 'y'))\n\n\ndef f(a, b, names: set[str]):\n    {text}\n")
        assert len(problems([module])) == 1, text


def test_what_has_an_order_or_needs_none_is_left_alone() -> None:
    for text in (
        "for one in sorted({a, b}): one()",
        "return any(one for one in set(a))",
        "return [one for one in a if one in names]",
        "return {one for one in names}",
        "names = sorted(names)\n    return [one for one in names]",
        "return sorted(one for one in names)",
        "return set(a) - names",
    ):
        module = planted(f"def f(a, b, names: set[str]):\n    {text}\n")
        assert problems([module]) == [], text
    assert problems([planted("def f(a):\n    for one in {a}: one()\n", "pinstripe.cli.planted")]) == []
