"""Calls go down: http → api → kernel → products → ledger, events, clock, networks → store; never up."""

from __future__ import annotations

from collections.abc import Iterable

from pinstripe.products import ROOMS
from tests.laws.code import Module, package, planted

VOCABULARY = frozenset(
    {
        *("money", "ids", "currencies", "__version__", "pinstripe"),
        *(
            "api.errors",
            "api.error_base",
            "api.access_errors",
            "api.table",
            "api.params",
            "api.places",
            "api.coerce",
            "api.opened",
            "api.spelling",
        ),
        *(
            "api.forms",
            "api.multipart",
            "api.shapes",
            "api.search",
            "api.sight",
            "api.versions",
            "api.spoken",
            "api.router",
        ),
    }
)
"""Words that every layer may use: errors, the compiled facts, versions, money, ids."""

MACHINES = frozenset({"analytics", "documents", "ledger", "events", "clock", "networks", "metering"})
MAY: dict[str, frozenset[str]] = {
    "store": frozenset(),
    **dict.fromkeys(MACHINES, MACHINES | {"store"}),
    "products": MACHINES | {"kernel"},
    "kernel": MACHINES | {"store"},
    "api": frozenset({"kernel"}),
    "http": frozenset({"api", "kernel", "clock", "documents"}),
}
"""What a layer may import beside itself and the vocabulary. cli, control and runtime put all together."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("kernel.replies", "api.render"): "an answer's bytes are made in its transaction: idempotency keeps them",
    (
        "clock.scheduler",
        "kernel",
    ): "it drives the kernel as the edge does: what falls due is a work of its own",
    ("clock.jobs", "kernel"): "likewise",
    ("ledger.audit", "kernel"): "it holds the books against the records that must explain them",
    ("events.delivery", "kernel"): "it drives the kernel after the commit, to write down each attempt",
    ("events.asking", "kernel"): "a question to an endpoint is one that a function yields",
    ("events.lanes", "kernel"): "likewise: whose queue it is",
    (
        "events.lines",
        "kernel",
    ): "what is told on a line is read through a batch, and its result written by one",
    ("events.parcels", "kernel"): "it reads what delivery takes up after a restart, through a batch",
    ("events.told", "kernel"): "it calls who asked for an acknowledgement, in a work of its own",
    ("events.snapshots", "api.render"): "an event is told in the version of whoever hears it",
    ("events.snapshots", "kernel"): "an event shows a version of a record, so it makes the record",
}
"""Imports that go another way than the arrows, each with its reason."""


def short(name: str) -> str:
    """A module's name without the package, a room's without `products`."""
    return name.removeprefix("pinstripe.").removeprefix("products.")


def common(name: str) -> bool:
    """Does a module belong to the vocabulary?"""
    return any(name == known or name.startswith(f"{known}.") for known in VOCABULARY)


def excepted(importer: str, imported: str) -> tuple[str, str] | None:
    """The exception that allows an import, if there is one."""
    for key in EXCEPTIONS:
        if importer == key[0] and (imported == key[1] or imported.startswith(f"{key[1]}.")):
            return key
    return None


def upward(module: Module, imported: str, type_only: bool) -> str:
    """What is wrong with an import, "" if nothing is."""
    plain = imported.removeprefix("pinstripe.")
    layer = plain.split(".")[0]
    here = module.layer
    if common(module.name.removeprefix("pinstripe.")) and not common(plain):
        return "" if type_only or plain == "api" else "vocabulary imports a layer"
    if here not in MAY or common(plain) or (type_only and layer == "kernel"):
        return ""
    if layer == here:
        return sideways(module, plain) if here == "products" else ""
    return "" if layer in MAY[here] else f"{here} may not import {layer}"


def sideways(module: Module, plain: str) -> str:
    """Rooms import only rooms that are listed before them."""
    room = plain.split(".")[1] if "." in plain else ""
    if not room or not module.room or room == module.room:
        return ""
    late = ROOMS.index(room) > ROOMS.index(module.room)
    return f"room {module.room} may not import {room}, which is listed after it" if late else ""


def problems(modules: Iterable[Module], used: set[tuple[str, str]] | None = None) -> list[str]:
    """Every import that goes up."""
    found = []
    for module in modules:
        for node, imported in module.imports():
            wrong = upward(module, imported, node in module.type_only)
            if not wrong:
                continue
            exception = excepted(short(module.name), short(imported))
            if exception is None:
                found.append(f"{module.at(node)}: {wrong} ({short(imported)})")
            elif used is not None:
                used.add(exception)
    return found


def test_imports_follow_the_arrows() -> None:
    assert problems(package()) == []


def test_every_exception_is_needed() -> None:
    used: set[tuple[str, str]] = set()
    problems(package(), used)
    assert sorted(set(EXCEPTIONS) - used) == []


def test_a_needless_exception_is_caught() -> None:
    used: set[tuple[str, str]] = set()
    assert problems([planted("from pinstripe.kernel import work\n", "pinstripe.ledger.audit")], used) == []
    assert used == {("ledger.audit", "kernel")}


def test_a_machine_that_imports_a_product_is_caught() -> None:
    bad = planted("from pinstripe.products.customers import customers\n", "pinstripe.ledger.planted")
    assert problems([bad]) == [
        "pinstripe/ledger/planted.py:1: ledger may not import products (customers.customers)"
    ]


def test_a_room_that_imports_a_later_one_is_caught() -> None:
    bad = planted(
        "def f():\n    from pinstripe.products.customers import customers\n", "pinstripe.products.catalog.x"
    )
    assert problems([bad]) == [
        "pinstripe/products/catalog/x.py:2: room catalog may not import customers, "
        "which is listed after it (customers.customers)"
    ]


def test_upward_and_sidelong_imports_are_caught() -> None:
    for name, text in (
        ("pinstripe.kernel.planted", "from pinstripe.http.chain import Chain\n"),
        ("pinstripe.kernel.planted", "import pinstripe.products.catalog.prices\n"),
        ("pinstripe.store.planted", "from pinstripe.kernel.work import Work\n"),
        ("pinstripe.products.invoices.planted", "from pinstripe.store import base\n"),
        ("pinstripe.money", "from pinstripe.kernel.work import Work\n"),
    ):
        assert len(problems([planted(text, name)])) == 1, name
