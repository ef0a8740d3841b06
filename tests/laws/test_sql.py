"""SQL stands in store/, and where a machine has tables of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from tests.laws.code import Module, package, planted, text_of

SQL = re.compile(
    r"\bSELECT\s+[\w*'(]|\bINSERT\s+INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b|\bWHERE\s+\w+[.=]"
)
ALLOWED: dict[str, str] = {
    "http.auth": "a key is looked up before its world is known, so no work exists yet",
    "kernel.batch": "balances, holds: the batch is the kernel's reader of the ledger's tables",
    "kernel.idempotency": "kept answers have a table of their own",
    "kernel.shared": "what a batch reads at once on a shared store",
    "kernel.pending": "a record's pending jobs, to forget them",
    "kernel.world": "worlds are opened before there is any work",
    "clock": "jobs are its own table",
    "events": "deliveries and attempts are its own tables; an event is a row that points at a version",
    "metering": "log, identifiers and buckets are its own tables",
    "ledger.audit": "it reads the books as they stand, past every cache",
    "control": "figures of the server, over all worlds",
}
"""What outside of store/ may speak SQL, each with its reason. No product is among them."""


def speaks(module: Module) -> list[ast.Constant]:
    """Text constants of a module that are SQL."""
    return [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and node not in module.docstrings
        and SQL.search(text_of(node) or "")
    ]


def allowed(name: str) -> str:
    """The entry of ALLOWED that a module falls under."""
    plain = name.removeprefix("pinstripe.")
    return next((key for key in ALLOWED if plain == key or plain.startswith(f"{key}.")), "")


def problems(modules: Iterable[Module]) -> list[str]:
    """SQL outside of its places."""
    found = []
    for module in modules:
        if module.layer != "store" and not allowed(module.name):
            found += [f"{module.at(node)}: SQL outside of store/" for node in speaks(module)]
    return found


def test_sql_stands_in_its_places() -> None:
    assert problems(package()) == []


def test_every_exception_is_needed() -> None:
    used = {allowed(module.name) for module in package() if speaks(module)}
    assert sorted(set(ALLOWED) - used) == []


def test_sql_in_a_product_is_caught() -> None:
    for text in (
        "SELECT id FROM heads",
        "UPDATE heads SET rev=1",
        "DELETE FROM heads",
        "INSERT INTO heads VALUES (1)",
    ):
        assert len(problems([planted(f"x = rows('{text}')\n")])) == 1, text
    assert (
        problems([planted("'''SELECT from nothing: a sentence'''\nx = 'Select a plan from the list'\n")])
        == []
    )
