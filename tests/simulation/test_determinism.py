"""The same seed, the same requests one after the other, a clock that stands: the same bytes.

Two fresh processes, whose hashes of text are seeded differently, go the same long way: every answer and every
webhook's body is the same, byte by byte. Left out are what depends on when a delivery was made: signatures
and the count of deliveries under way.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.simulation.run import Simulation, built
from tests.waiting import until

STEPS = 120
Story = tuple[list[tuple[str, int, bytes]], dict[str, bytes]]


def story(database: str, hash_seed: str, seed: int = 11) -> Story:
    """What a simulation without kills heard: each answer, and each event's body."""
    environment = {"PYTHONHASHSEED": hash_seed}
    simulation = Simulation(seed, database, kills=False, environment=environment, taken=quiet)
    simulation.actor.arrived = lambda key: heard(simulation, key)
    try:
        simulation.run(STEPS)
        happened = {event["id"] for event in simulation.every("/v1/events")}
        until(lambda: not happened - simulation.hearing.bodies.keys())
        lines = [f"{entry.method} {entry.path}" for entry in simulation.wire.log]
        answers = [(line, *raw) for line, raw in zip(lines, simulation.wire.raw, strict=True)]
        return answers, {key: simulation.hearing.bodies[key] for key in happened}
    finally:
        simulation.close()


def quiet(name: str) -> bool:
    """Steps that are taken: all but those that make webhooks go wrong, whose retries come with real time."""
    return built(name) and name != "POST /v1/webhook_endpoints"


def heard(simulation: Simulation, clock: str) -> None:
    """Wait for a clock by its event: asking would be requests, as many as time allows."""
    moves = sum(entry.path.endswith(f"{clock}/advance") for entry in simulation.wire.log)
    ready = ("test_helpers.test_clock.ready", clock)
    arrived = until(lambda: list(simulation.hearing.events.values()).count(ready) >= moves, 30)
    assert arrived, f"{clock} did not arrive"


def differences(one: Story, other: Story) -> list[str]:
    """Where two stories are not the same."""
    found = [f"{a}\n{b}" for a, b in zip(one[0], other[0], strict=False) if told(a) != told(b)]
    if len(one[0]) != len(other[0]):
        found.append(f"{len(one[0])} and {len(other[0])} answers")
    keys = sorted(one[1].keys() | other[1].keys())
    return found + [f"the body of {key}" for key in keys if one[1].get(key) != other[1].get(key)]


def told(answer: tuple[str, int, bytes]) -> tuple[str, int, bytes]:
    """An answer without the listener's port, which the machine chose, and without counts of deliveries."""
    raw = re.sub(rb"http://127\.0\.0\.1:\d+/", b"", answer[2])
    return (answer[0], answer[1], re.sub(rb'"(pending_webhooks|endpoints_retried)": \d+', b"", raw))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The story that others are held against."""
    return story(str(tmp_path_factory.mktemp("once") / "one.db"), "1")


def test_the_same_seed_gives_the_same_bytes(once: Story, tmp_path: Path) -> None:
    assert differences(once, story(str(tmp_path / "other.db"), "2")) == []
    assert len(once[0]) > STEPS and len(once[1]) > STEPS, "a short story proves little"


def test_the_other_store_gives_the_same_bytes(once: Story, postgres_dsn: str) -> None:
    assert differences(once, story(postgres_dsn, "3")) == []


def test_another_byte_is_noticed(once: Story) -> None:
    """What compares stories can fail."""
    answers, bodies = once
    line, status, raw = answers[7]
    key = next(iter(bodies))
    assert differences(once, ([*answers[:7], (line, status, raw + b" "), *answers[8:]], bodies))
    assert differences(once, (answers, {**bodies, key: bodies[key] + b" "}))
    assert differences(once, (answers[:-1], bodies))
