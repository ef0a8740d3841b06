"""Forced faults of webhooks: what a world asks to go wrong, for tests of the code that listens.

Owns: reading `webhooks` of the world's faults, choosing which deliveries they hit.
Does not own: setting them (control). Money: none. Source: inferred (a tool of ours; Stripe has none).

| fault | value | what happens |
| --- | --- | --- |
| `drop` | true, or n for one in n | the event is not sent; the attempt counts as failed |
| `duplicate` | true, or n | it is sent twice |
| `time_out` | true, or n | it is sent, its answer is ignored: the attempt counts as timed out |
| `delay_seconds` | seconds | it is sent so much later |
| `reorder` | true | what is waiting goes out newest first, after a moment of waiting |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinstripe.kernel.world import World

SPREAD = 2_654_435_761
"""A large odd factor: neighbouring deliveries fall on different sides of one in n."""


def chosen(share: bool | int, number: int) -> bool:
    """Is this delivery hit? By its number alone, so that the same run is hit in the same places."""
    if share is True or share == 1:
        return True
    return bool(share) and (number * SPREAD >> 8) % share == 0


@dataclass(frozen=True, slots=True)
class Faults:
    """What a world asks to go wrong with its webhooks."""

    drop: bool | int = False
    duplicate: bool | int = False
    time_out: bool | int = False
    delay_seconds: int = 0
    reorder: bool = False


NONE = Faults()
WORDS = ("drop", "duplicate", "time_out", "delay_seconds", "reorder")


def faults_of(world: World) -> Faults:
    """The world's faults as they are set now; what is no number and no yes or no is passed over."""
    settings: Mapping[str, Any] = world.settings.get("faults", world.settings)
    asked = settings.get("webhooks")
    if not isinstance(asked, dict):
        return NONE
    return Faults(**{word: asked[word] for word in WORDS if isinstance(asked.get(word), int)})
