"""Which kind of payment method it is, is asked of its declaration alone: no room compares its name, or reads
its hash.

A kind's name may stand in its own module, and where Stripe itself uses the word for something else (`card`
of sources and tokens).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pinstripe.products.methods.kinds import KINDS
from pinstripe.products.methods.kinds.kind import Flow
from tests.laws.code import Module, package, planted, text_of

ROOMS = ("pinstripe.products.payments", "pinstripe.products.methods", "pinstripe.products.invoices")
OTHER_CARDS: dict[str, str] = {
    "pinstripe.products.payments.charge_creation": "the parameter `card` of charges without an intent",
    "pinstripe.products.payments.refusals": "the parameter `card` of charges without an intent",
    "pinstripe.products.methods.card": "the `card` object of tokens and sources",
    "pinstripe.products.methods.source": "the `card` object of a customer's sources",
    "pinstripe.products.methods.token": "the `card` object of a token",
    "pinstripe.products.methods.tokens": "the `card` object of a token",
    "pinstripe.products.methods.tokenization": "the `card` object of a token",
    "pinstripe.products.methods.page_entry": "the fields that a page asks of each kind, in one table",
    "pinstripe.products.methods.payment_methods": "a card's expiry is all of a method that can be changed",
}
"""Modules that mean another thing by the word, and which."""


def findings(modules: tuple[Module, ...]) -> Iterator[str]:
    """Every text constant that is a kind's name, and every read of its hash."""
    for module in modules:
        if (
            not module.name.startswith(ROOMS)
            or module.name in OTHER_CARDS
            or module.path.endswith("__init__.py")
            or ".methods.kinds." in module.name
        ):
            continue
        for node in ast.walk(module.tree):
            named = text_of(node) if isinstance(node, ast.Constant) else getattr(node, "attr", None)
            if named in KINDS and not imported(module, node):
                yield f"{module.path}:{getattr(node, 'lineno', 0)}: asks for the kind {named} by its name"


def imported(module: Module, node: ast.AST) -> bool:
    """Is it a module of that name (`kinds.card`)? A reading of `x.card` where x is no package is not."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "kinds"


def test_no_room_asks_for_a_kind_by_its_name() -> None:
    assert list(findings(package())) == []


def test_the_list_names_what_is_there() -> None:
    names = {module.name for module in package()}
    assert names >= OTHER_CARDS.keys()


def test_planted_questions_are_found() -> None:
    for text in (
        'def f(method):\n    return method.body["type"] == "card"\n',
        "def f(method):\n    return method.card\n",
        'def f(intent):\n    return intent.payment_method_options["us_bank_account"]\n',
    ):
        assert len(list(findings((planted(text, "pinstripe.products.payments.planted"),)))) == 1


def test_every_flow_has_a_kind_that_takes_it() -> None:
    assert {kind.flow for kind in KINDS.values()} == set(Flow)
