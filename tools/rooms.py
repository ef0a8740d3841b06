#!/usr/bin/env python3
"""Write what the code says of the rooms into their pages, and the picture of them into ARCHITECTURE.md.

    python tools/rooms.py            write the parts between the marks anew
    python tools/rooms.py --check    say which page is out of date, and end non-zero if one is

docs/README.md lists them. A room's page gets its modules with what each is, its doors, and what it hears.
Everything else on a page is written by hand. Nothing here is run by the server.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from pinstripe import products  # noqa: E402
from pinstripe.kernel.hearing import HEARERS  # noqa: E402
from pinstripe.products import ROOMS  # noqa: E402

FOLDER = ROOT / "src" / "pinstripe" / "products"
BEGIN = "<!-- written by tools/rooms.py -->"
END = "<!-- end -->"
PREFIX = "pinstripe.products."


def first_sentence(path: Path) -> str:
    """The first line of a module's docstring."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return doc.partition("\n\n")[0].replace("\n", " ")


def code(text: str) -> bool:
    """Is there more than a docstring? One that stands alone lists endpoints that are still to be written."""
    return len(ast.parse(text).body) > 1


def kind_of(path: Path) -> str:
    """What a module is: the record, its endpoints, or what its fixed name says."""
    text = path.read_text(encoding="utf-8")
    if path.stem in {"refusals", "postings"}:
        return path.stem
    if "\n@operation(" in text or not code(text):
        return "endpoints"
    return "record" if " = Resource(" in text else "flow"


def modules_of(room: str) -> list[Path]:
    """A room's modules: records, endpoints, flows, then the fixed ones, each by name."""
    order = {"record": 0, "endpoints": 1, "flow": 2, "postings": 3, "refusals": 4}
    found = [path for path in sorted((FOLDER / room).rglob("*.py")) if path.stem != "__init__"]
    return sorted(found, key=lambda path: (order[kind_of(path)], path.stem))


def heard_by(room: str) -> list[tuple[str, str]]:
    """(what is heard, the function that hears it) of a room."""
    found = []
    for (kind, verb, outcome), functions in HEARERS.items():
        for function in functions:
            name = function.__module__.removeprefix(PREFIX)
            if name.startswith(f"{room}."):
                what = f"{kind}: {verb}" + (f"/{outcome}" if outcome else "")
                found.append((what, f"{name.partition('.')[2]}.{function.__name__}"))
    return sorted(found)


def room_part(room: str) -> str:
    """The generated part of a room's page."""
    doors = import_module(f"{PREFIX}{room}").DOORS
    lines = ["## Modules", "| module | is | door | |", "| --- | --- | --- | --- |"]
    for path in modules_of(room):
        name = path.relative_to(FOLDER / room).as_posix()
        door = "yes" if name.partition("/")[0].removesuffix(".py") in doors else ""
        lines.append(f"| `{name}` | {kind_of(path)} | {door} | {first_sentence(path)} |")
    heard = heard_by(room)
    if heard:
        lines += ["", "## Hears", "| when | function |", "| --- | --- |"]
        lines += [f"| {what} | `{function}` |" for what, function in heard]
    return "\n".join(lines)


def imports_of(room: str) -> set[str]:
    """The rooms that a room imports."""
    found: set[str] = set()
    for path in (FOLDER / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PREFIX):
                found.add(str(node.module).removeprefix(PREFIX).partition(".")[0])
    return found - {room}


def homes() -> dict[str, str]:
    """The room of each declared type."""
    found = {}
    for room in ROOMS:
        for path in (FOLDER / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Resource" and node.args:
                    found[getattr(node.args[0], "value", "")] = room
    return found


def hears_from(room: str, declared: Mapping[str, str]) -> set[str]:
    """The rooms whose records a room hears of; `declared` is the room of each type."""
    own = (key[0] for key, functions in HEARERS.items() for f in functions if room_of(f) == room)
    return {declared.get(kind, "") for kind in own} - {room, ""}


def room_of(function: object) -> str:
    """The room that a function stands in."""
    return str(getattr(function, "__module__", "")).removeprefix(PREFIX).partition(".")[0]


def picture() -> str:
    """Who calls whom: a row calls the rooms above it that are marked, and hears of records where it is
    told.
    """
    width = max(map(len, ROOMS)) + 4
    head = " " * width + " ".join(f"{number:>2}" for number in range(1, len(ROOMS) + 1))
    lines = ["```", head]
    declared = homes()
    for number, room in enumerate(ROOMS):
        called, heard = imports_of(room), hears_from(room, declared)
        marks = [
            " ◆" if o in called & heard else " ●" if o in called else " ○" if o in heard else " ·"
            for o in ROOMS
        ]
        lines.append(
            f"{number + 1:>2} {room:<{width - 3}}"
            + " ".join(marks[:number])
            + ("  " if number else " ")
            + "■"
        )
    lines += [
        "",
        "● calls it   ○ hears of its records   ◆ both   ■ itself; above the diagonal nothing can stand",
        "```",
    ]
    return "\n".join(lines)


def index() -> str:
    """The rooms with their pages."""
    lines = ["| room | |", "| --- | --- |"]
    for room in ROOMS:
        path = FOLDER / room / "README.md"
        title = path.read_text(encoding="utf-8").partition("\n")[0].partition(": ")[2]
        lines.append(f"| [{room}](../{path.relative_to(ROOT).as_posix()}) | {title} |")
    return "\n".join(lines)


def replaced(text: str, part: str) -> str:
    """A page with its generated part written anew; it is appended where the page has none yet."""
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{part}\n{END}{rest.partition(END)[2]}"


def pages() -> dict[Path, str]:
    """Every page that has a generated part, with the text that it should have."""
    products.register()
    parts = {FOLDER / room / "README.md": room_part(room) for room in ROOMS}
    parts[ROOT / "ARCHITECTURE.md"] = picture()
    parts[ROOT / "docs" / "README.md"] = index()
    return {path: replaced(path.read_text(encoding="utf-8"), part) for path, part in parts.items()}


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    known = pages()
    late = [path for path, text in known.items() if path.read_text(encoding="utf-8") != text]
    for path in late:
        if options.check:
            print(f"{path.relative_to(ROOT)} is out of date: run tools/rooms.py")
        else:
            path.write_text(known[path], encoding="utf-8")
    return 1 if late and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
