"""The one door for ids and chance: Stripe's own id forms, drawn from a seeded source.

Owns: base-62 time parts, prefixes' layouts, client secrets, request ids.
Money: none. Source: docs: id table of the public examples (recorded: id-shapes), inferred for v2 tails.
"""

from __future__ import annotations

import os
from hashlib import blake2b

ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
EPOCH = 426256548
"""Second zero of the base-62 time part of Stripe's ids (recorded: four decoded id pairs)."""

_LETTERS = bytes(ALPHABET[i % 62] for i in range(256))
_DIGITS = bytes(b"0123456789"[i % 10] for i in range(256))
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

    __slots__ = ("_count", "_key", "_part", "_part_of")

    def __init__(self, seed: str, epoch: int) -> None:
        self._key = blake2b(f"{seed}/{epoch}".encode(), digest_size=32).digest()
        self._count = 0
        self._part_of = -1
        self._part = ""

    def draw(self, length: int = 32) -> bytes:
        """Fresh deterministic bytes, at most 64 at a time."""
        self._count += 1
        return blake2b(self._count.to_bytes(8, "big"), digest_size=length, key=self._key).digest()

    def letters(self, length: int) -> str:
        """So many characters of [0-9A-Za-z]."""
        return self.draw(length).translate(_LETTERS).decode()

    def upper(self, length: int) -> str:
        """So many characters of [A-Z0-9], as invoice prefixes and promotion codes have them."""
        return self.draw(length).translate(_UPPER).decode()

    def number(self, below: int) -> int:
        """An integer from 0 to below - 1."""
        return int.from_bytes(self.draw(8), "big") % below

    def short(self, prefix: str, moment: int) -> str:
        """Prefix and 14 characters, five of time and nine of chance: customers, products, subscription items.

        source: recorded: ids of known dates (cus_N… of 2023, cus_T… of 2025 fit the long ids' time part)
        """
        if moment != self._part_of:
            self._part_of, self._part = moment, time_part(moment)
        return f"{prefix}_{self._part[1:]}{self.draw(9).translate(_LETTERS).decode()}"

    def long(self, prefix: str, moment: int, account: str) -> str:
        """Prefix, six time characters, ten of the account's, eight of chance."""
        if moment != self._part_of:
            self._part_of, self._part = moment, time_part(moment)
        tail = self.draw(8).translate(_LETTERS).decode()
        if prefix in INTENT_FAMILY:
            return f"{prefix}_3{self._part[1:]}{account[-10:]}{ord(tail[0]) % 3}{tail[1:]}"
        return f"{prefix}_{self._part}{account[-10:]}{tail}"

    def v2(self, prefix: str) -> str:
        """The newer form: prefix, mode, 61 and 30 characters."""
        return f"{prefix}_test_61{self.letters(30)}"

    def account(self, moment: int) -> str:
        """A new account's id: its last ten characters stand inside every long id of that account."""
        return f"acct_{time_part(moment)}{self.letters(10)}"

    def request(self) -> str:
        """A request id."""
        return f"req_{self.draw(14).translate(_LETTERS).decode()}"


def stable(length: int, *parts: object) -> str:
    """Letters drawn from what they stand for: the same parts give the same id, every time it is shown."""
    text = "\0".join(str(part) for part in parts)
    return blake2b(text.encode(), digest_size=length).digest().translate(_LETTERS).decode()


def unguessable(length: int) -> str:
    """Letters from the machine's own chance: an API key that is handed out must not follow from the seed."""
    return "".join(chr(ALPHABET[byte % 62]) for byte in os.urandom(length))


def key_hash(text: str) -> str:
    """What the store keeps of an API key or a session's token."""
    return blake2b(text.encode(), digest_size=24, person=b"pinstripe-key").hexdigest()
