"""A state is written by `advance` alone, and a record's body by nobody but `work`.

States in hashes (`action.status`) are not seen here: `work` refuses them when the program runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from pinstripe import products
from pinstripe.kernel.resource import REGISTRY, Resource, lifecycle
from tests.laws.code import Module, is_work, method, package, planted, text_of, word

WRITES = frozenset({"create", "create_named", "change", "amend", "advance"})
KERNEL = frozenset({"pinstripe.kernel.work", "pinstripe.kernel.record", "pinstripe.kernel.batch"})
EXCEPTIONS: dict[str, str] = {}
"""Functions that hand a status over as a plain field, by `module.function`, each with its reason."""


def states() -> frozenset[str]:
    """Fields that are some resource's state, `status` among them."""
    named = {path[0] for r in REGISTRY.values() for path in r.states if len(path) == 1}
    return frozenset({"status"} | named - {""})


def no_state(node: ast.expr | None, name: str) -> bool:
    """Is the first argument a declared resource whose field of that name is a fact like others?"""
    named = text_of(node) or ""
    constant = word(node).rpartition(".")[2].lower()
    kinds = [r for r in REGISTRY.values() if named == r.object or constant == r.object.replace(".", "_")]
    kinds += [r for r in REGISTRY.values() if constant and constant == r.object.rpartition(".")[2]]
    return bool(kinds) and not any((name,) in resource.states for resource in kinds)


def keywords(call: ast.Call) -> list[str]:
    """Names that a call hands over by keyword, those of dictionaries that it spreads included."""
    found = []
    for keyword in call.keywords:
        if keyword.arg is not None:
            found.append(keyword.arg)
        elif isinstance(keyword.value, ast.Dict):
            found += [text_of(key) or "" for key in keyword.value.keys]
    return found


def problems(modules: Iterable[Module]) -> list[str]:
    """Every write of a status that no lifecycle row makes, every write past `work`."""
    found, fields = [], states()
    for module in modules:
        if module.name in KERNEL:
            continue
        for call in module.calls():
            owner = word(call.func).rpartition(".")[0]
            if method(call) not in WRITES or not is_work(owner):
                continue
            fresh = method(call) in {"create", "create_named"} and call.args
            for name in sorted(fields.intersection(keywords(call))):
                if not (fresh and no_state(call.args[0], name)):
                    found.append(f"{module.at(call)}: {method(call)} writes a {name}")
        found += [f"{module.at(node)}: a body is written past work" for node in bodies(module)]
    return found


def bodies(module: Module) -> list[ast.AST]:
    """Assignments to a record's body, or to something within."""
    found: list[ast.AST] = []
    for node in ast.walk(module.tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Delete):
            targets = node.targets
        found += [target for target in targets if within_body(target)]
    return found


def within_body(node: ast.expr) -> bool:
    """`x.body = …`, `x.body["y"] = …`, and deeper; `self.body` is an object's own."""
    if isinstance(node, ast.Tuple | ast.List):
        return any(within_body(one) for one in node.elts)
    while isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr == "body" and word(node.value) != "self"


def misnamed(modules: Iterable[Module]) -> list[str]:
    """Works for other accounts that are not called so: the laws know a unit of work by its name."""
    found = []
    for module in modules:
        named = {
            node.value
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Assign) and all(is_work(word(target)) for target in node.targets)
        }
        for call in module.calls():
            if method(call) == "acting_for" and call not in named:
                found.append(f"{module.at(call)}: what acting_for gives is called `…_work`")
    return found


def test_a_work_for_another_account_is_called_so() -> None:
    assert misnamed(package()) == []
    for text in (
        "other = work.acting_for(key)\n",
        "work.acting_for(key).create(REFUND, 'made')\n",
        "use(work.acting_for(key))\n",
    ):
        assert len(misnamed([planted(text)])) == 1, text
    assert misnamed([planted("seller_work = work.acting_for(key)\n")]) == []


def test_status_is_written_by_advance_alone() -> None:
    products.register()
    assert problems(package()) == []


def test_a_status_written_by_hand_is_caught() -> None:
    products.register()
    for text in (
        "work.change(clock, status='ready')\n",
        "work.amend(clock, **{'status': 'ready'})\n",
        "work.advance(clock, 'advance', 'begun', status='ready')\n",
        "work.create(TEST_CLOCK, 'made', status='ready')\n",
        "work.create_named('test_helpers.test_clock', status='ready')\n",
        "record.body['status'] = 'ready'\n",
        "record.body['a']['b'] += 1\n",
        "record.body = {}\n",
        "del record.body['status']\n",
        "seller_work.change(clock, status='ready')\n",
    ):
        assert len(problems([planted(text)])) == 1, text


def test_a_state_of_another_name_is_caught() -> None:
    rows = {"payment_status": lifecycle(("pay", "done", "unpaid", "paid"))}
    session = Resource("laws.session", lifecycles=rows)
    try:
        assert len(problems([planted("work.change(session, payment_status='paid')\n")])) == 1
        assert problems([planted("work.create(PRODUCT, payment_status='paid')\n")]) == []
        assert len(problems([planted("work.create('laws.session', payment_status='paid')\n")])) == 1
    finally:
        del REGISTRY[session.object]


def test_other_writes_are_left_alone() -> None:
    products.register()
    assert (
        problems(
            [planted("work.change(customer, email='a')\nwork.create(PRODUCT, status='x')\nself.body = 1\n")]
        )
        == []
    )
