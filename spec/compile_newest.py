"""Compile the newest fact table: the typed classes of PyPI's `stripe==16.1.0` laid over the description.

No description of the newest API version is published, but the SDK was generated from one. The description of
the release before gives what types don't say: limits, formats, names of shared shapes, answers of deletions,
which property is null and which is left out. The typed classes say what was added, what was taken away and
what became another kind of value. Only these facts are read, by parsing; nothing of the SDK is run or copied.

An optional property that only the types know is compiled with `opt`: they don't say whether an answer shows
it as null or leaves it out. A fresh object leaves it out.
source: spec; sdk

Usage: python spec/compile_newest.py --sdk DIR [--spec PATH] [--out DIR]
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from compile import (
    COMPILED,
    HERE,
    OVERLAYS,
    Converter,
    Line,
    Node,
    enabled_events,
    event_tables,
    load_description,
    load_overlays,
    ordered,
    packaged,
    raised,
    undescribed,
    unlisted,
    widened,
    write_json,
    write_source,
    write_table,
)
from compile_sdk import request_call, shape_of, synthetic_id
from sdk_reader import Place, Reader, Sdk, parse_sdk

SDK = "stripe==16.1.0"
# Parameters and properties that the typed classes never had, though the API has them.
UNTYPED_PARAMS = frozenset(
    (
        *("alipay_account", "bank_account", "card"),
        *("default_alipay_account", "default_bank_account", "default_card"),
        *("client_secret", "file", "page"),
    )
)
UNTYPED_PROPS = frozenset(
    (
        *("apps.secret.deleted", "v2.core.event.data", "v2.core.event.related_object"),
        *("api_errors.source", "next_page_url", "previous_page_url"),
    )
)

# What the types of the described release had, too, and the description leaves out: parts of the API that are
# open to some accounts only, and words of older versions. The description is followed; by parent and name.
UNDESCRIBED = frozenset(
    (
        *("GET /v1/products.type", "POST /v1/products.type", "product.type", "phases.currency"),
        *("POST /v1/customers.validate", "POST /v1/customers/{customer}.validate"),
        *("POST /v1/customers/{customer}/sources.validate", "recurring.trial_period_days"),
        *("card.description", "card.iin", "card.issuer", "card.moto", "card.token"),
        *("card_present.description", "card_present.iin", "card_present.issuer", "interac_present.iin"),
        *("three_d_secure.description", "three_d_secure.iin", "three_d_secure.issuer"),
        *("fpx.account_holder_type", "link.persistent_token", "dispute.network_reason_code"),
        *("charge.authorization_code", "charge.level3", "shipping_cost.tax_breakdown"),
        *("payment_method_details.sepa_credit_transfer", "source.sepa_credit_transfer"),
        "payments.statement_descriptor_prefix_kana",
        "payments.statement_descriptor_prefix_kanji",
        "swish_handle_redirect_or_display_qr_code.mobile_auth_url",
    )
)


def kind_of(node: Node) -> str:
    """What sort of value a node takes: a named object is an object like a written-out one."""
    return "hash" if "ref" in node else str(node["t"])


def optional(node: Node) -> Node:
    """A property that only the types know: with `opt` where it may be left out, all the way down."""
    made = deepcopy(node)
    for inner in parts_of(made):
        if inner.get("null"):
            inner["opt"] = True
    return made


def told(folder: Path) -> frozenset[str]:
    """Properties that the overlays know, by shape, and those of the lists inside."""
    names = set()
    for path in sorted(folder.glob("*.json")):
        for fact in json.loads(path.read_text(encoding="utf-8")).get("undescribed", ()):
            names.update(prop if "inside" in fact else f"{fact['object']}.{prop}" for prop in fact["props"])
    return frozenset(names)


def parts_of(node: Node) -> Iterable[Node]:
    """A node and all nodes in it."""
    yield node
    inner = [*node.get("props", {}).values(), *node.get("of", ())]
    inner += [node[key] for key in ("items", "values") if key in node]
    for part in inner:
        yield from parts_of(part)


class Laying:
    """Lays typed nodes over described ones, which are changed in place."""

    def __init__(self, shapes: dict[str, Line], untyped: frozenset[str] = UNTYPED_PROPS) -> None:
        self.shapes = shapes
        self.untyped = untyped
        self.typed: dict[str, set[str]] = defaultdict(set)  # properties that types name, by shared shape

    def lay(self, old: Node, new: Node, sent: bool, place: str) -> Node:
        """The described node as the types have it now.

        params: sent, it is a parameter, which types know exactly · place, the way to it
        """
        if sent and not new.get("req"):
            old.pop("req", None)
        if "ref" in new or new["t"] == "any_json":
            return old
        if new["t"] == "any":
            for option in new["of"]:
                self.option(old, option, sent, place)
            return old
        found = self.option(old, new, sent, place)
        if found or new["t"] != "hash":
            return old
        made = deepcopy(new) if sent else optional(new)
        return ordered(made | {flag: True for flag in ("req", "clear") if new.get(flag)})

    def option(self, old: Node, new: Node, sent: bool, place: str) -> bool:
        """Lay one alternative over the described one of its kind, if there is one.

        Where several are described, the types have made one of them, and the description knows better.
        """
        alike = [option for option in old.get("of", [old]) if kind_of(option) == kind_of(new)]
        if len(alike) == 1 and "ref" not in new:
            self.same(alike[0], new, sent, place)
        return bool(alike)

    def same(self, old: Node, new: Node, sent: bool, place: str) -> None:
        """Two nodes of one kind: named values, expandable objects, what is inside."""
        if "enum" in new and ("enum" in old or sent):
            old["enum"] = self.values(old.get("enum", []), new["enum"], sent)
        if "expand" in new:
            old.setdefault("expand", new["expand"])
        if "props" in new and "ref" in old:
            shape = self.shapes[old["ref"]]
            self.typed[old["ref"]].update(new["props"])
            shape["props"] = self.props(shape["props"], new["props"], sent, place)
        elif "props" in new and "props" in old:
            gone = self.gone(old["props"], new["props"], sent)
            props = self.props(old["props"], new["props"], sent, place)
            old["props"] = {name: node for name, node in props.items() if name not in gone}
        for key in ("items", "values"):
            if key in old and key in new:
                old[key] = self.lay(old[key], new[key], sent, place)

    def values(self, old: list[Any], new: list[Any], sent: bool) -> list[Any]:
        """The named values of now, in the described order; answers may still show what was."""
        kept = [value for value in old if value in new] if sent else old
        both = kept + [value for value in new if value not in kept]
        return sorted(both) if old == sorted(old) else both

    def gone(self, old: dict[str, Node], new: dict[str, Node], sent: bool) -> set[str]:
        """Names that the types have no more."""
        untyped = UNTYPED_PARAMS if sent else self.untyped
        return {name for name in old if name not in new and name not in untyped}

    def props(self, old: dict[str, Node], new: dict[str, Node], sent: bool, place: str) -> dict[str, Node]:
        """One level of names: those of both sides laid, those of the types alone added."""
        parent = place.rpartition(".")[2]
        made = dict(old)
        for name, node in new.items():
            if name in old:
                made[name] = self.lay(old[name], node, sent, f"{place}.{name}")
            elif f"{parent}.{name}" not in UNDESCRIBED:
                made[name] = deepcopy(node) if sent else optional(node)
        return dict(sorted(made.items())) if list(old) == sorted(old) else made

    def shed(self) -> None:
        """Take from each shared shape what no class that has it names any more."""
        for name, typed in self.typed.items():
            props = self.shapes[name]["props"]
            self.shapes[name]["props"] = {
                prop: node
                for prop, node in props.items()
                if prop in typed or f"{name}.{prop}" in self.untyped
            }


def typed_route(reader: Reader, place: Place, method: ast.FunctionDef) -> Line | None:
    """The route that a service method calls, as the types alone tell it."""
    call = request_call(method)
    if call is None:
        return None
    verb, path = call
    annotation = {argument.arg: argument.annotation for argument in method.args.args}.get("params")
    props = reader.node(annotation, place).get("props", {}) if annotation else {}
    assert method.returns is not None
    second = path.startswith("/v2/")
    line: Line = {
        "id": synthetic_id(verb, path),
        "method": verb,
        "path": path,
        "path_params": re.findall(r"{(\w+)}", path),
        "params": {"t": "hash", "props": props},
        "encoding": "" if verb != "POST" else "json" if second else "form",
        "answer": reader.node(method.returns, place),
    }
    if second and "list" in line["answer"]:
        props["page"] = {"t": "str"}
        line["params"]["props"] = dict(sorted(props.items()))
        line["answer"] = second_page(line["answer"])
    return line


def second_page(answer: Node) -> Node:
    """The envelope of a list of the second namespace, as the described ones have it."""
    link = {"t": "str", "req": True, "null": True}
    props = {"data": answer["props"]["data"], "next_page_url": link, "previous_page_url": dict(link)}
    return {**answer, "props": props}


def lay_operations(sdk: Sdk, reader: Reader, laying: Laying, described: list[Line]) -> list[Line]:
    """Every described operation as the types have it now, and those that the types alone know."""
    lines = {shape_of(line["method"], line["path"]): line for line in described}
    for place, method in sdk.service_methods():
        route = typed_route(reader, place, method)
        if route is None:
            continue
        known = lines.setdefault(shape_of(route["method"], route["path"]), route)
        if known is not route:
            laying.same(known["params"], route["params"], True, f"{known['method']} {known['path']}")
            laying.lay(known["answer"], route["answer"], False, "answer")
    return list(lines.values())


def lay_objects(sdk: Sdk, reader: Reader, laying: Laying) -> list[Line]:
    """Every described object as the types have it now, and those that the types alone know."""
    for value, place in sdk.resource_classes():
        name = reader.schemas.get(value, value)
        props = reader.properties(place)
        if name in laying.shapes:
            laying.same({"ref": name}, {"t": "hash", "props": props}, False, name.rpartition(".")[2])
        else:
            line = {"name": name, "object": value, "props": optional({"t": "hash", "props": props})["props"]}
            laying.shapes[name] = line
    laying.shapes |= {name: line for name, line in reader.nameless.items() if name not in laying.shapes}
    laying.shed()
    return list(laying.shapes.values())


def release(folder: Path) -> str:
    """The API version that the SDK was made for."""
    found = re.search(r'CURRENT = "([^"]+)"', (folder / "_api_version.py").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{folder} is no package that names its API version")
    return found[1]


def package_hash(folder: Path) -> str:
    """A hash of the sources that are read, the same for every installation of one release."""
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*.py"), key=lambda one: one.relative_to(folder).as_posix()):
        seen.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def thin_events(sdk: Path) -> dict[str, str]:
    """Thin events of what the first version has, with what they say of it: its id, type and address
    ("object"), the last two of what there is one of ("singleton"), or nothing.
    """
    kinds = {"RelatedObject": "object", "RelatedSingletonObject": "singleton"}
    found = {}
    for path in sorted((sdk / "events").glob("_v1_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not (isinstance(node, ast.ClassDef) and node.name.endswith("EventNotification")):
                continue
            kind, related = "", ""
            for one in node.body:
                if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "LOOKUP_TYPE":
                    kind = ast.literal_eval(one.value)
                if isinstance(one, ast.AnnAssign) and ast.unparse(one.target) == "related_object":
                    related = kinds[ast.unparse(one.annotation)]
            found[kind] = related
    return dict(sorted(found.items()))


def without_ids(objects: Sequence[Line]) -> Sequence[Line]:
    """Thin events of what there is one of name no id. source: sdk (RelatedSingletonObject)"""
    for line in objects:
        if line["name"] == "v2.core.event":
            del line["props"]["related_object"]["props"]["id"]["req"]
    return objects


def main(arguments: list[str] | None = None) -> None:
    """Read the description and the package, write the table, the events and where they came from."""
    parser = argparse.ArgumentParser(description=f"Compile the newest table from {SDK} over the description.")
    parser.add_argument("--sdk", type=Path, required=True, help="the unpacked `stripe` package folder")
    parser.add_argument("--spec", type=Path, help="the description (default: the packaged one)")
    parser.add_argument("--out", type=Path, default=COMPILED, help="where the tables go")
    given = parser.parse_args(arguments)
    description = load_description(given.spec or packaged())
    overlaid, shapes, carried = load_overlays(OVERLAYS)
    converter = Converter(description["components"]["schemas"])
    objects = undescribed(converter.objects())
    laying = Laying({line["name"]: line for line in objects}, UNTYPED_PROPS | told(OVERLAYS))
    sdk = parse_sdk(given.sdk)
    names = {line["object"]: name for name, line in laying.shapes.items() if name[:8] != "deleted_"}
    reader = Reader(sdk, {str(value): name for value, name in names.items() if value})
    lines = lay_operations(sdk, reader, laying, list(converter.operations(description["paths"])))
    objects = without_ids([*lay_objects(sdk, reader, laying), *shapes])
    lines = unlisted([*lines, *overlaid], OVERLAYS)
    events = event_tables(enabled_events(lines), carried)
    write_table(
        given.out / release(given.sdk),
        [widened(line, list(events["newer"]), []) for line in lines],
        raised(lines, objects),
    )
    write_json(given.out / "events.json", {**events, "thin": thin_events(given.sdk)})
    if given.out == COMPILED:
        typed = (
            f"laid over it: the typed classes of the Python package {SDK}, API version {release(given.sdk)}\n"
            f"sha256: {package_hash(given.sdk)}\n"
            "hashed: path, NUL, content, NUL of every .py file in the package, by path\n"
        )
        write_source(HERE / "SOURCE", description, typed)


if __name__ == "__main__":
    main()
