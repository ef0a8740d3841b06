"""Refusals stand in the room's refusals, each sentence once; comments say what is, not what was."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.laws.code import Module, package, planted, word

MAKERS = frozenset(
    {"errors.invalid", "errors.refused", "errors.card_error", "ApiError", "errors.ApiError", "Answer"}
)
"""What builds an error of free words. The named refusals of `api/errors.py` may be raised everywhere."""
SENTENCE_WORDS = 4

HISTORY = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|formerly|previously|used to be|refactor(?:ed|ing)|in an earlier version"
    r"|(?:phase|round|review|part|milestone|sprint|issue|ticket|session) #?\d+"
    r"|(?:the|this|last|second|a) (?:review|reviewer|refactoring|redesign|rewrite)\b(?! queue))",
    re.IGNORECASE,
)
SOURCES = re.compile(r"\b(recorded|source|docs|sdk)\b[^.]*", re.IGNORECASE)
"""Names of sources have numbers of their own: `recorded: stripe_world phase 8`."""


def refusing(module: Module) -> bool:
    """Is it the place of a room's refusals?"""
    return module.name.endswith("refusals")


def by_hand(modules: Iterable[Module]) -> list[str]:
    """Errors that a flow of a room builds itself."""
    return [
        f"{module.at(call)}: {word(call.func)} builds an error outside of the room's refusals"
        for module in modules
        if module.room and not refusing(module)
        for call in module.calls()
        if word(call.func) in MAKERS
    ]


def text_of(node: ast.AST) -> str:
    """A text with its gaps, "" for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(one) or "{}" for one in node.values)
    return ""


def sentences(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """The sentences that a module's refusals say."""
    within = {
        part for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(module.tree):
        if node not in module.docstrings and node not in within:
            text = text_of(node)
            if len(text.split()) >= SENTENCE_WORDS:
                yield text, node


def said_twice(modules: Iterable[Module]) -> list[str]:
    """Sentences that two refusals say: one of them will be mended without the other."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        if refusing(module) or module.name in {"pinstripe.api.errors", "pinstripe.api.access_errors"}:
            for text, node in sentences(module):
                places[text].append(module.at(node))
    return [f"{' and '.join(where)}: {text}" for text, where in places.items() if len(where) > 1]


def remarks(module: Module) -> Iterator[tuple[int, str]]:
    """Comments and docstrings, with the lines that they begin at."""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in module.docstrings:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def history(modules: Iterable[Module]) -> list[str]:
    """Remarks that tell how the code came to be; that belongs into commit messages."""
    found = []
    for module in modules:
        for line, text in remarks(module):
            told = HISTORY.search(SOURCES.sub("", text))
            if told:
                found.append(f"{module.path}:{line}: history: {told[0]}")
    return found


def test_rooms_build_no_error_by_hand() -> None:
    assert by_hand(package()) == []


def test_no_sentence_is_said_twice() -> None:
    assert said_twice(package()) == []


def test_remarks_tell_no_history() -> None:
    assert history(package()) == []


def test_an_error_by_hand_is_caught() -> None:
    for text in (
        "def f():\n    raise errors.invalid('No.', param='x')\n",
        "def f():\n    raise errors.card_error('No.', code='x')\n",
        "def f():\n    return Answer(402, {})\n",
        "def f():\n    raise ApiError(400, 'x', 'No.')\n",
    ):
        assert len(by_hand([planted(text)])) == 1, text
        assert by_hand([planted(text, "pinstripe.products.invoices.refusals")]) == []
    assert by_hand([planted("def f():\n    raise errors.missing_param('x')\n")]) == []


def test_a_sentence_that_is_said_twice_is_caught() -> None:
    one = 'def f(key):\n    """No."""\n    return errors.invalid(f"The invoice {key} is paid.")\n'
    other = one.replace("key", "name").replace("def f", "def g")
    name = "pinstripe.products.{}.refusals"
    modules = [planted(one, name.format("invoices")), planted(other, name.format("payments"))]
    assert said_twice(modules) == [
        "pinstripe/products/invoices/refusals.py:3 and pinstripe/products/payments/refusals.py:3: "
        "The invoice {} is paid."
    ]
    assert said_twice(modules[:1]) == []


def test_history_is_caught() -> None:
    for text in (
        "x = 1  # since round 3\n",
        "# TODO: finish\n",
        '"""It is.\n\nAdded after the review."""\n',
        'def f():\n    """Formerly of billing."""\n',
        "# see issue 6\n",
    ):
        assert len(history([planted(text)])) == 1, text


def test_sources_and_plain_words_are_no_history() -> None:
    text = '"""It no longer counts; a review queue. source: recorded: stripe_world phase 8, x issue 7."""\n'
    assert history([planted(text)]) == []
