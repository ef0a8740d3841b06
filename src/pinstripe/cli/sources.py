"""Where behaviour is known from: the source tags that docstrings carry, read without running anything.

Owns: reading tags, counting them. Does not own: what must have one (tests/laws). Money: none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pinstripe

ROOT = Path(pinstripe.__file__).parent
TAG = re.compile(r"\bsource:\s*(.+)", re.IGNORECASE | re.DOTALL)
END = re.compile(
    r"\n\s*\n|(?<!:)\n\s*[A-Z]|\n\s*(refuses|gives|units|params|intent|money):\s|(?<=[a-z0-9)])\. "
)
"""A tag ends with its paragraph, with a line that begins something new, or with its sentence."""
KINDS = re.compile(r"\b(spec|sdk|inferred)\b|\b(docs|recorded): *[^\s;(]")
"""Kinds of sources. A page of the documentation and a recording must be named."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A function or class of the package: its place, its own words, their source."""

    module: str
    name: str
    line: int
    doc: str
    source: str


def tag_of(doc: str | None) -> str:
    """The source tag of a docstring, on one line; "" where there is none."""
    found = TAG.search(doc or "")
    if found is None:
        return ""
    text = END.split(found[1], maxsplit=1)[0]
    return " ".join(text.split()).rstrip(".")


def certainty(source: str) -> str:
    """What a tag is worth: known, partly (something in it is inferred), inferred, or untagged.

    What somebody quotes from memory is inferred.
    """
    source = source.replace("from memory", "inferred")
    if not KINDS.search(source):
        return "untagged"
    if "inferred" not in source:
        return "known"
    return "partly" if KINDS.search(source.replace("inferred", "")) else "inferred"


def parsed(name: str, text: str) -> tuple[str, list[Tagged]]:
    """The tag of a module, and every function and class in it with its own."""
    tree = ast.parse(text)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            doc = ast.get_docstring(node) or ""
            found.append(Tagged(name, node.name, node.lineno, doc, tag_of(doc)))
    return tag_of(ast.get_docstring(tree)), found


@cache
def modules() -> dict[str, tuple[str, list[Tagged]]]:
    """Every module of the package by name, in the order of names."""
    out = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        out[name] = parsed(name, path.read_text(encoding="utf-8"))
    return out


def behaviours() -> Iterator[Tagged]:
    """Everything written by hand that says where it is known from."""
    for _, found in modules().values():
        yield from (one for one in found if one.source)


def place_of(module: str, line: int) -> str:
    """file:line as an editor opens it, from where the package's source folder stands."""
    path = Path("src", *module.split("."))
    if (ROOT.parent / Path(*module.split("."))).is_dir():
        path = path / "__init__"
    return f"{path.as_posix()}.py:{line}"


def module_tag(name: str) -> str:
    """What a module as a whole is known from."""
    return modules()[name][0] if name in modules() else ""
