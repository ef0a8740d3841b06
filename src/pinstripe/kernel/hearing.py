"""Hearing: what a room does because something happened to a record, in the same transaction.

Owns: `@hears`, who hears of what and in which order. Does not own: what happens (lifecycle rows), events for
callers (work.py). A function hears of a row that was taken (`verb`, `outcome`), of a change that no row makes
(verb "change"), of a deletion, while the record is still there (verb "delete"), or of a test clock that it
hangs on from now on (verb "hang"):

    @hears(INVOICE, "pay", "paid")
    def recover(work, invoice): …

Who hears of one thing does so in the published order of rooms, and within a room in the order of declaration.
What a hearer raises undoes the call that was heard of: nothing has happened then. Webhooks that arrived are
heard of with `@acknowledged`, after the fact (events/told.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinstripe.kernel.record import Record
    from pinstripe.kernel.resource import Resource
    from pinstripe.kernel.work import Work

Hearer = Callable[["Work", "Record"], object]
Heard = tuple[str, str, str]
"""Type of the record, verb, outcome ("" for plain verbs)."""

HEARERS: dict[Heard, list[Hearer]] = {}
ACKNOWLEDGED: dict[str, list[Hearer]] = {}
"""Who is called once an event of this type was acknowledged by everybody who hears of it."""
HANG = "hang"
"""A record that hung on no test clock hangs on one now; its customer was taken in by it."""
PLAIN = ("change", "delete", HANG)
"""Verbs that are heard of without a row."""


def hears(resource: Resource, verb: str, outcome: str = "") -> Callable[[Hearer], Hearer]:
    """Call the function, with the work and the record, whenever that happens to a record of the resource."""
    known = (verb, outcome) in resource.steps if outcome else verb in PLAIN
    assert known, f"{resource.object} has no row {verb}/{outcome}, and that is no plain verb"

    def bind(function: Hearer) -> Hearer:
        HEARERS.setdefault((resource.object, verb, outcome), []).append(function)
        return function

    return bind


def acknowledged(event: str) -> Callable[[Hearer], Hearer]:
    """Call the function, with the object, once all endpoints that hear of the event have acknowledged it.

    That is later, in a transaction of its own, and not at all where no endpoint hears of it.
    """

    def bind(function: Hearer) -> Hearer:
        ACKNOWLEDGED.setdefault(event, []).append(function)
        return function

    return bind


def arrange(order: Sequence[str]) -> None:
    """Put hearers into the order of the packages that they stand in; within one they stay as they are."""
    places = {package: place for place, package in enumerate(order)}

    def place(function: Hearer) -> int:
        module = function.__module__
        return next((places[name] for name in places if module.startswith(f"{name}.")), len(places))

    for functions in (*HEARERS.values(), *ACKNOWLEDGED.values()):
        functions.sort(key=place)


def tell(work: Work, record: Record, verb: str, outcome: str = "") -> None:
    """Calls every registered listener of this step with the work and the record."""
    for function in HEARERS.get((record.type, verb, outcome), ()):
        function(work, record)
