"""Texts that are kept so that the database alone does not tell them.

Owns: sealing and opening. Does not own: what is sealed. Money: none. Source: our own.
The key is the world's: its seed, and what the server was given by `--secrets-key`. Without such a key whoever
has the database and this program can open what is sealed. The same text has the same seal in a world, so that
the same calls keep the same bytes; a text that somebody changed does not open.
"""

from __future__ import annotations

import base64
import hmac
from hashlib import blake2b, shake_256

MARK_SIZE = 16


def keys_of(seed: str, secret: str) -> tuple[bytes, bytes]:
    """Two keys of a world: one for marks, one for the bytes that hide a text."""
    root = blake2b(f"{seed}\0{secret}".encode(), digest_size=64, person=b"pinstripe-seal").digest()
    return root[:32], root[32:]


def seal(text: str, seed: str, secret: str = "") -> str:
    """A text as it may be kept."""
    marking, hiding = keys_of(seed, secret)
    plain = text.encode()
    mark = blake2b(plain, key=marking, digest_size=MARK_SIZE).digest()
    return base64.b64encode(mark + hidden(plain, hiding, mark)).decode()


def unseal(sealed: str, seed: str, secret: str = "") -> str | None:
    """The text that was sealed; None if it was sealed with another key, or changed."""
    marking, hiding = keys_of(seed, secret)
    whole = base64.b64decode(sealed)
    mark, kept = whole[:MARK_SIZE], whole[MARK_SIZE:]
    plain = hidden(kept, hiding, mark)
    good = hmac.compare_digest(blake2b(plain, key=marking, digest_size=MARK_SIZE).digest(), mark)
    return plain.decode() if good else None


def hidden(data: bytes, hiding: bytes, mark: bytes) -> bytes:
    """Bytes mixed with a stream that only the key gives; doing it twice undoes it."""
    stream = shake_256(hiding + mark).digest(len(data))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(data), "big")
