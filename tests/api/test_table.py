"""The compiled tables: complete, exact, cheap to open, and made only of facts."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pinstripe.api.table import COMPILED, NEWEST, Table, event_types

REPOSITORY = Path(__file__).parents[2]
GRAMMAR = {
    *("t", "ref", "req", "null", "opt", "clear", "enum", "max", "min", "fmt", "pattern", "expand"),
    *("list", "search", "of", "items", "values", "props"),
}
KINDS = {"str", "int", "num", "bool", "file", "any_json", "hash", "list", "map", "any"}


@pytest.fixture(scope="module")
def table() -> Table:
    return Table.load(NEWEST)


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("spec_compile", REPOSITORY / "spec" / "compile.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The node and all nodes within it."""
    yield node
    for inner in (*node.get("props", {}).values(), *node.get("of", ())):
        yield from nodes(inner)
    for key in ("items", "values"):
        if key in node:
            yield from nodes(node[key])


def all_nodes(table: Table) -> Iterator[dict[str, Any]]:
    for name in table.operations():
        yield from nodes(table.operation(name).params)
        yield from nodes(table.operation(name).answer)
    for name in table.objects():
        for node in table.object(name).props.values():
            yield from nodes(node)


def param(table: Table, operation: str, *path: str) -> dict[str, Any]:
    node = table.operation(operation).params
    for name in path:
        node = node["props"][name]
    return node


def test_every_operation_of_the_description_and_of_the_overlays_is_there(table: Table) -> None:
    operations = [table.operation(name) for name in table.operations()]
    assert Counter(one.overlay for one in operations) == {
        None: 703,
        "capital": 8,
        "command_line": 5,
        "crypto_onramp": 10,
        "issuing_funding": 4,
        "terminal_hardware": 15,
        "usage_records": 2,
        "upcoming_invoices": 2,
    }
    described = [one for one in operations if one.overlay is None]
    assert Counter((one.path[1:3], one.method) for one in described) == {
        ("v1", "GET"): 273,
        ("v1", "POST"): 307,
        ("v1", "DELETE"): 32,
        ("v2", "GET"): 40,
        ("v2", "POST"): 49,
        ("v2", "DELETE"): 2,
    }
    assert Counter(one.encoding for one in described) == {"": 340, "form": 313, "json": 49, "multipart": 1}


def test_answers_are_objects_pages_searches_or_choices(table: Table) -> None:
    answers = [table.operation(name).answer for name in table.operations()]
    kinds = Counter(
        next((key for key in ("ref", "list", "search", "of") if key in one), one.get("t")) for one in answers
    )
    known_in_part = {"any_json": 2}
    assert kinds == {"ref": 552, "list": 159, "search": 7, "of": 26, "file": 1, "hash": 2, **known_in_part}
    assert table.operation("GET /v1/customers").answer["list"] == "customer"
    assert table.operation("GET /v1/charges/search").answer["search"] == "charge"
    assert table.operation("GET /v2/core/events").answer["list"] == "v2.core.event"
    assert (
        table.operation("GET /v1/accounts/{account}/external_accounts").answer["list"] == "bank_account|card"
    )
    assert table.operation("GET /v1/customers/{customer}").answer == {
        "t": "any",
        "of": [{"ref": "customer"}, {"ref": "deleted_customer"}],
    }


def test_an_operation_knows_its_place(table: Table) -> None:
    confirm = table.operation("POST /v1/payment_intents/{intent}/confirm")
    assert (confirm.name, confirm.method, confirm.path) == (
        "POST /v1/payment_intents/{intent}/confirm",
        "POST",
        "/v1/payment_intents/{intent}/confirm",
    )
    assert confirm.id == "PostPaymentIntentsIntentConfirm"
    assert confirm.path_params == ("intent",)
    assert "intent" not in confirm.params["props"]
    assert table.operation("DELETE /v1/customers/{customer}/sources/{id}").path_params == ("customer", "id")
    with pytest.raises(KeyError):
        table.operation("POST /v1/customer")


def test_the_name_says_method_and_path_without_reading_a_line(table: Table) -> None:
    fresh = Table(NEWEST)
    names = list(fresh.operations())
    assert not fresh._operations
    assert names == sorted(names, key=lambda name: (name.split(" ")[1], name.split(" ")[0]))
    assert all(name == f"{one.method} {one.path}" for name in names for one in [table.operation(name)])


def test_parameters_as_the_description_has_them(table: Table) -> None:
    assert param(table, "POST /v1/customers", "email") == {"t": "str", "max": 512}
    assert param(table, "POST /v1/customers", "tax_exempt") == {
        "t": "str",
        "clear": True,
        "enum": ["exempt", "none", "reverse"],
    }
    metadata = {"t": "map", "clear": True, "values": {"t": "str"}}
    assert param(table, "POST /v1/customers", "metadata") == metadata
    assert param(table, "POST /v1/prices", "recurring") == {
        "t": "hash",
        "props": {
            "interval": {"t": "str", "req": True, "enum": ["day", "month", "week", "year"]},
            "interval_count": {"t": "int"},
            "meter": {"t": "str", "max": 5000},
            "usage_type": {"t": "str", "enum": ["licensed", "metered"]},
        },
    }
    assert param(table, "POST /v1/prices", "currency")["req"] is True
    assert param(table, "POST /v1/payment_intents", "amount") == {"t": "int", "req": True}
    assert param(table, "POST /v1/payment_intents", "off_session")["of"] == [
        {"t": "bool"},
        {"t": "str", "enum": ["one_off", "recurring"], "max": 5000},
    ]
    assert param(table, "POST /v1/files", "file") == {"t": "file", "req": True}


def test_query_parameters_are_parameters_too(table: Table) -> None:
    bounds = {"t": "hash", "props": {bound: {"t": "int"} for bound in ("gt", "gte", "lt", "lte")}}
    assert param(table, "GET /v1/customers", "created") == {"t": "any", "of": [bounds, {"t": "int"}]}
    assert param(table, "GET /v1/customers", "expand") == {"t": "list", "items": {"t": "str", "max": 5000}}
    assert param(table, "GET /v2/core/events", "created", "gte") == {"t": "str", "fmt": "date-time"}


def test_objects_as_the_description_has_them(table: Table) -> None:
    charge = table.object("charge").props
    assert charge["customer"] == {
        "t": "str",
        "null": True,
        "max": 5000,
        "expand": ["customer", "deleted_customer"],
    }
    assert charge["created"] == {"t": "int", "req": True, "fmt": "unix-time"}
    assert table.object("subscription").props["items"]["props"]["data"]["items"] == {
        "ref": "subscription_item"
    }
    assert table.object("price").props["currency_options"] == {
        "t": "map",
        "values": {"ref": "currency_option"},
    }
    assert table.object("deleted_customer").props["deleted"] == {"t": "bool", "req": True, "enum": [True]}
    assert table.object("notification_event_data").props["object"]["values"] == {"t": "any_json"}
    assert table.object("v2.billing.meter_event").object == "v2.billing.meter_event"


def test_an_object_value_leads_to_the_object_and_not_to_its_deletion_stub(table: Table) -> None:
    assert table.schema_of("customer") == "customer"
    assert table.object("deleted_customer").object == "customer"
    values = {table.object(name).object for name in table.objects()} - {None}
    assert all(table.object(table.schema_of(value)).object == value for value in values if value)
    with pytest.raises(KeyError):
        table.schema_of("nothing")


def test_blank_customer_has_everything_that_is_null_until_set(table: Table) -> None:
    customer = table.object("customer")
    assert customer.required == ("created", "id", "livemode", "object")
    assert customer.blank() == dict.fromkeys(customer.nullable)
    assert {"email", "name", "address", "default_source", "test_clock"} <= customer.blank().keys()
    assert not {"id", "metadata", "balance", "subscriptions"} & customer.blank().keys()
    assert customer.blank() is not customer.blank()


def test_usage_records_and_upcoming_invoices_come_from_overlays(table: Table) -> None:
    item = "/v1/subscription_items/{subscription_item}"
    assert param(table, f"POST {item}/usage_records", "quantity") == {"t": "int", "req": True}
    assert param(table, f"POST {item}/usage_records", "action")["enum"] == ["increment", "set"]
    summaries = table.operation(f"GET {item}/usage_record_summaries")
    assert (summaries.overlay, summaries.answer["list"]) == ("usage_records", "usage_record_summary")
    period = table.object("usage_record_summary").props["period"]
    assert period["props"]["end"] == {"t": "int", "null": True, "fmt": "unix-time"}
    assert table.operation("GET /v1/invoices/upcoming").answer == {"ref": "invoice"}
    assert table.operation("GET /v1/invoices/upcoming/lines").answer["list"] == "line_item"


def test_nothing_but_facts_in_the_grammar(table: Table) -> None:
    """Every node is of the grammar, and every name that it mentions can be looked up."""
    objects = set(table.objects())
    for node in all_nodes(table):
        assert node.keys() <= GRAMMAR
        assert node.get("t") in KINDS or "ref" in node
        mentioned = [*node.get("expand", ()), *([node["ref"]] if "ref" in node else ())]
        assert objects.issuperset(mentioned), node
        assert "" not in node.get("enum", ())


def test_the_index_leads_to_every_line(table: Table) -> None:
    place = COMPILED / NEWEST
    index = json.loads((place / "index.json").read_bytes())
    lines = (place / "operations.jsonl").read_bytes()
    ends = [offset + length + 1 for offset, length in index["operations"].values()]
    assert [offset for offset, _ in index["operations"].values()] == [0, *ends[:-1]]
    assert ends[-1] == len(lines)
    assert all(table.object(name).name == name for name in index["objects"])
    assert list(index["objects"]) == sorted(index["objects"])


def test_a_table_is_opened_once_and_an_unknown_version_is_refused() -> None:
    assert Table.load(NEWEST) is Table.load(NEWEST)
    with pytest.raises(LookupError, match="1999-01-01"):
        Table.load("1999-01-01")


def test_event_types_name_the_object_that_they_carry(table: Table) -> None:
    tables = json.loads((COMPILED / "events.json").read_bytes())
    assert (len(tables["spec"]), len(tables["newer"])) == (275, 19)
    assert len(event_types()) == 294
    assert event_types()["customer.subscription.deleted"] == "subscription"
    assert tables["spec"]["billing.meter.created"] == "billing.meter"
    assert tables["newer"]["terminal.hardware_order.shipped"] == "terminal.hardware_order"
    listed = param(table, "POST /v1/webhook_endpoints", "enabled_events")["items"]["enum"]
    assert {*tables["spec"], *tables["newer"]} == set(listed) - {"*"}
    carried = {name for names in event_types().values() for name in names.split("|")}
    assert carried <= set(table.objects())


def test_overlays_and_source_are_what_was_compiled(table: Table, compiler: ModuleType) -> None:
    operations, objects, _ = compiler.load_overlays(compiler.OVERLAYS)
    for line in operations:
        compiled = table.operation(f"{line['method']} {line['path']}")
        assert (compiled.params, compiled.answer) == (line["params"], line["answer"])
    for line in objects:
        assert table.object(line["name"]).props == line["props"]
    source = (REPOSITORY / "spec" / "SOURCE").read_text()
    assert "version: 2026-05-27.dahlia\n" in source
    assert f"stripe==16.1.0, API version {NEWEST}\n" in source


def description() -> dict[str, Any]:
    """A small description that holds each construct once."""
    word = {"type": "string", "maxLength": 9, "description": "prose"}
    blank = {"type": "string", "enum": [""]}
    body = {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "enum": ["b", "", "a"]},
            "until": {"anyOf": [{"type": "integer", "format": "unix-time"}, blank]},
            "either": {
                "anyOf": [{"type": "array", "items": word}, blank, {"type": "object", "properties": {}}]
            },
        },
    }
    form = {"content": {"application/x-www-form-urlencoded": {"schema": body}}}
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/pair"}}}}}
    events = {"type": "array", "items": {"type": "string", "enum": ["*"]}}
    hook = {
        "content": {
            "application/x-www-form-urlencoded": {"schema": {"properties": {"enabled_events": events}}}
        }
    }
    one, two = ({"$ref": f"#/components/schemas/{name}"} for name in ("one", "two"))
    owner = {
        "anyOf": [word, {"$ref": "#/components/schemas/pair"}],
        "nullable": True,
        "x-expansionResources": {"oneOf": [{"$ref": "#/components/schemas/pair"}]},
    }
    value = {"type": "string", "enum": ["one"]}
    query = {"name": "q", "in": "query", "required": True, "schema": {"type": "number"}}
    return {
        "info": {"version": "2000-01-01.test"},
        "paths": {
            "/v1/z/{id}": {
                "post": {"operationId": "Z", "parameters": [query], "requestBody": form, "responses": answer}
            },
            "/v1/webhook_endpoints": {"post": {"operationId": "W", "requestBody": hook, "responses": answer}},
            "/v2/a": {"post": {"operationId": "A", "responses": answer}},
        },
        "components": {
            "schemas": {
                "two": {"type": "object", "properties": {"free": {"type": "object"}}},
                "one": {"type": "object", "properties": {"object": value, "owner": owner}},
                "deleted_one": {"type": "object", "properties": {"object": value}},
                "pair": {"anyOf": [one, two]},
            }
        },
    }


def test_the_compiler_keeps_facts_and_drops_prose(compiler: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "description.json"
    source.write_text(json.dumps(description()))
    compiler.OVERLAYS = tmp_path / "none"
    compiler.main(["--spec", str(source), "--out", str(tmp_path / "out")])
    table = Table("2000-01-01.test", tmp_path / "out")
    assert list(table.operations()) == ["POST /v1/webhook_endpoints", "POST /v1/z/{id}", "POST /v2/a"]
    operation = table.operation("POST /v1/z/{id}")
    assert operation.params["props"] == {
        "q": {"t": "num", "req": True},
        "kind": {"t": "str", "req": True, "clear": True, "enum": ["b", "a"]},
        "until": {"t": "int", "clear": True, "fmt": "unix-time"},
        "either": {
            "t": "any",
            "clear": True,
            "of": [{"t": "list", "items": {"t": "str", "max": 9}}, {"t": "hash", "props": {}}],
        },
    }
    assert (operation.path_params, operation.encoding) == (("id",), "form")
    assert operation.answer == {"t": "any", "of": [{"ref": "one"}, {"ref": "two"}]}
    assert table.operation("POST /v2/a").encoding == "json"
    owner = table.object("one").props["owner"]
    assert owner == {"t": "str", "null": True, "max": 9, "expand": ["one", "two"]}
    assert table.object("two").props["free"] == {"t": "map", "values": {"t": "any_json"}}
    assert table.schema_of("one") == "one"
    assert list(table.objects()) == ["deleted_one", "one", "two"]
    assert "prose" not in (tmp_path / "out" / "2000-01-01.test" / "operations.jsonl").read_text()


def test_a_description_may_also_come_as_a_module(compiler: ModuleType, tmp_path: Path) -> None:
    as_json, as_module = tmp_path / "a.json", tmp_path / "a.py"
    as_json.write_text(json.dumps(description()))
    as_module.write_text(f"sspec = {description()!r}\n")
    assert compiler.load_description(as_module) == compiler.load_description(as_json)


def test_compiling_twice_gives_the_same_bytes(compiler: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "description.json"
    source.write_text(json.dumps(description()))
    script = REPOSITORY / "spec" / "compile.py"
    outs = [tmp_path / "first", tmp_path / "second"]
    for out in outs:
        subprocess.run([sys.executable, script, "--spec", source, "--out", out], check=True)
    first, second = ({f.name: f.read_bytes() for f in out.rglob("*.*l*") if f.is_file()} for out in outs)
    assert first == second
    assert {"operations.jsonl", "objects.jsonl"} <= first.keys()


def test_an_overlay_that_names_no_source_is_refused(compiler: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"objects": [{"name": "x", "object": "x", "props": {}}]}))
    with pytest.raises(SystemExit, match="x names no source"):
        compiler.load_overlays(tmp_path)
