"""Pages of this server: what a person is led to where Stripe would show a page of its own.

Owns: which kinds of pages there are, their addresses. Does not own: how they look (control/pages.py), the
address of the server (`work.public`). Money: none. Whoever hands out an address declares its kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinstripe.kernel.work import Work

FOLDER = "/_pinstripe/pages/"
UPLOADS = "/_pinstripe/uploads/"
"""Addresses under which a file is put by whoever was told of them."""
SECRETS = {"pi": "payment_intent_client_secret", "seti": "setup_intent_client_secret"}
"""What the secret of an intent is called in an address. source: docs: payment intents (from memory)"""


Answer = Callable[["Work", str, str, str], str | None]


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page.

    kind: its word in the address. prefixes: of ids that it is of. title: what it is called. means: what it
    stands for. instead: calls that do what a person would do on it. asks: the payer of an intent agrees
    there, or refuses, and is sent back. choices: (value, words) of what a person may choose; the last is what
    is chosen unless they choose another. answer: (work, id, key of the address, choice) → where they are sent
    then, "" for nowhere, None where the address lets nobody in
    """

    kind: str
    prefixes: tuple[str, ...]
    title: str
    means: str
    instead: tuple[str, ...]
    asks: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    answer: Answer | None = None

    def path(self, key: str) -> str:
        """Where the page of one object is, for `work.public`."""
        assert key.partition("_")[0] in self.prefixes, f"no page {self.kind} of {key}"
        return f"{FOLDER}{self.kind}/{key}"

    def path_for(self, account: str, intent: str, secret: str) -> str:
        """Where the payer of an intent is asked: whoever knows its secret may answer."""
        return f"{self.path(intent)}?merchant={account}&{SECRETS[intent.partition('_')[0]]}={secret}"


PAGES: dict[str, Page] = {}


def page(
    kind: str,
    *prefixes: str,
    title: str,
    means: str,
    instead: tuple[str, ...] = (),
    asks: bool = False,
    choices: tuple[tuple[str, str], ...] = (),
    answer: Answer | None = None,
) -> Page:
    """Declare a kind of page, once."""
    assert kind not in PAGES, f"pages {kind} are declared twice"
    made = PAGES[kind] = Page(kind, prefixes, title, means, instead, asks, choices, answer)
    return made


def found(path: str) -> tuple[Page, str] | None:
    """The kind and the id that an address names; None where there is no such page."""
    kind, _, key = path.removeprefix(FOLDER).partition("/")
    known = PAGES.get(kind)
    prefix, _, rest = key.partition("_")
    plain = rest.isascii() and rest.replace("_", "").isalnum()
    return (known, key) if known is not None and prefix in known.prefixes and plain else None
