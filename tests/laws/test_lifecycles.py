"""Lifecycle rows speak the specification's words, and what no row allows is refused."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from pinstripe import products
from pinstripe.api.errors import ApiError, invalid
from pinstripe.api.table import NEWEST, Table, event_types
from pinstripe.kernel import dispatch
from pinstripe.kernel.fresh import template
from pinstripe.kernel.operation import HANDLERS, JOBS, Handler
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, NONE, REGISTRY, SAME, Resource, Step, lifecycle
from pinstripe.kernel.work import Work
from tests.laws.code import Module, is_work, method, package, planted, text_of, word

products.register()

Path = tuple[str, ...]

TOLD = ("created", "updated", "deleted")
"""What is told of a record under its other name."""
EVERY_VERB = ""
"""To unschedule it is to forget all that is due for a record."""


def state_node(resource: Resource, path: Path) -> dict[str, Any]:
    """What the specification says of a field that is a state."""
    node: dict[str, Any] = {"props": Table.load(NEWEST).object(resource.schema).props}
    for name in path:
        node = _hash_in(node).get("props", {}).get(name, {})
    return node


def _hash_in(node: dict[str, Any]) -> dict[str, Any]:
    for one in (node, *node.get("of", ())):
        if "ref" in one:
            return {"props": Table.load(NEWEST).object(one["ref"]).props}
        if "props" in one:
            return dict(one)
    return {}


def listed(resource: Resource, path: Path) -> frozenset[str]:
    """The specification's closed list of a field's states, empty where it has none."""
    node = state_node(resource, path)
    for one in (node, *node.get("of", ())):
        if "enum" in one:
            return frozenset(one["enum"])
    return frozenset()


def states_of(resource: Resource, path: Path) -> frozenset[str]:
    """Every state that rows of a field name."""
    named = {state for step in resource.states[path] for state in (*step.origins, step.target)}
    return frozenset(named - {ANY, SAME})


def all_states(resource: Resource, path: Path) -> list[str]:
    """Every state that a field of a record can be in, as rows and specification know them."""
    return sorted(states_of(resource, path) | listed(resource, path))


def in_state(resource: Resource, path: Path, state: str) -> dict[str, Any]:
    """A fresh body with a field in a state."""
    body = {**template(resource), "id": "x_1"}
    Step("", "", frozenset(), state, path=path).move(body, body)
    return body


def foreign_states(resources: Iterable[Resource]) -> list[str]:
    """States that the specification does not know, and lifecycles of types that show no state."""
    found = []
    for resource in resources:
        for path in resource.states:
            name, known = ".".join(path), listed(resource, path) | {NONE}
            if not states_of(resource, path):
                continue
            if not state_node(resource, path):
                found.append(f"{resource.object}: the specification knows no {name}")
            elif listed(resource, path):
                strange = sorted(states_of(resource, path) - known)
                found += [f"{resource.object}: no such {name}: {state}" for state in strange]
    return found


def foreign_events(resources: Iterable[Resource]) -> list[str]:
    """Events that the specification does not know."""
    found = []
    for resource in resources:
        named = {event for step in resource.steps.values() for event in step.events}
        if resource.events:
            named |= {f"{resource.events}.{word}" for word in generated_events(resource)}
        named |= {f"{twin.events}.{word}" for twin in resource.twins for word in TOLD}
        found += [
            f"{resource.object}: no such event: {event}" for event in sorted(named - set(event_types()))
        ]
    return found


def generated_events(resource: Resource) -> Iterator[str]:
    """Events that create, change and delete send by themselves, for verbs that some operation or row has."""
    if not any(verb == "create" for verb in resource.verbs):
        yield "created"
    verbs = {handler.verb for handler in HANDLERS.values() if handler.resource is resource}
    if "update" in verbs and not any(verb == "update" for verb in resource.verbs):
        yield "updated"
    if "delete" in verbs and not any(verb == "delete" for verb in resource.verbs):
        yield "deleted"


def refused_pairs(handlers: Iterable[Handler]) -> Iterator[tuple[Handler, Resource, str, dict[str, Any]]]:
    """Every handler with each state from which its verb has no row, and a body that is in that state."""
    for handler in handlers:
        if not handler.subject:
            continue
        resource = REGISTRY[handler.subject_type]
        for path in {step.path: None for step in resource.verbs.get(handler.verb, ())}:
            for state in all_states(resource, path):
                body = in_state(resource, path, state)
                if resource.refuses(handler.verb, Record(resource.object, "acct_1", "x_1", body)):
                    yield handler, resource, state, body


def unrefused(handlers: Iterable[Handler]) -> list[str]:
    """Pairs of state and verb without a row whose call does not end in a refusal before the function runs."""
    found = []
    for handler, resource, state, body in refused_pairs(handlers):
        record = Record(resource.object, "acct_1", "x_1", body)
        work: Any = SimpleNamespace(path="", peek=lambda key, kind, record=record: record)
        call: Any = SimpleNamespace(path="", params={}, path_params={handler.subject: "x_1"})
        try:
            dispatch.run(handler, work, call)
        except ApiError:
            continue
        except Exception as error:
            found.append(f"{handler.name} from {state}: {type(error).__name__}: {error}")
        else:
            found.append(f"{handler.name} from {state}: runs")
    return found


def taken(modules: Iterable[Module]) -> Iterator[tuple[Module, ast.Call, str, str | None]]:
    """Verbs and outcomes that calls name: (module, call, verb, outcome or None where it is computed)."""
    for module in modules:
        for call in module.calls():
            owner = word(call.func).rpartition(".")[0]
            if not is_work(owner) or method(call) not in {"advance", "announce", "schedule", "unschedule"}:
                continue
            words = [text_of(arg) for arg in call.args]
            if method(call) in {"schedule", "unschedule"}:
                if words and words[0] is not None:
                    yield module, call, words[0], None
            elif len(words) > 1 and words[1] is not None:
                default = "done" if method(call) == "announce" else None
                yield module, call, words[1], words[2] if len(words) > 2 else default


def rowless(modules: Iterable[Module]) -> list[str]:
    """Verbs and outcomes in the code that no lifecycle has, and scheduled verbs that nothing would run."""
    steps = {key for resource in REGISTRY.values() for key in resource.steps}
    verbs = {verb for verb, _ in steps}
    jobs = {verb for _, verb in JOBS}
    found = []
    for module, call, verb, outcome in taken(modules):
        later = method(call) in {"schedule", "unschedule"}
        known = (
            verb in (verbs | jobs | {EVERY_VERB})
            if later
            else verb in verbs and (outcome is None or (verb, outcome) in steps)
        )
        if not known:
            found.append(f"{module.at(call)}: no lifecycle has {verb}/{outcome or 'any outcome'}")
    return found


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> Resource:
    """A resource that breaks every rule about rows, in the place of a right one for one test only."""
    monkeypatch.delitem(REGISTRY, "invoice_rendering_template")
    return Resource(
        "invoice_rendering_template",
        lifecycle=lifecycle(
            ("archive", "done", "active", "embalmed", "invoice_rendering_template.embalmed"),
        ),
    )


def test_states_belong_to_the_specification() -> None:
    assert foreign_states(REGISTRY.values()) == []


def test_events_belong_to_the_specification() -> None:
    assert foreign_events(REGISTRY.values()) == []


def test_a_foreign_state_or_event_is_caught(strange: Resource) -> None:
    assert foreign_states([strange]) == ["invoice_rendering_template: no such status: embalmed"]
    assert foreign_events([strange]) == [
        "invoice_rendering_template: no such event: invoice_rendering_template.embalmed"
    ]


def test_every_pair_without_a_row_is_refused() -> None:
    assert unrefused(HANDLERS.values()) == []


def test_a_pair_that_runs_or_breaks_is_caught(strange: Resource) -> None:
    name = "POST /v1/invoice_rendering_templates/{template}/archive"
    handler = Handler(name, strange, lambda *_: None, "archive", "template", strange.object, frozenset())
    assert "has no refusal for a wrong state" in unrefused([handler])[0]
    strange.unexpected = lambda record, verb: invalid("no")
    assert unrefused([handler]) == []
    strange.verbs = {**strange.verbs, "archive": ()}
    assert list(refused_pairs([handler])) == []


def test_no_outcome_is_taken_from_a_state_that_its_row_does_not_name() -> None:
    for resource in REGISTRY.values():
        for step in resource.steps.values():
            for state in all_states(resource, step.path):
                if not step.allows(state):
                    body = in_state(resource, step.path, state)
                    record = Record(resource.object, "acct_1", "x_1", body)
                    with pytest.raises(AssertionError, match="no row"):
                        nobody: Any = SimpleNamespace()
                        Work.advance(nobody, record, step.verb, step.outcome)


@pytest.fixture
def nested() -> Iterator[Resource]:
    """A card reader: its state, and the state of what it was told to do."""
    resource = Resource(
        "laws.reader",
        schema="terminal.reader",
        lifecycle=lifecycle(("connect", "done", "offline", "online")),
        lifecycles={"action.status": lifecycle(("finish", "done", "in_progress", "exploded"))},
    )
    yield resource
    del REGISTRY["laws.reader"]


def test_states_in_other_fields_are_held_to_the_same(nested: Resource) -> None:
    assert foreign_states([nested]) == ["laws.reader: no such action.status: exploded"]
    name = "POST /v1/terminal/readers/{reader}/cancel_action"
    handler = Handler(name, nested, lambda *_: None, "finish", "reader", nested.object, frozenset())
    assert [state for _, _, state, _ in refused_pairs([handler])] == ["exploded", "failed", "succeeded"]
    assert len(unrefused([handler])) == 3
    nested.unexpected = lambda record, verb: invalid("no")
    assert unrefused([handler]) == []


def test_verbs_in_the_code_have_rows() -> None:
    assert rowless(package()) == []


def test_a_verb_without_a_row_is_caught() -> None:
    for text in (
        "work.advance(clock, 'explode', 'done')\n",
        "work.advance(clock, 'advance', 'exploded')\n",
        "work.announce(clock, 'explode')\n",
        "seller_work.advance(clock, 'explode', 'done')\n",
        "work.schedule('explode', clock, 1)\n",
    ):
        assert len(rowless([planted(text)])) == 1, text
    assert (
        rowless([planted("work.advance(clock, 'advance', 'begun')\nwork.advance(clock, verb, 'x')\n")]) == []
    )
