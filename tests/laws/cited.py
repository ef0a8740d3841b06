"""Names of sources in tags, and in the list that explains them (spec/sources.md)."""

from __future__ import annotations

import re

NAMING = re.compile(r"\b(docs|recorded):\s*(.*?)\s*(?=;|\b(?:docs|recorded|sdk|inferred):|$)", re.IGNORECASE)
BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"")
REST = re.compile(r"\s(for|where)\s.*")
SPLIT = {"docs": re.compile(r",\s*"), "recorded": re.compile(r",\s*|\s+and\s+")}


def cited(source: str) -> list[str]:
    """The names of pages ("docs: Test clocks") and recordings ("recorded: gumroad") that a tag gives.

    Remarks are left out: what stands in brackets or quotes, what is inferred, and the rest of an
    enumeration ("stripe_world 12 and 14" is one name).
    """
    found = []
    for kind, text in NAMING.findall(BRACKETS.sub("", source)):
        for name in SPLIT[kind.lower()].split(text):
            plain = REST.sub("", name).strip(" .")
            if plain and not plain[0].isdigit() and "inferred" not in plain:
                found.append(f"{kind.lower()}: {plain}")
    return found


def nameless(source: str) -> bool:
    """Does a tag speak of a recording or a page and give no name?"""
    return re.search(r"(^|; )(recorded|docs)\b(?!: *[^\s;(])", source, re.IGNORECASE) is not None


def named_in(text: str) -> list[str]:
    """The names that a list of sources explains: the first cells of its tables."""
    return re.findall(r"^\| `((?:docs|recorded): [^`]+)` \|", text, re.MULTILINE)
