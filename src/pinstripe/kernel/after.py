"""What is told after a commit, by kind: whoever wants to hear of something declares the kind.

Owns: the kinds. Does not own: what was told (kernel/batch.py keeps it until the commit), who hears it
(`Engine.hear`). A function says `work.after_commit(kind, value)`. If its work is not kept, or its batch not
committed, nobody hears of it. Money: none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of news, and what its values mean. table: they are its rows, with numbers of a batch in them."""

    name: str
    meaning: str
    table: str = ""


KINDS: dict[str, Kind] = {}


def kind(name: str, meaning: str, table: str = "") -> str:
    """Declare a kind. gives: its name"""
    assert name not in KINDS, f"{name} is declared twice"
    KINDS[name] = Kind(name, meaning, table)
    return name


ENDPOINTS = kind("endpoints", "a webhook endpoint that was made, changed or deleted")
"""The kernel's own: a world keeps its endpoints in memory (kernel/world.py)."""
KEYS = kind("keys", "an API key that is known no more")
"""The edge keeps the keys that it has seen in memory (http/auth.py)."""
