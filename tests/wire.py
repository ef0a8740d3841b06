"""Requests as bytes on a real connection, whole or cut off midway, in HTTP/1.1 and in HTTP/2 without TLS.

Imports nothing of the server. HTTP/2 is written by hand as far as one request needs it: its headers without
compression, its frames. Source: RFC 9112, RFC 9113, RFC 7541
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from itertools import product
from typing import Final

from tests.waiting import until

Headers = dict[str, str]
PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RESET, SETTINGS = 0, 1, 3, 4
END_STREAM, END_HEADERS = 1, 4
NO_ERROR, INTERNAL_ERROR, CANCEL = 0, 2, 8
PAUSE_SECONDS: Final = 0.05
"""Between what is sent and its end, so that the server has begun to read."""


def pause() -> None:
    """A moment in which the server reads; nothing tells from outside that it has."""
    until(lambda: False, PAUSE_SECONDS)


def connected(port: int) -> socket.socket:
    """A connection to a server on this machine."""
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def closed(line: socket.socket) -> None:
    """Gone, in good order."""
    line.close()


def torn(line: socket.socket) -> None:
    """Gone at once: the other side sees a reset."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def half_closed(line: socket.socket) -> None:
    """Nothing more is sent, but an answer is waited for."""
    line.shutdown(socket.SHUT_WR)
    heard(line)
    line.close()


def malformed(line: socket.socket) -> None:
    """The next chunk has a size that is no number."""
    line.sendall(b"\r\nzz\r\n")
    heard(line)
    line.close()


def reset_by(code: int) -> Callable[[socket.socket], None]:
    """The stream is given up, the connection stays for a moment."""

    def reset(line: socket.socket) -> None:
        line.sendall(frame(RESET, 0, struct.pack(">I", code)))
        pause()
        line.close()

    reset.__name__ = f"reset_by_{code}"
    return reset


def heard(line: socket.socket) -> bytes:
    """What the server says until it ends the connection, or says nothing for a while."""
    line.settimeout(1)
    parts = []
    try:
        while part := line.recv(65536):
            parts.append(part)
    except OSError:
        pass
    return b"".join(parts)


def head(method: str, path: str, headers: Headers) -> bytes:
    """An HTTP/1.1 request up to its body."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def frame(kind: int, flags: int, payload: bytes, stream: int = 1) -> bytes:
    """One frame of HTTP/2."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def opening(method: str, path: str, headers: Headers, flags: int = END_HEADERS) -> bytes:
    """An HTTP/2 connection's first bytes, up to the body of its first request."""
    named = {":method": method, ":path": path, ":scheme": "http", ":authority": "localhost", **headers}
    block = b"".join(b"\0" + _literal(name.lower()) + _literal(value) for name, value in named.items())
    return PREFACE + frame(SETTINGS, 0, b"", 0) + frame(HEADERS, flags, block)


def _literal(text: str) -> bytes:
    """A name or a value, without Huffman's code."""
    raw = text.encode()
    assert len(raw) < 127
    return bytes([len(raw)]) + raw


def one(port: int, method: str, path: str, headers: Headers, body: bytes) -> bytes:
    """A whole HTTP/2 request; gives what came back, compressed headers and all."""
    with connected(port) as line:
        line.sendall(opening(method, path, headers) + frame(DATA, END_STREAM, body))
        return heard(line)


CHUNKED_ENDS: Final = (closed, torn, half_closed, malformed)
LENGTH_ENDS: Final = (closed, torn, half_closed)
STREAM_ENDS: Final = (closed, torn, *map(reset_by, (NO_ERROR, INTERNAL_ERROR, CANCEL)))
WAYS: Final = [
    *product(["chunks"], CHUNKED_ENDS),
    *product(["part of a chunk"], CHUNKED_ENDS[:3]),
    *product(["length"], LENGTH_ENDS),
    *product(["http2", "http2 with length", "http2 without data"], STREAM_ENDS),
]
"""How a body is announced, and how it ends too early."""


def cut(
    port: int, method: str, path: str, headers: Headers, body: bytes, form: str, end: Callable[..., None]
) -> None:
    """Send a request whose body was meant to be longer, and end it."""
    more = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    if form == "chunks":
        sent = head(method, path, {**more, "Transfer-Encoding": "chunked"}) + b"%x\r\n%s" % (len(body), body)
        sent += b"\r\n" if end is not malformed else b""
    elif form == "part of a chunk":
        sent = head(method, path, {**more, "Transfer-Encoding": "chunked"}) + b"ff\r\n" + body
    elif form == "length":
        sent = head(method, path, {**more, "Content-Length": str(len(body) + 4)}) + body
    else:
        if form == "http2 with length":
            more["Content-Length"] = str(len(body) + 4)
        sent = opening(method, path, more)
        if form != "http2 without data":
            sent += frame(DATA, 0, body)
    line = connected(port)
    line.sendall(sent)
    pause()
    end(line)
