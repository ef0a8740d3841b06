"""The code as the laws read it: every module parsed once, nothing run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module's name, its text, and what the text says."""

    name: str
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The text by line."""
        return self.text.splitlines()

    @property
    def layer(self) -> str:
        """The package below `pinstripe` that it belongs to, or its own name."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def room(self) -> str:
        """The product family, "" outside of the rooms."""
        parts = self.name.split(".")
        return parts[2] if parts[1:2] == ["products"] and len(parts) > 2 else ""

    def at(self, node: ast.AST) -> str:
        """Where a node stands, for messages."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[Function]:
        """Every function, methods and inner ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def calls(self) -> Iterator[ast.Call]:
        """Every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    @cached_property
    def type_only(self) -> frozenset[ast.AST]:
        """Nodes that only a type checker runs."""
        found: set[ast.AST] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
                found.update(ast.walk(node))
        return frozenset(found)

    @cached_property
    def docstrings(self) -> frozenset[ast.AST]:
        """String constants that are docstrings, of constants too: sentences that stand for themselves."""
        return frozenset(
            node.value
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        )

    def imports(self) -> Iterator[tuple[ast.stmt, str]]:
        """Every import of the package's own modules, by full name; of a name, the module that has it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names if alias.name.startswith("pinstripe"))
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pinstripe":
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    yield node, whole if whole in names() else str(node.module)


def planted(text: str, name: str = "pinstripe.products.invoices.planted") -> Module:
    """A module that exists only to break a law."""
    return Module(name, name.replace(".", "/") + ".py", text)


def read(path: Path, below: Path) -> Module:
    """One file."""
    name = ".".join(path.relative_to(below).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


@cache
def package() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(read(path, SRC) for path in sorted((SRC / "pinstripe").rglob("*.py")))


@cache
def names() -> frozenset[str]:
    """The names of all modules."""
    return frozenset(module.name for module in package())


@cache
def others() -> tuple[Module, ...]:
    """Python files of the repository outside of the package."""
    folders = ("tests", "tools", "spec", "bench", "examples")
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(read(path, ROOT) for path in found if "node_modules" not in path.parts)


def word(node: ast.AST | None) -> str:
    """A dotted name as text, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = word(node.value)
        return f"{left}.{node.attr}" if left else node.attr
    return ""


def text_of(node: ast.AST | None) -> str | None:
    """The value of a text constant."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def method(call: ast.Call) -> str:
    """The last word of what is called."""
    return word(call.func).rpartition(".")[2]


def is_work(name: str) -> bool:
    """Does a dotted name stand for a unit of work: `work`, or one for another account, `seller_work`?"""
    last = name.rpartition(".")[2]
    return last == "work" or last.endswith("_work")
