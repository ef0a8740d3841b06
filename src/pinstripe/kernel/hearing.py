"""temp"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HEARERS: dict[tuple[str, str, str], list[Any]] = {}


def hears(resource: Any, verb: str, outcome: str = "") -> Callable[[Any], Any]:
    def bind(function: Any) -> Any:
        HEARERS.setdefault((resource.object, verb, outcome), []).append(function)
        return function

    return bind


def tell(work: Any, record: Any, verb: str, outcome: str = "") -> None:
    for f in HEARERS.get((record.type, verb, outcome), ()):
        f(work, record)
