"""`pinstripe new-resource`: the files of a new record, from what the compiled tables know of it.

Owns: their text, their place in a room. Does not own: what they decide: nothing. Money: none.
What is written claims nothing: the record has no row and no generated verb, its endpoints are a table of what
is to be written, and the story says that all of them answer 501. Every law holds right after.
"""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from pinstripe import products
from pinstripe.api.table import NEWEST, Operation, Table, event_types
from pinstripe.cli.coverage import answer_of, root
from pinstripe.cli.facts import operations
from pinstripe.kernel.operation import HANDLERS
from pinstripe.kernel.resource import REGISTRY
from pinstripe.products import ROOMS

WIDTH = 100
LIST = re.compile(r"^MODULES: tuple\[str, \.\.\.\] = \(\n(?:    .*\n)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the compiled tables know of an object. routes: its operations, of its collection first"""

    object: str
    room: str
    prefix: str
    path: str
    routes: tuple[Operation, ...]
    states: tuple[str, ...]
    events: tuple[str, ...]

    @property
    def singular(self) -> str:
        """The record's module."""
        return self.object.rpartition(".")[2]

    @property
    def plural(self) -> str:
        """The endpoints' module."""
        return plural(self.singular)

    @property
    def words(self) -> str:
        """The record as prose has it."""
        return self.singular.replace("_", " ")


def plural(word: str) -> str:
    """The plural that the naming rule expects."""
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeou" else word + "s"


def plan_of(kind: str, room: str, prefix: str) -> Plan:
    """Everything that is known of an object. refuses: unknown objects and rooms, and what is there already"""
    products.register()
    table = Table.load(NEWEST)
    if room not in ROOMS:
        raise click.ClickException(f"There is no room {room}; the rooms are {', '.join(ROOMS)}.")
    if kind in REGISTRY:
        raise click.ClickException(f"{kind} is declared in {REGISTRY[kind].room or 'the kernel'} already.")
    known = kind in {shape.object for shape in map(table.object, table.objects())}
    routes = tuple(routes_of(kind, table)) if known else ()
    if not routes:
        raise click.ClickException(f"No operation of the API gives an object {kind}.")
    if kind.endswith("s"):
        raise click.ClickException(f"{kind} has no plural of its own: write its modules by hand.")
    node = table.object(table.schema_of(kind)).props.get("status", {})
    states = tuple(str(word) for word in node.get("enum", ()) if word)
    events = tuple(sorted(name for name, of in event_types().items() if kind in of.split("|")))
    return Plan(kind, room, prefix, collection_of(routes), routes, states, events)


def routes_of(kind: str, table: Table) -> Iterator[Operation]:
    """The operations that give the object, a list of it, or its deletion; by path and method."""
    own = {kind, table.schema_of(kind), f"deleted_{table.schema_of(kind)}"}
    found = [
        one
        for one in operations().values()
        if any({one.answer.get(word)} & own for word in ("ref", "list", "search"))
        and one.name not in HANDLERS
    ]
    return iter(sorted(found, key=lambda one: (one.path, one.method)))


def collection_of(routes: tuple[Operation, ...]) -> str:
    """The path of the collection: the shortest that has no id in it."""
    plain = [one.path for one in routes if "{" not in one.path]
    return min(
        plain, key=lambda path: (path.startswith("/v1/test_helpers"), len(path)), default=routes[0].path
    )


def verb_of(plan: Plan, route: Operation) -> str:
    """What a route does, in a word: create, update, delete, or the last word of its path."""
    if route.method == "DELETE":
        return "delete"
    last = route.path.rpartition("/")[2]
    if last == plan.path.rpartition("/")[2]:
        return "create"
    return "update" if last.startswith("{") else last


def rows_of(plan: Plan) -> Iterator[str]:
    """A row to decide for each verb that writes, with the state and the event that sound like it."""
    for route in plan.routes:
        if route.method == "GET":
            continue
        verb = verb_of(plan, route)
        start = verb[:5].rstrip("e")
        target = next((state for state in plan.states if state.startswith(start)), "?")
        told = [name for name in plan.events if name.rpartition(".")[2].startswith(start)]
        event = min(told, key=len, default="")
        yield f'("{verb}", "?", "?", "{target}", "{event}"),'


def wrapped(title: str, words: tuple[str, ...]) -> str:
    """A line of words, broken where it is too long."""
    return "\n".join(textwrap.wrap(f"{title}: {', '.join(words) or 'none'}.", WIDTH))


def record_text(plan: Plan) -> str:
    """The singular module: the resource, and in words what its lifecycle can be made of."""
    rows = "".join(f"    {row}\n" for row in dict.fromkeys(rows_of(plan)))
    arguments = [f'"{plan.object}"', *([f'prefix="{plan.prefix}"'] if plan.prefix else [])]
    arguments += [f'path="{plan.path}"', f'noun="{plan.words}"', 'source="spec"']
    declared = "".join(f"    {one},\n" for one in arguments)
    return (
        f'"""The {plan.words} record, as the specification has it.\n\n'
        f"Owns: the record. Does not own: the endpoints ({plan.plural}.py). Money: none. Source: spec.\n\n"
        f"{wrapped('States that the specification knows', plan.states)}\n"
        f"{wrapped('Events', plan.events)}\n"
        "Rows to decide, by verb, outcome, from, to, event; none is taken yet:\n\n"
        f"{rows or '    none: nothing is written to it'}".rstrip("\n")
        + '\n"""\n\n'
        "from __future__ import annotations\n\n"
        "from pinstripe.kernel.resource import Resource\n\n"
        f"{plan.singular.upper()} = Resource(\n{declared})\n"
    )


def endpoints_text(plan: Plan) -> str:
    """The plural module: its operations as a table, and no function."""
    longest = max(len(route.name) for route in plan.routes)
    rows = "".join(f"    {route.name:<{longest}}  {answer_of(route.answer)}\n" for route in plan.routes)
    return (
        f'"""The endpoints of {plural(plan.words)}.\n\n'
        f"Owns: the endpoints. Does not own: the record ({plan.singular}.py). Money: none. Source: spec.\n\n"
        f"All of them answer 501 until a function is bound to them:\n\n{rows}"
        '"""\n'
    )


def story_text(plan: Plan) -> str:
    """The stories' file: what can be called without parameters answers 501."""
    calls = [
        f"{route.method} {re.sub(r'{[^}]*}', 'x', route.path)} !501 not_implemented"
        for route in plan.routes
        if not any(node.get("req") for node in route.params.get("props", {}).values())
    ]
    title = plural(plan.words)
    told = "\n".join(calls) or "events: none"
    return f"# {title.capitalize()}.\n\nscenario {title.capitalize()} are not built yet\n{told}\n"


def listed(text: str, *modules: str) -> str:
    """A room's page of modules with more of them."""
    found = LIST.search(text)
    if found is None:
        raise click.ClickException("The room's MODULES are not one name a line.")
    more = "".join(f'    "{module}",\n' for module in modules)
    return text[: found.end()] + more + text[found.end() :]


@click.command("new-resource")
@click.argument("kind", metavar="OBJECT")
@click.option("--room", required=True, help="The room that will own it.")
@click.option("--prefix", default="", help="How its ids begin, without the underscore.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The repository, where it is not the one that this command is run from.",
)
def new_resource(kind: str, room: str, prefix: str, folder: Path | None) -> None:
    """Write the modules and the story of a new record.

    OBJECT is its `object` value, such as refund or issuing.card.
    """
    plan, folder = plan_of(kind, room, prefix), folder or root()
    place = folder / "src" / "pinstripe" / "products" / room
    files = {
        place / f"{plan.singular}.py": record_text(plan),
        place / f"{plan.plural}.py": endpoints_text(plan),
        folder / "tests" / "scenarios" / f"{plan.plural}.txt": story_text(plan),
    }
    there = [path for path in files if path.exists()]
    if there:
        raise click.ClickException(f"{there[0].relative_to(folder)} is there already.")
    if not place.is_dir():
        raise click.ClickException(f"{folder} is not the repository.")
    front = place / "__init__.py"
    front.write_text(listed(front.read_text("utf-8"), plan.singular, plan.plural), "utf-8")
    for path, text in files.items():
        path.write_text(text, "utf-8")
        click.echo(path.relative_to(folder))
    subprocess.run(
        [sys.executable, str(folder / "tools" / "rooms.py")], check=True, stdout=subprocess.DEVNULL
    )
    click.echo(f"{front.relative_to(folder)} lists both; what is decided next: CONTRIBUTING.md")
