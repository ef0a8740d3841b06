"""Texts that are kept so that the database alone does not tell them.

Owns: sealing and opening. Does not own: what is sealed. Money: none. Source: our own.
The key is the world's: its seed, and what the server was given by `--secrets-key`. Without such a key
whoever has the database and this program can open what is sealed. The same text has the same seal in a
world, so that the same calls keep the same bytes; a text that somebody changed does not open. The cipher
is AES-SIV (RFC 5297), which is made for this.
"""

from __future__ import annotations

import base64
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV


def cipher_of(seed: str, secret: str) -> AESSIV:
    """A world's cipher."""
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(blake2b(f"{seed}\0{secret}".encode(), digest_size=64, person=b"pinstripe-seal").digest())


def seal(text: str, seed: str, secret: str = "") -> str:
    """A text as it may be kept."""
    return base64.b64encode(cipher_of(seed, secret).encrypt(text.encode(), None)).decode()


def unseal(sealed: str, seed: str, secret: str = "") -> str | None:
    """The text that was sealed; None if it was sealed with another key, or changed."""
    from cryptography.exceptions import InvalidTag

    try:
        return cipher_of(seed, secret).decrypt(base64.b64decode(sealed), None).decode()
    except InvalidTag:
        return None
