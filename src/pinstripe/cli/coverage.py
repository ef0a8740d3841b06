"""`pinstripe coverage` and `pinstripe explain`: what is built, what is not, where it is known from.

Owns: COVERAGE.md, docs/coverage/ and their words. Does not own: the facts (facts.py). Money: none.
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

from pinstripe.api.table import NEWEST, OLDEST, Node
from pinstripe.cli import facts, sources
from pinstripe.cli.facts import GENERATED, MISSING, WRITTEN, Fact
from pinstripe.cli.families import FAMILIES

FILE = "COVERAGE.md"
PAGES = "docs/coverage"
BEGIN, END = "<!-- written by make coverage -->", "<!-- end -->"
"""The README's count stands between them."""
HEAD = f"""\
# Coverage

Made by `make coverage` from the code and the compiled tables; not edited by hand. It counts every operation
of API version {NEWEST}, of the overlays, and of {OLDEST}. Each family has a page with all its operations.

*written*: a function decides. *generated*: no function is needed beyond what the resource declares.
*missing*: answers 501 and says so, as does every parameter that a page lists as missing. No valid parameter
is accepted and then ignored. *inferred*: of all that a family's rooms decide (operations, refusals, jobs),
what is a guess in whole or in part. The other sources are named in [spec/sources.md](spec/sources.md).
"""
PAGE = """\
# Coverage: {family}

Made by `make coverage`; not edited by hand. [All families](../../COVERAGE.md). Sources are named in
[spec/sources.md](../../spec/sources.md); `pinstripe explain "METHOD /path"` tells more of an operation.

**{sentence}.**

| operation | state | versions | source |
| --- | --- | --- | --- |
"""


@click.command()
@click.option("--write", is_flag=True, help=f"Write {FILE} and {PAGES}/ instead of printing a summary.")
@click.option("--check", is_flag=True, help="Fail when one of them is not what --write would make of it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each operation.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where they stand, in place of the repository.",
)
def coverage(write: bool, check: bool, as_json: bool, folder: Path | None) -> None:
    """Say of every operation whether it is written, generated or missing."""
    found = facts.facts()
    if as_json:
        for fact in found:
            click.echo(json.dumps(line_of(fact)))
        return
    folder = folder or root()
    if write:
        written(folder, everything(folder, found))
        click.echo(f"{FILE}: {sentence(found)}")
    elif check:
        wrong = outdated(folder, everything(folder, found))
        if wrong:
            click.echo(f"not up to date: {', '.join(wrong)}: make coverage", err=True)
            sys.exit(1)
        click.echo(f"{FILE} is up to date")
    else:
        click.echo("\n".join(summary(found)))


def root() -> Path:
    """The repository, where Pinstripe runs from one; else where the caller stands."""
    repository = sources.ROOT.parents[1]
    return repository if (repository / "pyproject.toml").is_file() else Path.cwd()


def standing(folder: Path) -> set[str]:
    """The coverage documents that a folder holds, by their paths in it."""
    pages = {f"{PAGES}/{path.name}" for path in (folder / PAGES).glob("*.md")}
    return pages | ({FILE} if (folder / FILE).is_file() else set())


def everything(folder: Path, found: list[Fact]) -> dict[str, str]:
    """All documents, and the README with its count, where the folder has one with a place for it."""
    texts, front = documents(found), folder / "README.md"
    text = front.read_text(encoding="utf-8") if front.is_file() else ""
    before, begin, rest = text.partition(BEGIN)
    return texts | ({front.name: before + begin + claim(found) + rest[rest.index(END) :]} if begin else {})


def claim(found: list[Fact]) -> str:
    """What the README says of how much there is."""
    missing = sum(fact.state == MISSING for fact in found)
    built = (
        f"{len(found) - missing} of the {len(found)} operations of the API are built, {missing} answer 501"
    )
    if not missing:
        built = f"All {len(found)} operations of the API are built"
        if not any(fact.missing_params for fact in found):
            built += ", with every parameter that they have"
    return f"\n**{built}: [{FILE}]({FILE}).**\n"


def written(folder: Path, texts: dict[str, str]) -> None:
    """Write every document; pages of families that are no more go."""
    (folder / PAGES).mkdir(parents=True, exist_ok=True)
    for name in standing(folder) - set(texts):
        (folder / name).unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def outdated(folder: Path, texts: dict[str, str]) -> list[str]:
    """Documents that are missing, differ, or should not be there."""
    there = standing(folder) | ({"README.md"} & set(texts))
    differ = {name for name in there & set(texts) if (folder / name).read_text("utf-8") != texts[name]}
    return sorted(differ | (there ^ set(texts)))


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


def inferred_share(counts: Counter[str]) -> str:
    """How much of what a family does is a guess, in whole or in part; "" where nothing is built."""
    return percent(counts["inferred"] + counts["partly"], counts.total()) if counts else ""


def summary(found: list[Fact]) -> Iterator[str]:
    """The counts, then a table of families."""
    yield sentence(found)
    yield known_sentence(found)
    yield ""
    yield f"{'family':<22}{'operations':>11}{'written':>9}{'generated':>11}{'missing':>9}"
    for family, own in by_family(found):
        counts = Counter(fact.state for fact in own)
        row = f"{family:<22}{len(own):>11}{counts[WRITTEN]:>9}{counts[GENERATED]:>11}{counts[MISSING]:>9}"
        yield row


def by_family(found: list[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Each family with its operations; families without one are left out."""
    for family in FAMILIES:
        own = [fact for fact in found if fact.family == family]
        if own:
            yield family, own


def documents(found: list[Fact]) -> dict[str, str]:
    """The text of every document, by its path: the summary, and a page for each family."""
    return {FILE: overview(found)} | {
        f"{PAGES}/{family}.md": page(family, own) for family, own in by_family(found)
    }


def overview(found: list[Fact]) -> str:
    """The whole of COVERAGE.md."""
    lines = [HEAD, f"**{sentence(found)}.** {known_sentence(found)}.", ""]
    lines += [
        "| family | operations | written | generated | missing | inferred |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    certainties = facts.certainties_by_family(found)
    for family, own in by_family(found):
        counts = Counter(fact.state for fact in own)
        states = [counts[state] for state in facts.STATES]
        cells = [
            f"[{family}]({PAGES}/{family}.md)",
            len(own),
            *states,
            inferred_share(certainties.get(family, Counter())),
        ]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def page(family: str, own: list[Fact]) -> str:
    """A family's page: a table of its operations, then the parameters that are missing."""
    text = PAGE.format(family=family, sentence=sentence(own))
    text += "".join(f"{row_of(fact)}\n" for fact in own)
    lacking = [fact for fact in own if fact.missing_params]
    if lacking:
        text += "\n## Parameters that answer 501\n\n"
        text += "".join(f"- `{fact.name}`\n{params_list(fact.missing_params)}" for fact in lacking)
    return text


def params_list(params: tuple[str, ...]) -> str:
    """Parameters as short lists: plain ones in one line, then a line for each hash with its parts."""
    parts: dict[str, list[str]] = {}
    for param in params:
        name, _, rest = param.partition(".")
        parts.setdefault(name, []).extend([rest] if rest else [])
    plain = [f"`{name}`" for name, inner in parts.items() if not inner]
    lines = [", ".join(plain)] if plain else []
    lines += [f"`{name}`: {', '.join(inner)}" for name, inner in parts.items() if inner]
    return "".join(f"  - {line}\n" for line in lines)


def row_of(fact: Fact) -> str:
    """One operation as a row of its family's table."""
    source = fact.source.replace("|", "\\|")
    return f"| `{fact.name}` | {fact.state} | {life(fact)} | {source} |"


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
