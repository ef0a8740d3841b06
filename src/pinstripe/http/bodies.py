"""The body of a request: all of it, or a refusal.

Owns: how much is read, how a body that was cut off is told from a whole one. Does not own: what it means.
Money: none. Source: docs: Granian, RSGI; hyper.

A body of known length is compared with it. One that comes in chunks is read part by part: the server library
gives an empty part at its end, and an empty part for a fault too, and then says that there is no more. So a
whole body has one empty part, the last. Over HTTP/2 a fault gives empty parts for ever, and a stream that is
reset without an error looks whole, so there a body must have a length.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.kernel.pages import UPLOADS as ADDRESSES

MAX_BODY = 8 * 1024 * 1024
MAX_UPLOAD = 32 * 1024 * 1024
"""Of an upload: more than any purpose takes, so that its own refusal is heard."""
UPLOADS = "/v1/files"
PATIENCE = 8 * MAX_BODY
"""So much of a body that is too large is read, so that its sender hears why; then the connection ends."""


async def read(scope: Any, protocol: Any) -> bytes:
    """The whole body. refuses: body_too_large, body_cut_off, body_length_required"""
    length, most = scope.headers.get("content-length"), largest(scope.path)
    if length is None and scope.http_version.startswith("2"):
        if expected(scope) or await parts_of(protocol, most, 2):
            raise errors.body_length_required()
        return b""
    if length is None:
        return await parts_of(protocol, most)
    if int(length) > most:
        await parts_of(protocol, most)
        raise errors.body_too_large()
    try:
        whole: bytes = await protocol()
    except Exception:
        # The library's own exceptions have no common name. The sender is gone, or told what is no HTTP.
        raise errors.body_cut_off() from None
    if len(whole) != int(length):
        raise errors.body_cut_off()
    return whole


def largest(path: str) -> int:
    """How many bytes a request to this path may have."""
    return MAX_UPLOAD if path == UPLOADS or path.startswith(ADDRESSES) else MAX_BODY


def expected(scope: Any) -> bool:
    """Has this request a body, by all that is known before it comes?"""
    return scope.method != "DELETE" or scope.headers.get("content-type") is not None


async def parts_of(protocol: Any, most: int = MAX_BODY, empty: int = 1) -> bytes:
    """A body that says itself where it ends, with so many empty parts at most.

    refuses: body_too_large, body_cut_off
    """
    parts, size, ended = [], 0, 0
    async for part in protocol:
        ended += not part
        if ended > empty or (ended and part):
            raise errors.body_cut_off()
        size += len(part)
        if size <= most:
            parts.append(part)
        elif size > PATIENCE:
            break
    if size > most:
        raise errors.body_too_large()
    if not ended:
        raise errors.body_cut_off()
    return b"".join(parts)
