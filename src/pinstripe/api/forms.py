"""Form bodies and query strings as pairs of text, in the order in which they were sent.

Owns: splitting, percent-decoding, the limits on how much one request may carry.
Does not own: what a key means (params). Money: none. Source: tags on each function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pinstripe.api import errors


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may carry; far above what any documented call needs."""

    pairs: int = 1000
    key_length: int = 1000
    length: int = 4 * 1024 * 1024


KIND: Final = "application/x-www-form-urlencoded"
LIMITS: Final = Limits()
Pairs = list[tuple[str, str]]

# One escape of plain ASCII, in both spellings; what is missing here takes the slow, strict way.
ESCAPES: Final = {f"{code:02{case}}": chr(code) for code in range(1, 128) for case in "xX"}
_HEX: Final = frozenset("0123456789abcdefABCDEF")
# The same few hundred keys come all day; metadata keys are the callers' own, so the memory is bounded.
_KEYS: dict[str, str] = {}
_KEYS_KEPT: Final = 4096


def parse(raw: bytes, limits: Limits = LIMITS) -> Pairs:
    """What the caller wrote, pair by pair; a key alone has an empty value. source: docs: API reference"""
    if not raw:
        return []
    text = _text(raw, limits)
    parts = text.split("&")
    if len(parts) > limits.pairs:
        raise _too_many(limits)
    if "+" in text:
        text = text.replace("+", " ")
        parts = text.split("&")
    pairs = []
    if "%" in text:
        for part in parts:
            key, _, value = part.partition("=")
            if "%" in key:
                key = _KEYS.get(key) or _remembered(key)
            pairs.append((key, decode(value) if "%" in value else value))
    else:
        for part in parts:
            key, _, value = part.partition("=")
            pairs.append((key, value))
    if "" in parts:
        pairs = [pair for pair in pairs if pair != ("", "")]
    if len(text) > limits.key_length and any(len(key) > limits.key_length for key, _ in pairs):
        raise errors.refused(f"Invalid parameter name: must be at most {limits.key_length} characters")
    return pairs


def decode(text: str) -> str:
    """One percent-encoded piece as text, plus signs left alone; bytes that spell no UTF-8 are refused.

    source: inferred
    """
    pieces = text.split("%")
    for place in range(1, len(pieces)):
        piece = pieces[place]
        plain = ESCAPES.get(piece[:2])
        if plain is None:
            return _strictly(text)
        pieces[place] = plain + piece[2:]
    return "".join(pieces)


def _text(raw: bytes, limits: Limits) -> str:
    if len(raw) > limits.length:
        raise errors.refused(f"Request too large: at most {limits.length} bytes are accepted", status=413)
    try:
        text = raw.decode()
    except UnicodeDecodeError as problem:
        raise _not_utf8() from problem
    if "\0" in text:
        raise _not_text()
    return text


def _remembered(key: str) -> str:
    decoded = decode(key)
    if len(_KEYS) >= _KEYS_KEPT:
        _KEYS.clear()
    if len(key) <= LIMITS.key_length:
        _KEYS[key] = decoded
    return decoded


def _strictly(text: str) -> str:
    """Escapes beyond ASCII, byte by byte."""
    first, *rest = text.split("%")
    pieces = [first.encode()]
    for part in rest:
        digits = part[:2]
        if len(digits) < 2 or not set(digits) <= _HEX:
            raise errors.refused(f"Invalid percent-encoding: %{digits}")
        pieces.append(bytes.fromhex(digits))
        pieces.append(part[2:].encode())
    try:
        decoded = b"".join(pieces).decode()
    except UnicodeDecodeError as problem:
        raise _not_utf8() from problem
    if "\0" in decoded:
        raise _not_text()
    return decoded


def _too_many(limits: Limits) -> errors.ApiError:
    """More pairs than any call has parameters. source: inferred"""
    return errors.refused(f"Too many parameters: at most {limits.pairs} are accepted")


def _not_utf8() -> errors.ApiError:
    """Bytes that spell no text. source: inferred"""
    return errors.refused("Invalid UTF-8 in request parameters")


def _not_text() -> errors.ApiError:
    """A null byte, which no database keeps inside of text. source: inferred"""
    return errors.refused("Invalid null byte in request parameters")
