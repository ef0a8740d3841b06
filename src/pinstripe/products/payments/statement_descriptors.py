"""Statement descriptors: what the payer reads on the statement.

Owns: pure rules, what is refused of a request. Does not own: whose words they are (the merchant's). Money:
none.
Source: recorded: gumroad, liberapay; docs: statement descriptors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.payments import setup_refusals

NAMES: Final = ("statement_descriptor", "statement_descriptor_suffix")
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


def refuse(said: Mapping[str, Any], where: str = "") -> None:
    """Words that a statement can show. params: where, the parameter in which they stand. refuses:
    bad_descriptor. source: docs: statement descriptors"""
    for name in NAMES:
        fault = descriptor_fault(said.get(name) or "a")
        if fault is not None:
            raise setup_refusals.bad_descriptor(fault, f"{where}[{name}]" if where else name)


def refuse_words(work: Work, params: Params, types: list[str], method: Record | None) -> None:
    """What is said of a payment for its statement. params: types, that are named; method, it is made with.
    refuses: bad_descriptor, descriptor_of_cards. source: docs: statement descriptors
    """
    refuse(params)
    card = kinds.DEFAULT.name
    early = work.version.before(SIDE_EFFECTS["descriptors_of_cards"].date)
    by_card = card in types or (method is not None and kinds.kind_of(method).name == card)
    if params.get(NAMES[0]) and by_card and not early:
        raise setup_refusals.descriptor_of_cards()
