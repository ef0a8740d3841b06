"""Forced faults: what a world's networks and webhooks shall get wrong, for tests of the code that listens.

Owns: the routes and the form of faults. Does not own: their effect (the networks' simulators,
events/faults.py).
Money: none. Source: our own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route
from pinstripe.events.faults import WORDS
from pinstripe.kernel.world import World
from pinstripe.networks.registry import NETWORKS


@route("GET /_pinstripe/faults")
async def show(control: Control, world: World, body: Body) -> Any:
    """The faults as they are now; forced outcomes that were used up are gone."""
    only(body)
    return {"faults": world.settings.get("faults", {})}


@route("POST /_pinstripe/faults")
async def put(control: Control, world: World, body: Body) -> Any:
    """Set the faults of the networks that are named; an empty or null one takes that network's away."""
    only(body, *CHECKS)
    for name, wanted in body.items():
        if not isinstance(wanted, dict | None):
            raise errors.bad_object(name)
        if wanted:
            CHECKS[name](name, wanted)
    both = {**world.settings.get("faults", {}), **body}
    return await keep(control, world, {name: wanted for name, wanted in both.items() if wanted})


@route("DELETE /_pinstripe/faults")
async def clear(control: Control, world: World, body: Body) -> Any:
    """Everything works again."""
    only(body)
    return await keep(control, world, {})


async def keep(control: Control, world: World, faults: Body) -> Body:
    """Write them down: they outlive the process."""
    await control.changed(world, settings={**world.settings, "faults": faults})
    return {"faults": faults}


def check_network(name: str, wanted: Body) -> None:
    """{"outage": true} · {"next": {"authorize": [{"outcome": "declined", "decline_code": …}]}}"""
    for key, value in wanted.items():
        if key == "outage":
            if not isinstance(value, bool):
                raise errors.bad_boolean(str(value), f"{name}[outage]")
        elif key == "next":
            check_next(name, f"{name}[next]", value)
        else:
            raise errors.unknown_param(f"{name}[{key}]")


def check_next(name: str, path: str, wanted: Any) -> None:
    """For each question of the network, the outcomes that its next answers shall have."""
    if not isinstance(wanted, dict):
        raise errors.bad_object(path)
    outcomes = NETWORKS[name].outcomes
    for question, answers in wanted.items():
        if question not in outcomes:
            raise errors.unknown_param(f"{path}[{question}]")
        if not isinstance(answers, list):
            raise errors.bad_array(f"{path}[{question}]")
        words = tuple(sorted(outcomes[question]))
        for place, answer in enumerate(answers):
            if not isinstance(answer, dict):
                raise errors.bad_object(f"{path}[{question}][{place}]")
            if answer.get("outcome") not in words:
                raise errors.bad_enum(words, f"{path}[{question}][{place}][outcome]")


def check_webhooks(name: str, wanted: Body) -> None:
    """{"drop": true or n, "duplicate": …, "time_out": …, "delay_seconds": n, "reorder": true}"""
    for key, value in wanted.items():
        if key not in WORDS:
            raise errors.unknown_param(f"{name}[{key}]")
        if not isinstance(value, int) or value < 0:
            raise errors.bad_integer(str(value), f"{name}[{key}]")


CHECKS: dict[str, Callable[[str, Body], None]] = {
    **dict.fromkeys(NETWORKS, check_network),
    "webhooks": check_webhooks,
}
