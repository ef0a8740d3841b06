"""`pinstripe coverage` and `pinstripe explain`: what is built, what is not, where it is known from.

Owns: COVERAGE.md and its words. Does not own: the facts (facts.py). Money: none.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pinstripe.api.table import NEWEST, Node
from pinstripe.cli import facts, sources
from pinstripe.cli.facts import GENERATED, MISSING, WRITTEN, Fact
from pinstripe.cli.families import FAMILIES

FILE = "COVERAGE.md"
HEAD = f"""\
# Coverage

Made by `make coverage` from the code and the compiled tables; not edited by hand. It counts every operation
of API version {NEWEST}, of the overlays, and of 2024-04-10.

*written*: a function decides. *generated*: no function is needed beyond what the resource declares.
*missing*: answers 501 and says so, as does every parameter listed under *answers 501*. No valid parameter is
accepted and then ignored.
"""


@click.command()
@click.option("--write", is_flag=True, help=f"Write {FILE} instead of printing a summary.")
@click.option("--check", is_flag=True, help=f"Fail when {FILE} is not what --write would make of it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each operation.")
@click.option("--file", "path", type=click.Path(dir_okay=False, path_type=Path), help=f"In place of {FILE}.")
def coverage(write: bool, check: bool, as_json: bool, path: Path | None) -> None:
    """Say of every operation whether it is written, generated or missing."""
    found = facts.facts()
    if as_json:
        for fact in found:
            click.echo(json.dumps(line_of(fact)))
        return
    path = path or root() / FILE
    if write:
        path.write_text(document(found), encoding="utf-8")
        click.echo(f"{path.name}: {sentence(found)}")
    elif check:
        if not path.is_file() or path.read_text(encoding="utf-8") != document(found):
            click.echo(f"{path.name} is not up to date: make coverage", err=True)
            sys.exit(1)
        click.echo(f"{path.name} is up to date")
    else:
        click.echo("\n".join(summary(found)))


def root() -> Path:
    """The repository, where Pinstripe runs from one; else where the caller stands."""
    repository = sources.ROOT.parents[1]
    return repository if (repository / "pyproject.toml").is_file() else Path.cwd()


def line_of(fact: Fact) -> dict[str, Any]:
    """One operation, for programs."""
    return {
        "operation": fact.name,
        "state": fact.state,
        "family": fact.family,
        "missing_params": list(fact.missing_params),
        "source": fact.source,
        "since": fact.since,
        "until": fact.until,
    }


def sentence(found: list[Fact]) -> str:
    """The count of all operations in one line."""
    counts = Counter(fact.state for fact in found)
    states = ", ".join(f"{counts[state]} {state}" for state in facts.STATES)
    return f"{len(found)} operations: {states}"


def known_sentence(found: list[Fact]) -> str:
    """How well the behaviours are known, in one line."""
    counts = facts.certainties(found)
    total = sum(counts.values())
    inferred, partly = counts["inferred"], counts["partly"]
    return (
        f"{total} behaviours: {counts['known']} known from a source, {partly} partly inferred, "
        f"{inferred} inferred ({percent(inferred, total)}; with the partly inferred ones "
        f"{percent(inferred + partly, total)})"
    )


def percent(part: int, whole: int) -> str:
    """A share with one decimal, rounded half up in integers."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10} %"


def summary(found: list[Fact]) -> Iterator[str]:
    """The counts, then a table of families."""
    yield sentence(found)
    yield known_sentence(found)
    yield ""
    yield f"{'family':<22}{'operations':>11}{'written':>9}{'generated':>11}{'missing':>9}"
    for family, counts in by_family(found):
        total = sum(counts.values())
        row = f"{family:<22}{total:>11}{counts[WRITTEN]:>9}{counts[GENERATED]:>11}{counts[MISSING]:>9}"
        yield row


def by_family(found: list[Fact]) -> Iterator[tuple[str, Counter[str]]]:
    """Each family with its counts; families without an operation are left out."""
    for family in FAMILIES:
        counts = Counter(fact.state for fact in found if fact.family == family)
        if counts:
            yield family, counts


def document(found: list[Fact]) -> str:
    """The whole of COVERAGE.md."""
    lines = [HEAD, f"**{sentence(found)}.** {known_sentence(found)}.", ""]
    lines += [
        "| family | operations | written | generated | missing |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for family, counts in by_family(found):
        total = sum(counts.values())
        cells = [f"[{family}](#{family})", total, *(counts[state] for state in facts.STATES)]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    for family, _ in by_family(found):
        lines += ["", f"## {family}", "| operation | state | versions | answers 501 | source |"]
        lines.append("| --- | --- | --- | --- | --- |")
        lines += [row_of(fact) for fact in found if fact.family == family]
    return "\n".join(lines) + "\n"


def row_of(fact: Fact) -> str:
    """One operation as a row of its family's table."""
    params = " ".join(f"`{param}`" for param in fact.missing_params)
    source = fact.source.replace("|", "\\|")
    return f"| `{fact.name}` | {fact.state} | {life(fact)} | {params} | {source} |"


def life(fact: Fact) -> str:
    """The versions that have the route, "" where all do."""
    words = []
    if fact.since:
        words.append(f"since {fact.since}")
    if fact.until:
        words.append(f"until {fact.until}")
    return " ".join(words)


@click.command()
@click.argument("operation", nargs=-1, required=True)
def explain(operation: tuple[str, ...]) -> None:
    """Say where an operation is and what it does.

    OPERATION is a name ("POST /v1/customers"), an operation id (PostCustomers) or a path.
    """
    text = " ".join(operation)
    found = list(facts.named(text))
    if not found:
        click.echo(f"No operation of the API is called {text}.", err=True)
        sys.exit(1)
    click.echo("\n\n".join("\n".join(explained(fact)) for fact in found))


def explained(fact: Fact) -> Iterator[str]:
    """One operation: where, why, states, parameters, answer, versions, source."""
    operation = fact.operation
    yield f"{fact.name}  ({operation.id})"
    yield f"  family    {fact.family}"
    yield f"  state     {fact.state}" + (" (answers 501)" if fact.state == MISSING else "")
    if fact.handler is not None:
        yield f"  where     {where(fact)}"
        if not fact.handler.generated:
            doc = inspect.getdoc(fact.handler.function) or ""
            yield from _block("means", doc.splitlines())
        yield from _block("rows", rows_of(fact))
    yield from _block("params", list(params_of(operation.params, fact.missing_params)))
    yield f"  answer    {answer_of(operation.answer)}"
    yield f"  versions  {life(fact) or 'all'}"
    if fact.state != MISSING:
        yield f"  source    {fact.source or 'untagged'}"


def _block(title: str, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"  {title if number == 0 else '':<10}{line}".rstrip()


def where(fact: Fact) -> str:
    """file:line of the function, or of the resource that generates it."""
    handler = fact.handler
    assert handler is not None
    if not handler.generated:
        return sources.place_of(handler.function.__module__, handler.function.__code__.co_firstlineno)
    module = facts.home_of(handler)
    text = inspect.getsource(sys.modules[module])
    constant = next(name for name, value in vars(sys.modules[module]).items() if value is handler.resource)
    line = text[: text.index(f"\n{constant} = Resource(") + 1].count("\n") + 1
    return f"{sources.place_of(module, line)} (generated: {handler.verb})"


def rows_of(fact: Fact) -> list[str]:
    """The lifecycle rows of the operation's verb; with the field that they move, if it is not the status."""
    handler = fact.handler
    if handler is None:
        return []
    steps = handler.resource.verbs.get(handler.verb, ())
    rows = []
    for step in steps:
        origin = " ".join(sorted(step.origins)).replace("*", "any")
        target = "same" if step.target == "=" else step.target
        effects = [*step.events, *([f"posts {step.posting.name}"] if step.posting else [])]
        name = ".".join(step.path)
        moved = "" if name == handler.resource.status else f"{name} "
        rows.append(f"{step.verb}/{step.outcome}: {moved}{origin} → {target}  {', '.join(effects)}".rstrip())
    return rows


def params_of(node: Node, missing: tuple[str, ...], prefix: str = "", depth: int = 0) -> Iterator[str]:
    """Each parameter with its kind; nested ones are indented. Marked: required, answers 501."""
    for name, inner in node.get("props", {}).items():
        path = f"{prefix}{name}"
        marks = [kind_of(inner)]
        if inner.get("req"):
            marks.append("required")
        if inner.get("clear"):
            marks.append("may be unset")
        if path in missing:
            marks.append("answers 501")
        yield f"{'  ' * depth}{name}: {', '.join(marks)}"
        if path not in missing:
            yield from params_of(inside(inner), missing, f"{path}.", depth + 1)


def inside(node: Node) -> Node:
    """The hash within lists and alternatives, if there is one."""
    if node["t"] == "list":
        return inside(node["items"])
    if node["t"] == "any":
        return next((inside(one) for one in node["of"] if inside(one).get("props")), {})
    return node


def kind_of(node: Node) -> str:
    """A parameter's type in a word or two."""
    if "enum" in node:
        return "|".join(str(word) for word in node["enum"])
    match node["t"]:
        case "list":
            return f"list of {kind_of(node['items'])}"
        case "map":
            return f"map of {kind_of(node['values'])}"
        case "any":
            return " or ".join(dict.fromkeys(kind_of(one) for one in node["of"]))
    kinds = {"str": "text", "int": "integer", "num": "number", "bool": "boolean", "any_json": "anything"}
    plain = kinds.get(node["t"], node["t"])
    return f"{plain} ({node['fmt']})" if "fmt" in node else str(plain)


def answer_of(node: Node) -> str:
    """What comes back: an object, a list of them, or one of several."""
    if "list" in node:
        return f"list of {node['list']}"
    if "search" in node:
        return f"search result of {node['search']}"
    if "ref" in node:
        return str(node["ref"])
    if node.get("t") == "any":
        return " or ".join(dict.fromkeys(answer_of(one) for one in node["of"]))
    return str(node.get("t", "nothing"))
