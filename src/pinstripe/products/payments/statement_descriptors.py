"""Statement descriptors: what the payer reads on the statement.

Owns: pure rules. Does not own: whose words they are (the merchant's). Money: none.
Source: recorded: gumroad, liberapay; docs: statement descriptors.
"""

from __future__ import annotations

from typing import Final

DESCRIPTOR_LENGTH: Final = 22


PREFIX_LENGTH: Final = 10


FORBIDDEN: Final = frozenset("<>\\'\"*")


def statement_descriptor(
    account: str | None, *, whole: str | None = None, suffix: str | None = None, prefix: str | None = None
) -> str | None:
    """What the card holder reads on the statement: the account's words, or prefix and suffix together.

    account: its default descriptor, which also serves as prefix where it has none of its own.
    source: recorded: gumroad ("GUMROAD.CO* EDGAR8B0D3" of GUMROAD.COM and edgar8b0d38ee20), liberapay
    """
    if suffix:
        start = (prefix or account or "")[:PREFIX_LENGTH].rstrip()
        text = f"{start}* {suffix}" if start else suffix
    else:
        text = whole or account or ""
    return text.upper()[:DESCRIPTOR_LENGTH].rstrip() or None


def descriptor_fault(text: str) -> str | None:
    """What is wrong with a descriptor: "too_long", "no_letter", "forbidden_character" or nothing.

    source: docs: statement descriptors
    """
    if len(text) > DESCRIPTOR_LENGTH:
        return "too_long"
    if FORBIDDEN & set(text):
        return "forbidden_character"
    if not any(character.isascii() and character.isalpha() for character in text):
        return "no_letter"
    return None
