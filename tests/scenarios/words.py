"""The words of a story's line: tokens, dotted paths, values as text."""

from __future__ import annotations

import re
from typing import Any

import orjson

MISSING = object()


def parts(tokens: list[str]) -> tuple[list[str], str, list[str], list[str] | None]:
    """A call's tokens: parameters, the answer's name, expectations, the refusal if one is expected."""
    groups: dict[str, list[str]] = {"": []}
    current = ""
    for token in tokens:
        if token in {"->", "=>"} or re.fullmatch(r"!\d{3}", token):
            current = token[0] if token[0] == "!" else token
            groups[current] = [token[1:]] if current == "!" else []
        else:
            groups[current].append(token)
    name = groups.get("->", [""])[0]
    return groups[""], name, groups.get("=>", []), groups.get("!")


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path; MISSING where nothing does."""
    word, _, rest = path.partition(".")
    if not path:
        return value
    if word == "#":
        return len(value)
    if word == "*":
        return [at(one, rest) for one in value]
    if isinstance(value, list):
        value = value[int(word)] if int(word) < len(value) else MISSING
    else:
        value = value.get(word, MISSING) if isinstance(value, dict) else MISSING
    return value if value is MISSING else at(value, rest)


def agrees(found: Any, sign: str, expected: str) -> bool:
    """Does a value fit what is expected of it?"""
    if sign == "~":
        return expected in shown(found)
    if expected == "!":
        return found is MISSING
    if expected == "*":
        return found is not MISSING and found is not None
    return shown(found) == expected


def shown(value: Any) -> str:
    """A value as stories write it: lists with commas, hashes as JSON."""
    if value is MISSING:
        return "left out"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return ",".join(shown(one) for one in value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def nested(params: dict[str, Any]) -> dict[str, Any]:
    """Bracketed names as nested JSON, for v2; `[0]` makes a list."""
    out: dict[str, Any] = {}
    for name, value in params.items():
        *way, last = re.findall(r"[^\[\]]+", name)
        holder = out
        for word in way:
            holder = holder.setdefault(word, {})
        holder[last] = value
    return {name: listed(value) for name, value in out.items()}


def listed(value: Any) -> Any:
    """Hashes whose names are numbers become lists."""
    if not isinstance(value, dict):
        return value
    inner = {name: listed(one) for name, one in value.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner


def typed(params: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON has them, for the control API: truth and numbers are not text there."""
    words = {"true": True, "false": False}

    def one(value: Any) -> Any:
        if isinstance(value, list):
            return [one(item) for item in value]
        return words.get(value, int(value) if value.isdigit() else value)

    return {name: one(value) for name, value in params.items()}
