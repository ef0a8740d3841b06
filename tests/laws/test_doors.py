"""Time, chance, ids and fractions come through their doors, and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.laws.code import Module, package, planted, word

CHANCE = frozenset({"random", "secrets", "uuid", "numpy"})
READS_TIME = frozenset({"now", "utcnow", "today"})
DOORS = {"time": "pinstripe.clock.now", "chance": "pinstripe.ids"}
MONEY = frozenset({"products", "ledger", "kernel", "money", "networks", "metering", "currencies", "clock"})
"""Layers in which a float could become an amount."""

FLOATS: dict[tuple[str, str], str] = {
    ("products.authorizations.shop", "_number"): "the API answers the quantity on a receipt as a JSON number",
    ("clock.now", "tick"): "a monotonic reading for durations in logs and metrics",
    ("clock.jobs", ""): "how long a step may take",
    ("kernel.underway", ""): "how long a write waits between two looks at its clock",
    ("kernel.underway", "__init__"): "how long it has waited",
    ("kernel.world", ""): "how long a reader waits for what falls due at once",
    ("clock.scheduler", "watch"): "how long the watch sleeps between two looks",
    ("products.capital.grant", ""): "the API answers a rate as a JSON number",
    ("products.catalog.tax_rate", "worked_out"): "the API answers percentages as JSON numbers",
    ("products.usage.meter", "number"): "the API answers a meter's fractional sum as a JSON number",
}
FRACTIONS: dict[tuple[str, str], str] = {
    ("products.invoices.shares", "part"): "a Fraction divided by 100: percent to amount",
    ("products.line_terms.discount_shares", "_taken_by"): "a Fraction divided by 100: percent to rate",
    ("products.line_terms.automatic_rates", "_rate"): "a Decimal divided by 100: percent of a percentage",
    ("products.tax.assessment", "rate"): "a Fraction divided: percents to rate",
    (
        "products.tax.assessment",
        "shares",
    ): "Fractions: the tax that a gross amount contains, percent of a base",
    ("products.tax.table", ""): "a path below a path",
    ("products.line_terms.tax_shares", "_part"): "a Fraction divided by 100: percent to rate",
    ("products.line_terms.tax_shares", "_inside"): "Fractions: the tax that a gross amount contains",
}
"""Divisions of exact numbers, by (module, function), each with its reason."""


def within(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the name of the innermost function around it, "" at the top."""
    stack: list[tuple[str, ast.AST]] = [("", module.tree)]
    while stack:
        name, node = stack.pop()
        yield name, node
        inner = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else name
        stack += [(inner, child) for child in ast.iter_child_nodes(node)]


def imported(node: ast.AST) -> list[str]:
    """First words of what a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    return [(node.module or "").split(".")[0]] if isinstance(node, ast.ImportFrom) else []


def reads_time(node: ast.AST) -> str:
    """What of the standard library a node reads the machine's clock with; sleeping reads nothing."""
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return next((f"time.{alias.name}" for alias in node.names if alias.name != "sleep"), "")
    if not isinstance(node, ast.Attribute):
        return ""
    owner = word(node.value).rpartition(".")[2]
    if (owner == "time" and node.attr != "sleep") or (
        owner in {"datetime", "date"} and node.attr in READS_TIME
    ):
        return f"{owner}.{node.attr}"
    return ""


def time_and_chance(modules: Iterable[Module]) -> list[str]:
    """Modules that look at the wall clock, or draw chance, by themselves."""
    found = []
    for module in modules:
        for _, node in within(module):
            if module.name != DOORS["time"] and reads_time(node):
                found.append(f"{module.at(node)}: {reads_time(node)} is for clock/now.py alone")
            if module.name != DOORS["chance"] and (
                CHANCE & set(imported(node)) or word(node) == "os.urandom"
            ):
                found.append(f"{module.at(node)}: only ids.py makes ids and draws chance")
    return found


def floats(modules: Iterable[Module], used: set[tuple[str, str]] | None = None) -> list[str]:
    """Floats and plain divisions where money is."""
    found = []
    for module in modules:
        if module.layer not in MONEY:
            continue
        for function, node in within(module):
            fraction = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
            number = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if not (fraction or number or (isinstance(node, ast.Name) and node.id == "float")):
                continue
            key = (module.name.removeprefix("pinstripe."), function)
            if key in (FRACTIONS if fraction else FLOATS):
                if used is not None:
                    used.add(key)
            else:
                what = "a division, which gives a float" if fraction else "a float"
                found.append(f"{module.at(node)}: {what}, where money is")
    return found


def test_time_and_chance_come_through_their_doors() -> None:
    assert time_and_chance(package()) == []


def test_no_floats_where_money_is() -> None:
    assert floats(package()) == []


def test_every_exception_is_needed() -> None:
    used: set[tuple[str, str]] = set()
    floats(package(), used)
    assert sorted((set(FLOATS) | set(FRACTIONS)) - used) == []


def test_a_look_at_the_clock_is_caught() -> None:
    for text in (
        "import time\nx = time.time()\n",
        "from time import monotonic\n",
        "import datetime\nx = datetime.datetime.now()\n",
        "from datetime import date\nx = date.today()\n",
        "import random\n",
        "from uuid import uuid4\n",
        "import secrets\n",
        "import os\nx = os.urandom(4)\n",
    ):
        assert len(time_and_chance([planted(text)])) == 1, text


def test_a_float_is_caught() -> None:
    for text in ("x = 0.5\n", "def f(a):\n    return float(a)\n", "def f(a):\n    return a / 2\n"):
        assert len(floats([planted(text)])) == 1, text
    assert floats([planted("x = 0.5\n", "pinstripe.control.planted")]) == []
