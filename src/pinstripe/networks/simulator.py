"""What all simulated networks share: forced outcomes, outages, and chance from the world's seed.

Owns: the faults that a world set for one network, spent in their order; a digest per question and reference.
Does not own: what a question answers (cards/sim.py, banks/sim.py), keeping what is left (kernel/keeping.py).
Money: none. Source: our own.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Final

Faults = Mapping[str, Any]
"""{"outage": true} · {"next": {"authorize": [{"outcome": "declined", "decline_code": "…"}]}}"""

Seed = int | bytes | str


def key_of(seed: Seed) -> bytes:
    """A world's seed as key material, whatever form it is kept in."""
    return seed if isinstance(seed, bytes) else str(seed).encode()


class Simulator:
    """A world's network of one kind. Records are not its own: forced outcomes that it used up are told by
    `remaining`.
    """

    SALT: ClassVar[str]
    """What tells its chance from that of other networks of the same seed."""

    OUTCOMES: ClassVar[Mapping[str, type[StrEnum]]]
    """Question → the outcomes that it may have: what lifecycle rows and forced faults may name."""

    OUTAGE: ClassVar[Mapping[str, Mapping[str, Any]]]
    """Question → what the caller hears of it while the network is out."""

    def __init__(self, seed: Seed, faults: Faults | None = None) -> None:
        self._key: Final = key_of(seed)
        self._faults: Faults = faults or {}
        self._spent: dict[str, int] = {}

    def remaining(self) -> dict[str, Any]:
        """The faults as they are after the forced outcomes that were used up; the world keeps these."""
        forced = {
            question: list(answers[self._spent.get(question, 0) :])
            for question, answers in self._faults.get("next", {}).items()
        }
        rest = {name: value for name, value in self._faults.items() if name != "next"}
        if any(forced.values()):
            rest["next"] = {question: answers for question, answers in forced.items() if answers}
        return rest

    @property
    def used_faults(self) -> bool:
        """Whether a forced outcome was used up, so that the world has something to keep."""
        return bool(self._spent)

    def forced(self, question: str) -> Mapping[str, Any] | None:
        """The next outcome that the world set for a question, else what an outage makes of it."""
        queue = self._faults.get("next", {}).get(question, ())
        spent = self._spent.get(question, 0)
        if spent < len(queue):
            self._spent[question] = spent + 1
            answer: Mapping[str, Any] = queue[spent]
            known = {one.value for one in self.OUTCOMES[question]}
            assert answer["outcome"] in known, f"{question} has no outcome {answer['outcome']}"
            return answer
        return self.OUTAGE[question] if self._faults.get("outage") else None

    def digest(self, what: str, reference: str) -> bytes:
        """Bytes that look like chance and are the same for the same seed, question and reference."""
        return hmac.digest(self._key, f"{self.SALT} {what} {reference}".encode(), "sha256")

    def chance(self, what: str, reference: str, below: int) -> int:
        """A number from 0 that looks like chance."""
        return int.from_bytes(self.digest(what, reference)[:16]) % below
