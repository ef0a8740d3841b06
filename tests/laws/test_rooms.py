"""Rooms open only their doors, a module's name says what it is, and later rooms are read where that is
listed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from importlib import import_module

import pytest

from pinstripe import products
from pinstripe.kernel.operation import HANDLERS
from pinstripe.kernel.resource import REGISTRY, Resource
from pinstripe.products import ROOMS
from tests.laws.code import ROOT, SRC, Module, is_work, method, package, planted, text_of, word
from tools.rooms import pages

products.register()

FIXED = frozenset({"refusals", "postings"})
"""Modules that every room has under the same name."""

RECORDS: dict[str, str] = {
    "invoiceitem": "invoice_item",
    "test_helpers.test_clock": "clock",  # a module that begins with test_ is taken for a test by tools
    "tax.settings": "setting",  # the endpoints have the plural
    "card": "source",  # the `card` object of a customer's sources; card.py is its view
    "source": "older_source",  # a customer's sources are cards and bank accounts as well
    "funding_instructions": "funding_instruction",
    "balance_settings": "balance_setting",
    "v2.billing.meter_event": "v2_meter_event",
    "v2.core.account": "v2_account",
    "v2.core.account_person": "v2_account_person",
    "v2.core.account_person_token": "v2_account_token",
    "v2.core.account_token": "v2_account_token",
    "v2.core.event": "v2_event",
    "v2.core.event_destination": "v2_event_destination",
}
"""Objects whose module does not have the last word of their name."""

ENDPOINTS: dict[str, str] = {
    "crypto.quotation": "quotes are not kept, so that they have no record",
    "checkout.payment_pages": "what a session's page asks the server: it shows no record of its own",
    "authorizations.simulations": "what merchants and their banks do, in tests",
    "issuing.shipping": "what carriers do with a card's parcel, in tests",
    "disputes.charge_disputes": "disputes by their older path, below a charge",
    "refunds.charge_refunds": "refunds by their older path, below a charge",
    "subscriptions.previews": "invoices that are only foreseen: what they say follows from subscriptions",
    "subscriptions.customer_subscriptions": "subscriptions by their older path, below a customer",
    "usage.v2_meter_events": "meter events of /v2, in a form of their own",
}
"""Modules with endpoints that are not the plural of a record of their room, each with its reason."""

GERUNDS = frozenset({"clearing", "pricing", "spending"})
"""Flows whose noun ends as a gerund does."""

DOORS_OF: dict[str, tuple[str, ...]] = {
    room: import_module(f"pinstripe.products.{room}").DOORS for room in ROOMS
}

READ_EARLIER: dict[tuple[str, str], str] = {
    ("balance", "account"): "a platform sets aside what its accounts owe",
    ("tax", "subscription"): "a place is insisted on where somebody is taxed by it already",
    ("transfers", "source_transaction"): "no record: the parameter that names a charge",
    ("reported", "customer"): "who paid elsewhere",
    (
        "webhooks",
        "account",
    ): "a command line is warned that asks for requests of accounts where there are none",
    ("catalog", "billing.meter"): "a metered price names its meter",
    ("catalog", "entitlements.feature"): "a feature comes with a product",
    ("catalog", "charge"): "a promotion code may be for those who never paid",
    ("catalog", "customer"): "a promotion code may be one customer's alone",
    ("catalog", "invoice"): "a promotion code may be for those who were never billed",
    ("core", "v2.money_management.payout_method"): "an account chooses where it is paid",
    ("financial_connections", "customer"): "who owns an account is told by who its holder is",
    ("radar", "customer"): "a payment that is going to be made elsewhere names its customer",
    ("radar", "payment_method"): "and the method that it is going to be made with",
    ("methods", "customer"): "a method is kept for a customer",
    ("payments", "customer"): "a payment names its customer",
    ("disputes", "customer"): "evidence begins with whom a charge is known to be of",
    ("refunds", "customer"): "who sent a bank transfer is asked by mail where a refund is to go",
    ("credits", "invoice"): "drafts show the credits that they mean to use",
    ("credits", "line_item"): "and each line which",
    ("usage", "subscription"): "whose usage it is, and whether it is paused",
    ("usage", "invoice"): "late usage counts while its invoice is a draft",
    ("customers", "issuing.card"): "an ephemeral key opens one card to an app",
    ("customers", "identity.verification_session"): "or one session of somebody who says who they are",
    ("connect", "balance_settings"): "the platform's account shows what they say of payouts",
    ("customers", "subscription"): "limits of a test clock follow from what its customers are subscribed to",
    ("invoices", "subscription"): "an invoice is charged to its subscription's method, in its currency",
    ("money_management", "v2.money_management.recipient_verification"): "a payment may name one that stands",
    ("payments", "account"): "who may be sent a part of a payment, and as whom it settles",
}
"""Types of a later room that an earlier room may read by name: (room, type) → why."""

READS = frozenset({"load", "peek", "find", "subject", "where", "each"})


def declared_in() -> dict[str, str]:
    """The room of each declared type."""
    found = {}
    for module in package():
        for node in resources(module):
            found[text_of(node.args[0]) or ""] = module.room
    return found


def resources(module: Module) -> list[ast.Call]:
    """Declarations of resources in a module of a room."""
    if not module.room:
        return []
    return [call for call in module.calls() if word(call.func) == "Resource" and call.args]


def operations(module: Module) -> list[str]:
    """Names of functions that are operations."""
    return [
        node.name
        for node in module.functions()
        if any(isinstance(d, ast.Call) and word(d.func) == "operation" for d in node.decorator_list)
    ]


def last(module: Module) -> str:
    """A module's own name."""
    return module.name.rpartition(".")[2]


def in_rooms(modules: Iterable[Module]) -> list[Module]:
    """Modules of rooms, without the rooms' own pages."""
    return [one for one in modules if one.room and (last(one) != one.room or is_record(one))]


def is_record(module: Module) -> bool:
    """A module that has its room's name and is not the room itself (balance/balance.py)."""
    return module.name.count(".") > 2 and bool(module.room)


def closed_doors(modules: Iterable[Module]) -> list[str]:
    """Imports of another room's module that is no door."""
    found = []
    for module in modules:
        for node, imported in module.imports():
            parts = imported.split(".")
            if parts[:2] != ["pinstripe", "products"] or len(parts) < 4 or not module.room:
                continue
            if parts[2] != module.room and parts[3] not in DOORS_OF.get(parts[2], ()):
                found.append(f"{module.at(node)}: {parts[3]} is no door of {parts[2]}")
    return found


def record_names(objects: Iterable[str]) -> set[str]:
    """What the modules of records of these types are called."""
    return {RECORDS.get(one, one.rpartition(".")[2]) for one in objects}


def misnamed(modules: Iterable[Module]) -> list[str]:
    """Modules whose name does not say whether they are a record, endpoints or a flow."""
    singular = record_names(REGISTRY)
    found = []
    for module in in_rooms(modules):
        name, declared = last(module), [text_of(one.args[0]) or "" for one in resources(module)]
        if name in FIXED:
            continue
        ones = {name[:-1], name.removesuffix("es"), name.removesuffix("ies") + "y"}
        plural = name.endswith("s") and ones & singular
        # A module that is nothing but its docstring lists endpoints that are still to be written.
        bare = all(isinstance(node, ast.Expr) for node in module.tree.body)
        flow = not declared and not operations(module) and not bare
        wrong = ""
        if declared and operations(module):
            wrong = "declares a record and has endpoints"
        elif declared and name not in record_names(declared):
            wrong = f"is not the singular of {', '.join(declared)}"
        elif operations(module) and not plural and f"{module.room}.{name}" not in ENDPOINTS:
            wrong = "has endpoints and is not the plural of a record"
        elif flow and (plural or (name.endswith("ing") and name not in GERUNDS)):
            wrong = "is a flow, whose name is a noun of its own"
        if wrong:
            found.append(f"{module.path}: {name} {wrong}")
    return found


def scattered() -> list[str]:
    """Resources whose endpoints of one collection stand in several modules."""
    places: dict[tuple[Resource, str], set[str]] = {}
    for handler in HANDLERS.values():
        module = handler.function.__module__
        if module.startswith("pinstripe.products.") and module.partition("products.")[2] not in ENDPOINTS:
            collection = handler.name.partition(" ")[2].partition("/{")[0]
            places.setdefault((handler.resource, collection), set()).add(module)
    return sorted(
        f"{resource.object} {collection}: {', '.join(sorted(found))}"
        for (resource, collection), found in places.items()
        if len(found) > 1
    )


def read_early(modules: Iterable[Module], used: set[tuple[str, str]] | None = None) -> list[str]:
    """Reads of a type that a later room declares, by its name, where that is not listed."""
    homes, found = declared_in(), []
    for module in modules:
        if not module.room:
            continue
        for call in module.calls():
            if method(call) not in READS or not is_work(word(call.func).rpartition(".")[0]):
                continue
            for kind in (text_of(arg) or "" for arg in call.args):
                home = homes.get(kind, "")
                if not home or ROOMS.index(home) <= ROOMS.index(module.room):
                    continue
                if used is not None:
                    used.add((module.room, kind))
                if (module.room, kind) not in READ_EARLIER:
                    found.append(f"{module.at(call)}: {module.room} reads {kind}, which {home} declares")
    return found


def test_every_room_that_is_there_is_listed() -> None:
    there = {path.parent.name for path in (SRC / "pinstripe" / "products").glob("*/__init__.py")}
    assert sorted(there ^ set(ROOMS)) == []


def test_rooms_open_only_their_doors() -> None:
    assert closed_doors(package()) == []


def test_every_door_leads_somewhere() -> None:
    known = {module.name for module in package()}
    lost = [f"{room}.{door}" for room, doors in DOORS_OF.items() for door in doors]
    assert [one for one in lost if f"pinstripe.products.{one}" not in known] == []


def test_a_closed_door_is_caught() -> None:
    bad = planted("from pinstripe.products.catalog import prices\n")
    assert closed_doors([bad]) == ["pinstripe/products/invoices/planted.py:1: prices is no door of catalog"]


def test_names_say_what_a_module_is() -> None:
    assert misnamed(package()) == []


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("charges", 'X = Resource("charge")\n', "is not the singular"),
        ("charge", '@operation("GET /v1/x", X)\ndef f(): ...\n', "is not the plural"),
        ("charge", 'X = Resource("charge")\n@operation("GET /v1/x", X)\ndef f(): ...\n', "and has endpoints"),
        ("collecting", "x = 1\n", "is a flow"),
        ("charges", '"""What there is to write."""\nx = 1\n', "is a flow"),
    ],
)
def test_a_misleading_name_is_caught(name: str, text: str, why: str) -> None:
    (found,) = misnamed([planted(text, f"pinstripe.products.payments.{name}")])
    assert why in found


def test_the_endpoints_of_a_collection_stand_together() -> None:
    assert scattered() == []


def test_later_rooms_are_read_only_where_that_is_listed() -> None:
    assert read_early(package()) == []


def test_every_listed_read_is_needed() -> None:
    used: set[tuple[str, str]] = set()
    read_early(package(), used)
    assert sorted(set(READ_EARLIER) - used) == []


def test_a_read_of_a_later_room_is_caught() -> None:
    bad = planted('def f(work):\n    work.load("x", "subscription")\n', "pinstripe.products.catalog.planted")
    assert read_early([bad]) == [
        "pinstripe/products/catalog/planted.py:2: catalog reads subscription, which subscriptions declares"
    ]


def lost_files(modules: Iterable[Module]) -> list[str]:
    """Python files that docstrings of rooms name and that there are not."""
    found = []
    for module in modules:
        near = (SRC / module.name.replace(".", "/")).parent
        for node in module.docstrings if module.room else ():
            for named in re.findall(r"[\w/]*\w\.py\b", text_of(node) or ""):
                places = (near / named, SRC / "pinstripe" / named, SRC / "pinstripe" / "products" / named)
                if not any(place.exists() for place in places):
                    found.append(f"{module.path}: there is no {named}")
    return found


def lost_in_pages(room: str, text: str) -> list[str]:
    """Python files that a room's page names and that there are not."""
    places = [
        SRC / "pinstripe" / "products" / room,
        SRC / "pinstripe" / "products",
        SRC / "pinstripe",
        SRC,
        ROOT,
    ]
    named = sorted(set(re.findall(r"[\w/]*\w\.py\b", text)))
    return [one for one in named if not any((place / one).exists() for place in places)]


def crooked(modules: Iterable[Module]) -> list[str]:
    """Lifecycle tables whose rows are not one line each, in columns."""
    found = []
    for module in modules:
        for call in module.calls():
            if word(call.func) != "lifecycle" or not module.room:
                continue
            columns: dict[int, set[int]] = {}
            for row in call.args:
                cells = row.elts if isinstance(row, ast.Tuple) else []
                if row.lineno != row.end_lineno:
                    found.append(f"{module.at(row)}: a row of several lines")
                for place, cell in enumerate(cells):
                    columns.setdefault(place, set()).add(cell.col_offset)
            if any(len(starts) > 1 for starts in columns.values()):
                found.append(f"{module.at(call)}: rows that are not aligned")
    return found


def test_files_that_docstrings_name_exist() -> None:
    assert lost_files(package()) == []


def test_files_that_pages_name_exist() -> None:
    for room in ROOMS:
        text = (SRC / "pinstripe" / "products" / room / "README.md").read_text(encoding="utf-8")
        assert lost_in_pages(room, text) == [], room


def test_a_file_that_a_page_names_in_vain_is_caught() -> None:
    assert lost_in_pages("invoices", "See `drafts.py` and `nowhere.py`.") == ["nowhere.py"]


def test_a_file_that_is_not_there_is_caught() -> None:
    bad = planted('"""Does not own: sums (nowhere.py), drafts (drafts.py)."""\n')
    assert lost_files([bad]) == ["pinstripe/products/invoices/planted.py: there is no nowhere.py"]


def test_lifecycles_are_tables() -> None:
    assert crooked(package()) == []


def test_a_crooked_table_is_caught() -> None:
    rows = 'L = lifecycle(\n    ("a", "b", ANY),\n    ("aa", "b", ANY),\n    ("a",\n "b"),\n)\n'
    assert len(crooked([planted(rows)])) == 2


def test_pages_say_what_the_code_says() -> None:
    late = [path.relative_to(ROOT).as_posix() for path, text in pages().items() if path.read_text() != text]
    assert late == [], "run tools/rooms.py"
