"""Said: the name by which a caller said what a refusal names.

Owns: where a refusal's parameter stands in what was sent. Does not own: refusals (errors.py), what older
versions call things (versions/). Money: none.
Source: sdk (names of older versions); inferred (that a refusal names what was sent).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

TAILS: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("discounts", "0", "coupon"), ("coupon",)),
    (("discounts", "0", "promotion_code"), ("promotion_code",)),
    (("pricing", "price"), ("price",)),
    (("pricing",), ("price",)),
    (("unit_amount_decimal",), ("unit_amount",)),
    (("promotion", "coupon"), ("coupon",)),
    (("refunds", "0", "refund"), ("refund",)),
)
"""Ends of paths, and what older callers say there."""


def as_said(param: str, said: Mapping[str, Any]) -> str:
    """The parameter under the name that it was sent by; as it is, where it was sent so or not at all."""
    path = tuple(param.replace("]", "").split("["))
    if _stands(said, path):
        return param
    for other in _others(path):
        if _stands(said, other):
            return other[0] + "".join(f"[{part}]" for part in other[1:])
    return param


LISTING: Final = "You may only specify one of these parameters: "
"""How a refusal begins that lists parameters which shut each other out (`errors.exclusive_params`)."""


def listed_as_said(message: str, said: Mapping[str, Any]) -> str:
    """The words of such a refusal, its parameters under the names that they were sent by."""
    if not message.startswith(LISTING):
        return message
    names = message.removeprefix(LISTING).removesuffix(".").split(", ")
    return f"{LISTING}{', '.join(as_said(name, said) for name in names)}."


def worded_as_said(message: str, param: str, said: str) -> str:
    """A refusal's words with a parameter under another name. A parameter that is an ordinary word as well
    ("price") stays: a sentence may mean the thing and not the parameter."""
    if param == said or param.isalpha():
        return message
    return re.sub(rf"(?<!\w){re.escape(param)}(?!\w)", lambda _: said, message)


def _others(path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Where else it may stand: under an older name, or among what a preview says of its subscription."""
    found = [(*path[: -len(newer)], *older) for newer, older in TAILS if path[-len(newer) :] == newer]
    return [*found, ("subscription_details", *path), (f"subscription_{path[0]}", *path[1:])]


def _stands(said: Any, path: Sequence[str]) -> bool:
    """Was something sent at this path?"""
    for part in path:
        if isinstance(said, list) and part.isdecimal() and int(part) < len(said):
            said = said[int(part)]
        elif isinstance(said, Mapping) and part in said:
            said = said[part]
        else:
            return False
    return True
