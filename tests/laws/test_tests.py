"""Tests are honest: each asserts something, and more than a status; none sleeps but for a real socket.

A static reading. A test asserts by `assert`, by `pytest.raises` or `pytest.fail`, or by calling a helper that
does, itself or through others. A plain name means what its module defines or imports; a method counts where
every method of that name in the tests asserts. That every answer is held against its shape (tests/client.py)
proves nothing of one test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.laws.code import Function, Module, method, others, planted, word

NOTHING, STATUS, VALUE = 0, 1, 2
SAID = {NOTHING: "asserts nothing", STATUS: "asserts only a status"}
ASSERTS = frozenset({"pytest.raises", "pytest.fail", "pytest.warns"})
CLIENT = "tests.client"
"""Its methods check every answer's shape; `ok` asserts the status 200 beside."""

SLEEPS: dict[str, str] = {
    "tests/waiting.py until": "the one way to wait for another process or task behind a socket",
    "tests/waiting.py until_async": "the same on an event loop",
    "tests/client.py settled": "a moment for tasks that a test asked for",
    "tests/events/listener.py run": "deliveries through a real socket go on meanwhile",
    "tests/store/test_bridge.py waits": "is cancelled at once",
    "tests/kernel/test_underway.py resumed": "a process on a shared database, which goes on beside the loop",
    "tests/clock/test_jobs.py story": "two processes on one database: the second must not go on meanwhile",
}
"""Functions that sleep, each with the reason."""

Place = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """Functions of the tests: by module and name, by name as methods, and what each module imports."""

    plain: dict[Place, Function]
    methods: dict[str, tuple[tuple[Module, Function], ...]]
    imported: dict[Place, Place]
    modules: dict[str, Module]


def known(modules: tuple[Module, ...]) -> Known:
    """The functions of these modules."""
    plain: dict[Place, Function] = {}
    methods: dict[str, tuple[tuple[Module, Function], ...]] = {}
    imported: dict[Place, Place] = {}
    for module in modules:
        inside = {
            function
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef)
            for function in node.body
            if isinstance(function, Function)
        }
        for function in module.functions():
            if function in inside:
                methods[function.name] = (*methods.get(function.name, ()), (module, function))
            elif function in module.tree.body:
                plain[(module.name, function.name)] = function
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    place = (str(node.module), alias.name)
                    imported[(module.name, alias.asname or alias.name)] = place
    return Known(plain, methods, imported, {module.name: module for module in modules})


@cache
def whole() -> Known:
    """The functions of all tests."""
    return known(tuple(module for module in others() if module.name.startswith("tests.")))


@cache
def itself(function: Function) -> tuple[int, tuple[ast.Call, ...]]:
    """What a function's own assertions assert, and what it calls; functions inside it included."""
    found, calls = NOTHING, []
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            found = max(found, of_assertion(node.test))
        elif isinstance(node, ast.Call):
            calls.append(node)
    return found, tuple(calls)


class Judge:
    """What each function asserts at most, itself and by those that it calls."""

    def __init__(self, every: Known) -> None:
        self.every = every
        self.found: dict[Function, int] = {}
        homes = [(every.modules[name], function) for (name, _), function in every.plain.items()]
        homes += [pair for pairs in every.methods.values() for pair in pairs]
        for _ in range(len(homes)):
            # Until nothing changes: what a helper asserts, those who call it assert too.
            before = dict(self.found)
            for module, function in homes:
                self.found[function] = self.of(module, function)
            if before == self.found:
                break

    def of(self, module: Module, function: Function) -> int:
        """One function, as far as its helpers are known by now."""
        if module.name == CLIENT:
            return STATUS if function.name == "ok" else NOTHING
        own, calls = itself(function)
        return VALUE if own == VALUE else max((own, *(self.of_call(module, call) for call in calls)))

    def of_call(self, module: Module, call: ast.Call) -> int:
        """What a call asserts."""
        called = word(call.func)
        if called in ASSERTS:
            return VALUE
        if isinstance(call.func, ast.Name):
            return self.of_name((module.name, called))
        if not isinstance(call.func, ast.Attribute):
            return NOTHING
        owner = self.every.imported.get((module.name, word(call.func.value)))
        if owner and ".".join(owner) in self.every.modules:
            return self.of_name((".".join(owner), call.func.attr))
        named = self.every.methods.get(call.func.attr, ())
        return min((self.found.get(one, NOTHING) for _, one in named), default=NOTHING)

    def of_name(self, place: Place) -> int:
        """What a plain name asserts, where it is defined."""
        function = self.every.plain.get(place)
        if function is None and place in self.every.imported:
            function = self.every.plain.get(self.every.imported[place])
        return self.found.get(function, NOTHING) if function else NOTHING

    def weak(self, module: Module) -> Iterator[str]:
        """Tests of a module that assert too little."""
        for function in module.functions():
            if function.name.startswith("test_") and module.name.rpartition(".")[2].startswith("test_"):
                found = self.of(module, function)
                if found < VALUE:
                    yield f"{module.at(function)} {function.name}: {SAID[found]}"


def of_assertion(test: ast.expr) -> int:
    """What one assertion asserts: nothing if it cannot fail."""
    if isinstance(test, ast.Constant) and test.value:
        return NOTHING
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = test.left, test.comparators[0]
        called = any(isinstance(node, ast.Call) for node in ast.walk(test))
        if not called and ast.dump(left) == ast.dump(right):
            return NOTHING
        if isinstance(left, ast.Attribute) and left.attr in {"status", "status_code"}:
            return STATUS if status_like(right) else VALUE
    return VALUE


def status_like(node: ast.expr) -> bool:
    """Is it a status, or several, or a name that stands for one?"""
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return all(status_like(one) for one in node.elts)
    return isinstance(node, ast.Name) or isinstance(node, ast.Constant) and isinstance(node.value, int)


def sleepers(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Functions that sleep, each with the call; a turn of the event loop (`sleep(0)`) is no sleep."""
    calls: dict[ast.Call, str] = {}
    for function in module.functions():  # outer ones first, so that the innermost has the last word
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                calls[node] = function.name
    for call in module.calls():
        turn = call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
        if method(call) == "sleep" and not turn:
            yield f"{module.path} {calls.get(call, '')}", call


def asleep(modules: tuple[Module, ...], table: dict[str, str]) -> list[str]:
    """Sleeps without a reason, and reasons that nothing needs."""
    found = [(where, module.at(call)) for module in modules for where, call in sleepers(module)]
    needless = set(table) - {where for where, _ in found}
    return [f"{at}: sleeps" for where, at in found if where not in table] + [
        f"{where}: does not sleep" for where in sorted(needless)
    ]


def test_every_test_asserts_more_than_a_status() -> None:
    judge = Judge(whole())
    assert [text for module in judge.every.modules.values() for text in judge.weak(module)] == []


def test_no_test_sleeps_without_a_reason() -> None:
    assert asleep(tuple(whole().modules.values()), SLEEPS) == []


HELPERS = """
def quiet(api): return api.get("/")
def loud(api): assert api.get("/").name == "x"
def louder(api): loud(api)
def again(api): again(api)
class Api:
    def judge(self): assert self.agrees
    def close(self): self.open = False
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("api.get('/')", "asserts nothing"),
        ("quiet(api)", "asserts nothing"),
        ("again(api)", "asserts nothing"),
        ("api.close()", "asserts nothing"),
        ("unheard_of(api)", "asserts nothing"),
        ("assert True", "asserts nothing"),
        ("assert api.name == api.name", "asserts nothing"),
        ("assert api.get('/').status == 400", "asserts only a status"),
        ("assert api.get('/').status in {400, 404}", "asserts only a status"),
        ("assert api.get('/').status == wanted", "asserts only a status"),
    ],
)
def test_a_test_that_asserts_too_little_is_caught(body: str, said: str) -> None:
    module = planted(f"{HELPERS}\ndef test_it(api, wanted):\n    {body}\n", "tests.test_planted")
    (found,) = Judge(known((module,))).weak(module)
    assert found.endswith(f"test_it: {said}")


@pytest.mark.parametrize(
    "body",
    [
        "assert api.name",
        "assert (api.status, api.name) == (400, 'x')",
        "assert api.status == answer()",
        "loud(api)",
        "louder(api)",
        "api.judge()",
        "with pytest.raises(ValueError): api.get('/')",
        "if api: pytest.fail('no')",
    ],
)
def test_a_test_that_asserts_is_let_through(body: str) -> None:
    module = planted(f"{HELPERS}\ndef test_it(api):\n    {body}\n", "tests.test_planted")
    assert list(Judge(known((module,))).weak(module)) == []


def test_a_sleep_is_caught() -> None:
    text = "def test_it():\n    time.sleep(1)\n\nasync def turn():\n    await asyncio.sleep(0)\n"
    module = planted(text, "tests.test_planted")
    assert asleep((module,), {}) == ["tests/test_planted.py:2: sleeps"]
    assert asleep((module,), {"tests/test_planted.py test_it": "a socket"}) == []
    assert asleep((module,), {**dict.fromkeys(["tests/test_planted.py test_it", "gone"], "")}) == [
        "gone: does not sleep"
    ]
