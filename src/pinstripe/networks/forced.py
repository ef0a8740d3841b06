"""Forced outcomes: what a world's control API makes a network answer next, and outages.

Owns: the queue of each question, what is left of it. Does not own: the form in which faults are given
(control/faults.py), what an outage means for a question (the simulators). Source: our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Forced:
    """A network's faults. It never changes them: what was used up is told by `remaining`.

    faults: {"outage": true} · {"next": {"authorize": [{"outcome": "declined", "decline_code": "…"}]}}
    """

    def __init__(self, faults: Mapping[str, Any] | None, outcomes: Mapping[str, tuple[str, ...]]) -> None:
        self._faults: Mapping[str, Any] = faults or {}
        self._outcomes = outcomes
        self._spent: dict[str, int] = {}

    def next(self, question: str) -> Mapping[str, Any] | None:
        """The outcome that the next answer to a question shall have, used up by asking."""
        queue = self._faults.get("next", {}).get(question, ())
        spent = self._spent.get(question, 0)
        if spent >= len(queue):
            return None
        self._spent[question] = spent + 1
        answer: Mapping[str, Any] = queue[spent]
        assert answer["outcome"] in self._outcomes[question], f"{question} has no outcome {answer['outcome']}"
        return answer

    @property
    def outage(self) -> bool:
        """Does nobody answer?"""
        return bool(self._faults.get("outage"))

    @property
    def used(self) -> bool:
        """Was a forced outcome used up, so that the world has something to keep?"""
        return bool(self._spent)

    def remaining(self) -> dict[str, Any]:
        """The faults as they are after the forced outcomes that were used up; the world keeps these."""
        left = {
            question: list(answers[self._spent.get(question, 0) :])
            for question, answers in self._faults.get("next", {}).items()
        }
        rest = {name: value for name, value in self._faults.items() if name != "next"}
        if any(left.values()):
            rest["next"] = {question: answers for question, answers in left.items() if answers}
        return rest
