"""Pages of this server: what a person is led to where Stripe would show a page of its own.

Owns: which kinds of pages there are, their addresses. Does not own: how they look (control/pages.py), the
address of the server (`work.public`). Money: none. Whoever hands out an address declares its kind.
"""

from __future__ import annotations

from dataclasses import dataclass

FOLDER = "/_pinstripe/pages/"
SECRETS = {"pi": "payment_intent_client_secret", "seti": "setup_intent_client_secret"}
"""What the secret of an intent is called in an address. source: docs: payment intents (from memory)"""


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page.

    kind: its word in the address. prefixes: of ids that it is of. title: what it is called. means: what it
    stands for. instead: calls that do what a person would do on it. asks: the payer of an intent agrees
    there, or refuses, and is sent back
    """

    kind: str
    prefixes: tuple[str, ...]
    title: str
    means: str
    instead: tuple[str, ...]
    asks: bool = False

    def path(self, key: str) -> str:
        """Where the page of one object is, for `work.public`."""
        assert key.partition("_")[0] in self.prefixes, f"no page {self.kind} of {key}"
        return f"{FOLDER}{self.kind}/{key}"

    def path_for(self, account: str, intent: str, secret: str) -> str:
        """Where the payer of an intent is asked: whoever knows its secret may answer."""
        return f"{self.path(intent)}?merchant={account}&{SECRETS[intent.partition('_')[0]]}={secret}"


PAGES: dict[str, Page] = {}


def page(
    kind: str, *prefixes: str, title: str, means: str, instead: tuple[str, ...] = (), asks: bool = False
) -> Page:
    """Declare a kind of page, once."""
    assert kind not in PAGES, f"pages {kind} are declared twice"
    made = PAGES[kind] = Page(kind, prefixes, title, means, instead, asks)
    return made


def found(path: str) -> tuple[Page, str] | None:
    """The kind and the id that an address names; None where there is no such page."""
    kind, _, key = path.removeprefix(FOLDER).partition("/")
    known = PAGES.get(kind)
    prefix, _, rest = key.partition("_")
    plain = rest.isascii() and rest.replace("_", "").isalnum()
    return (known, key) if known is not None and prefix in known.prefixes and plain else None
