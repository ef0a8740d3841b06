"""Compile the fact table of API version 2024-04-10 out of the typed classes of PyPI's `stripe==9.12.0`.

The public description of that version is not published any more, but the SDK of its time was generated from
it: `*Params` classes say what a request may carry, resource classes say what an answer shows, service methods
say which path is called. Only these facts are read, by parsing; nothing of the SDK is run or copied.

A caller who stays on an old version still sees what was added since: only breaking changes are held back. So
the newest table lends its additions (routes, parameters, properties, enum values), its limits and formats,
its path parameter names and operation ids, and the deleted answers. What stands in HELD_BACK replaced
something that old callers see in another place; it is not lent.
source: sdk; that additions show at old versions: recorded: antiwork+gumroad 2023-10-16

Usage: python spec/compile_sdk.py --sdk DIR [--out DIR] [--newest DIR]
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compile import COMPILED, OVERLAYS, raised, undescribed, unlisted, widened, write_table
from sdk_reader import Node, Reader, Sdk, parse_sdk

VERSION = "2024-04-10"
NEWEST = "2026-10-28.endive"
LIMITS = ("max", "min", "pattern", "fmt")
HELD_BACK = frozenset(
    (
        "GET /v1/invoice_payments",
        "GET /v1/invoice_payments/{invoice_payment}",
        "POST /v1/invoices/{invoice}/attach_payment",
        "POST /v1/checkout/sessions:ui_mode",
        "POST /v1/credit_notes:refunds",
        "POST /v1/financial_connections/sessions:filters.country",
        "GET /v1/credit_notes/preview:refunds",
        "GET /v1/credit_notes/preview/lines:refunds",
        "POST /v1/invoiceitems:pricing",
        "POST /v1/invoiceitems/{invoiceitem}:pricing",
        "POST /v1/invoices/{invoice}/lines/{line_item_id}:pricing",
        "POST /v1/promotion_codes:promotion",
        *(
            f"POST /v1/test_helpers/issuing/{route}:purchase_details.fuel.quantity_decimal"
            for route in (
                "authorizations/{authorization}/capture",
                "transactions/create_force_capture",
                "transactions/create_unlinked_refund",
            )
        ),
        "checkout.session.ui_mode",
        "credit_note.refunds",
        "credit_note.total_taxes",
        "credit_note_line_item.taxes",
        "discount.source",
        "financial_connections.session.filters.country",
        "invoice.amount_overpaid",
        "invoice.confirmation_secret",
        "invoice.parent",
        "invoice.payments",
        "invoice.total_taxes",
        "invoiceitem.parent",
        "invoiceitem.pricing",
        "issuing.transaction.purchase_details.fuel.quantity_decimal",
        "line_item.parent",
        "line_item.pricing",
        "line_item.taxes",
        "promotion_code.promotion",
        "subscription_item.current_period_end",
        "subscription_item.current_period_start",
    )
)
# Every recorded subscription of these versions shows both, though the typed classes name neither.
RECORDED: dict[str, dict[str, Node]] = {
    "subscription": {"plan": {"ref": "plan", "null": True}, "quantity": {"t": "int", "null": True}},
}


def request_call(method: ast.FunctionDef) -> tuple[str, str] | None:
    """HTTP method and path of the call that a service method makes."""
    for part in ast.walk(method):
        if not isinstance(part, ast.Call) or not isinstance(part.func, ast.Attribute):
            continue
        if part.func.attr in ("_request", "_request_stream"):
            verb, path = part.args[0], part.args[1]
            if isinstance(path, ast.Call) and isinstance(path.func, ast.Attribute):
                path = path.func.value
            if isinstance(verb, ast.Constant) and isinstance(path, ast.Constant):
                return str(verb.value).upper(), str(path.value)
    return None


def shape_of(method: str, path: str) -> str:
    """Method and path with the parameter names taken out, to match routes across versions."""
    return f"{method} {re.sub(r'{[^}]*}', '{}', path)}"


def synthetic_id(method: str, path: str) -> str:
    """An operation id in the style of the public description, for routes that the newest one lacks."""
    words = re.findall(r"[A-Za-z0-9]+", path.removeprefix("/v1/"))
    return method.capitalize() + "".join(word[:1].upper() + word[1:] for word in words)


@dataclass
class Newest:
    """The newest compiled table, which lends what the SDK does not say."""

    by_shape: dict[str, Node]
    objects: dict[str, Node]

    @classmethod
    def read(cls, folder: Path) -> Newest:
        """Both files of a compiled table."""
        lines = [json.loads(line) for line in (folder / "operations.jsonl").read_text().splitlines()]
        shapes = [json.loads(line) for line in (folder / "objects.jsonl").read_text().splitlines()]
        by_shape = {shape_of(line["method"], line["path"]): line for line in lines}
        return cls(by_shape, {shape["name"]: shape for shape in shapes})

    def schema_names(self) -> dict[str, str]:
        """Object value -> schema name; a deletion stub carries the same value as the object."""
        shapes = self.objects.items()
        return {shape["object"]: name for name, shape in shapes if shape["object"] and name[:8] != "deleted_"}

    def written_out(self, node: Node) -> Node:
        """The node with a reference replaced by the properties, a union by the member that has properties."""
        options = [self.written_out(option) for option in node.get("of", ())]
        if "ref" in node:
            return {"t": "hash", "props": self.objects.get(node["ref"], {"props": {}})["props"]}
        return next((option for option in options if option.get("props")), node)

    def lend(self, old: Node, new: Node, place: str) -> None:
        """Give limits, formats, and what was added since, all the way down."""
        if "props" in old:
            new = self.written_out(new)
        if old.get("t") == new.get("t"):
            old.update({key: new[key] for key in LIMITS if key in new and key not in old})
        if "expand" in old and "expand" in new:
            old["expand"] += [name for name in new["expand"] if name not in old["expand"]]
        if "enum" in old and "enum" in new and place not in HELD_BACK:
            old["enum"] += [value for value in new["enum"] if value not in old["enum"]]
        for name, prop in new.get("props", {}).items() if "props" in old else ():
            inner = f"{place}{'' if place.endswith(':') else '.'}{name}"
            if name in old["props"]:
                self.lend(old["props"][name], prop, inner)
            elif inner not in HELD_BACK:
                old["props"][name] = {key: value for key, value in deepcopy(prop).items() if key != "req"}
        if "props" in old:
            old["props"] = dict(sorted(old["props"].items()))
        for key in ("items", "values"):
            if key in old and key in new:
                self.lend(old[key], new[key], place)


def refs_of(node: Any) -> set[str]:
    """Every schema that a line names, directly or by expansion."""
    if isinstance(node, list):
        return set().union(*(refs_of(part) for part in node)) if node else set()
    if not isinstance(node, dict):
        return set()
    named = {node["ref"]} if isinstance(node.get("ref"), str) else set()
    expandable = node["expand"] if isinstance(node.get("expand"), list) else []
    return named.union(expandable, *(refs_of(part) for part in node.values()))


def deleted_answer(line: Node, twin: Node) -> Node:
    """The SDK types a deletion, and a deleted object that is retrieved, as the object itself; the newest
    table knows the stub that is answered."""
    names = [part["ref"] for part in twin["answer"].get("of", [twin["answer"]]) if "ref" in part]
    stubs = [{"ref": name} for name in names if name.startswith("deleted_")]
    if line["method"] not in ("DELETE", "GET") or not stubs:
        return line["answer"]
    own = [] if "ref" in twin["answer"] else line["answer"].get("of", [line["answer"]])
    options = [*own, *stubs]
    return options[0] if len(options) == 1 else {"t": "any", "of": options}


def route(reader: Reader, newest: Newest, place: Any, method: ast.FunctionDef) -> Node | None:
    """The line of the route that a service method calls, with what the newest table lends to it."""
    call = request_call(method)
    if call is None or not call[1].startswith("/v1/"):
        return None
    verb, path = call
    twin = newest.by_shape.get(shape_of(verb, path))
    path = twin["path"] if twin else path
    annotation = {argument.arg: argument.annotation for argument in method.args.args}.get("params")
    props = reader.node(annotation, place).get("props", {}) if annotation else {}
    assert method.returns is not None
    line: Node = {
        "id": twin["id"] if twin else synthetic_id(verb, path),
        "method": verb,
        "path": path,
        "path_params": re.findall(r"{(\w+)}", path),
        "params": {"t": "hash", "props": props},
        "encoding": twin["encoding"] if twin else "" if verb == "GET" else "form",
        "answer": reader.node(method.returns, place),
    }
    if twin:
        newest.lend(line["params"], twin["params"], f"{verb} {path}:")
        line["answer"] = deleted_answer(line, twin)
        if line["answer"].get("t") == "any_json":  # a download: the SDK types its stream as anything
            line["answer"] = twin["answer"]
        if twin["encoding"] == "multipart":
            line["params"]["props"]["file"] = twin["params"]["props"]["file"]
    return line


def operations(sdk: Sdk, reader: Reader, newest: Newest) -> list[Node]:
    """One line per route: those of the SDK, and those that were added since."""
    lines: dict[str, Node] = {}
    for place, method in sdk.service_methods():
        line = route(reader, newest, place, method)
        if line:
            lines[f"{line['method']} {line['path']}"] = line
    for twin in newest.by_shape.values():
        name = f"{twin['method']} {twin['path']}"
        if name not in lines and name not in HELD_BACK:
            lines[name] = {key: value for key, value in twin.items() if key != "overlay"}
    return list(lines.values())


def objects(sdk: Sdk, reader: Reader, newest: Newest, routes: Iterable[Node]) -> list[Node]:
    """One line per resource class, and every newer schema that the lines name."""
    lines: dict[str, Node] = {}
    for value, place in sdk.resource_classes():
        name = reader.schemas.get(value, value)
        lines[name] = {"name": name, "object": value, "props": reader.properties(place)}
    lines |= {name: line for name, line in reader.nameless.items() if name not in lines}
    for name, line in lines.items():
        line["props"] |= RECORDED.get(name, {})
        if name in newest.objects:
            newest.lend(line, newest.objects[name], name)
    wanted = refs_of([*routes, *lines.values()])
    while wanted - lines.keys():
        added = {name: newest.objects[name] for name in wanted - lines.keys()}
        lines |= added
        wanted = refs_of(list(added.values()))
    return list(lines.values())


def main(arguments: list[str] | None = None) -> None:
    """Read the package, write the table."""
    parser = argparse.ArgumentParser(description=f"Compile the {VERSION} table from stripe==9.12.0.")
    parser.add_argument("--sdk", type=Path, required=True, help="the unpacked `stripe` package folder")
    parser.add_argument("--out", type=Path, default=COMPILED / VERSION, help="where the table goes")
    parser.add_argument("--newest", type=Path, default=COMPILED / NEWEST, help="the newest table")
    given = parser.parse_args(arguments)
    newest = Newest.read(given.newest)
    sdk = parse_sdk(given.sdk)
    reader = Reader(sdk, newest.schema_names())
    routes = unlisted(operations(sdk, reader, newest), OVERLAYS)
    types = event_types(COMPILED / "events.json")
    write_table(
        given.out,
        [widened(route, types, []) for route in routes],
        raised(routes, undescribed(widened(one, types, []) for one in objects(sdk, reader, newest, routes))),
    )


def event_types(path: Path) -> list[str]:
    """All types of events: what happens is told to callers of every version."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return sorted({*told["spec"], *told["newer"]})


if __name__ == "__main__":
    main()
