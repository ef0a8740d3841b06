"""The one door for ids and chance: Stripe's own id forms, drawn from a seeded source.

Owns: base-62 time parts, prefixes' layouts, client secrets, request ids.
Money: none. Source: docs: id table of the public examples (recorded: id-shapes), inferred for v2 tails.
"""

from __future__ import annotations

import os
from hashlib import blake2b, shake_256

ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
EPOCH = 426256548
"""Second zero of the base-62 time part of Stripe's ids (recorded: four decoded id pairs)."""
BLOCK = 4096
"""Chance is drawn in blocks of so many bytes: one long digest costs less than many short ones."""
TURNS = 62**3

_ONES = ALPHABET.decode()
_PAIRS = tuple(first + second for first in _ONES for second in _ONES)
_LETTERS = bytes(ALPHABET[i % 62] for i in range(256))
_UPPER = bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[i % 36] for i in range(256))

INTENT_FAMILY = frozenset({"pi", "ch", "re", "txn", "py", "pyr", "seti_family"})


def time_part(moment: int) -> str:
    """Six base-62 characters of a Unix time, the first being Stripe's version digit."""
    rest = max(moment - EPOCH, 0)
    out = bytearray(6)
    for place in range(5, -1, -1):
        rest, digit = divmod(rest, 62)
        out[place] = ALPHABET[digit]
    return out.decode()


class Mint:
    """A deterministic stream of ids for one world and one opening of it by a process."""

    __slots__ = ("_at", "_blocks", "_bytes", "_key", "_letters", "_part", "_part_of", "_turn", "fresh")

    def __init__(self, seed: str, epoch: int) -> None:
        self._key = blake2b(f"{seed}/{epoch}".encode(), digest_size=32).digest()
        self._blocks = 0
        self._bytes, self._letters, self._at = b"", "", BLOCK
        self._part_of = -1
        self._part = ""
        self.fresh: set[str] = set()
        """The ids drawn since somebody put an empty set here."""
        # Each opening begins elsewhere, so that two of them in one second seldom take the same turns.
        self._turn = self.number(TURNS)

    def draw(self, length: int = 32) -> bytes:
        """Fresh deterministic bytes, at most 64 at a time."""
        start = self._take(length)
        return self._bytes[start : start + length]

    def letters(self, length: int) -> str:
        """So many characters of [0-9A-Za-z]."""
        start = self._take(length)
        return self._letters[start : start + length]

    def upper(self, length: int) -> str:
        """So many characters of [A-Z0-9], as invoice prefixes and promotion codes have them."""
        return self.draw(length).translate(_UPPER).decode()

    def number(self, below: int) -> int:
        """An integer from 0 to below - 1."""
        return int.from_bytes(self.draw(8), "big") % below

    def short(self, prefix: str, moment: int) -> str:
        """Prefix and 14 characters, five of time, nine of order and chance: customers, products, items.

        source: recorded: all recordings (cus_N… of 2023, cus_T… of 2025 fit the long ids' time part)
        """
        if moment != self._part_of:
            self._part_of, self._part = moment, time_part(moment)
        return self._drawn(f"{prefix}_{self._part[1:]}{self._order()}{self.letters(6)}")

    def long(self, prefix: str, moment: int, account: str) -> str:
        """Prefix, six time characters, ten of the account's, eight of order and chance."""
        if moment != self._part_of:
            self._part_of, self._part = moment, time_part(moment)
        if prefix in INTENT_FAMILY:
            order = self._order()
            return self._drawn(
                f"{prefix}_3{self._part[1:]}{account[-10:]}{self._turn * 3 // TURNS}{order}{self.letters(4)}"
            )
        return self._drawn(f"{prefix}_{self._part}{account[-10:]}{self._order()}{self.letters(5)}")

    def _drawn(self, key: str) -> str:
        self.fresh.add(key)
        return key

    def _order(self) -> str:
        """Three characters that count up: ids of one second stay in order, and inserts stay appends."""
        turn = self._turn = (self._turn + 1) % TURNS
        return _PAIRS[turn // 62] + _ONES[turn % 62]

    def _take(self, length: int) -> int:
        """Where so many unused bytes begin."""
        start = self._at
        if start + length > BLOCK:
            self._blocks += 1
            self._bytes = shake_256(self._key + self._blocks.to_bytes(8, "big")).digest(BLOCK)
            self._letters = self._bytes.translate(_LETTERS).decode()
            start = 0
        self._at = start + length
        return start

    def of_form(self, form: str, prefix: str, now: int, account: str) -> str:
        """An id in a resource's own form: "short", "v2", or the long one."""
        if form == "short":
            return self.short(prefix, now)
        return self.v2(prefix) if form == "v2" else self.long(prefix, now, account)

    def v2(self, prefix: str) -> str:
        """The newer form: prefix, mode, 61 and 30 characters."""
        return self._drawn(f"{prefix}_test_61{self.letters(30)}")

    def account(self, moment: int) -> str:
        """A new account's id: its last ten characters stand inside every long id of that account."""
        return f"acct_{time_part(moment)}{self.letters(10)}"

    def request(self) -> str:
        """A request id."""
        return f"req_{self.letters(14)}"


def stable(length: int, *parts: object) -> str:
    """Letters drawn from what they stand for: the same parts give the same id, every time it is shown."""
    text = "\0".join(str(part) for part in parts)
    return blake2b(text.encode(), digest_size=length).digest().translate(_LETTERS).decode()


def hexadecimal(length: int, *parts: object) -> str:
    """Like `stable`, in hexadecimal digits, of which there are at most 128."""
    text = "\0".join(str(part) for part in parts)
    return blake2b(text.encode(), digest_size=length // 2).hexdigest()


def receipt_number(key: str) -> str:
    """The number under which a payer knows a receipt, always the same for a charge. source: recorded:
    gumroad (its form)"""
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % 10**8
    return f"{number:08}"[:4] + f"-{number % 10**4:04}"


def unguessable(length: int) -> str:
    """Letters from the machine's own chance: an API key that is handed out must not follow from the seed."""
    return "".join(chr(ALPHABET[byte % 62]) for byte in os.urandom(length))


def key_hash(text: str) -> str:
    """What the store keeps of an API key or a session's token."""
    return blake2b(text.encode(), digest_size=24, person=b"pinstripe-key").hexdigest()
