"""A closed-loop load generator: one thread, epoll, keep-alive; the next request goes out when the answer is
in.

It sends prepared bytes and reads no more of an answer than it must, so that the server is what is measured.
Only loopback addresses are accepted.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

Make = Callable[[int], bytes]
"""The n-th request's bytes."""


@dataclass(slots=True)
class Result:
    """What came of a run."""

    requests: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


class Peer:
    """One connection and the answer that is coming in."""

    __slots__ = ("buffer", "need", "sent_at", "socket")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.need = 0
        self.sent_at = 0.0


def run(
    port: int, make: Make, connections: int, seconds: float, first: int = 0, limit: int = 1 << 60
) -> Result:
    """Drive a server for so long, or for so many requests."""
    poll = select.epoll()
    peers: dict[int, Peer] = {}
    number = first
    latencies: list[float] = []
    failed = 0
    begin = time.perf_counter()
    end = begin + seconds
    clock = time.perf_counter
    for _ in range(connections):
        peer = Peer(port)
        peers[peer.socket.fileno()] = peer
        poll.register(peer.socket.fileno(), select.EPOLLIN)
        peer.sent_at = clock()
        peer.socket.sendall(make(number))
        number += 1
    busy = len(peers)
    while busy:
        for handle, _ in poll.poll(1.0):
            peer = peers[handle]
            status = receive(peer)
            if status is None:
                continue
            now = clock()
            latencies.append(now - peer.sent_at)
            failed += status != 200
            if now < end and number - first < limit:
                peer.sent_at = now
                peer.socket.sendall(make(number))
                number += 1
            else:
                poll.unregister(handle)
                peer.socket.close()
                busy -= 1
    took = clock() - begin
    latencies.sort()
    count = len(latencies)
    return Result(
        count, failed, took, latencies[count // 2] * 1000, latencies[min(int(count * 0.99), count - 1)] * 1000
    )


def receive(peer: Peer) -> int | None:
    """Read what there is. gives: the status once the whole answer is in"""
    data = peer.socket.recv(262_144)
    if not data:
        raise ConnectionError("the server closed the connection")
    peer.buffer += data
    if not peer.need:
        head = peer.buffer.find(b"\r\n\r\n")
        if head < 0:
            return None
        lower = peer.buffer[:head].lower()
        place = lower.find(b"content-length:")
        length = int(lower[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
        peer.need = head + 4 + length
    if len(peer.buffer) < peer.need:
        return None
    status = int(peer.buffer[9:12])
    peer.buffer = peer.buffer[peer.need :]
    peer.need = 0
    return status


HEADERS = (
    "Host: 127.0.0.1\r\nUser-Agent: Stripe/v1 PythonBindings/9.12.0\r\nAccept: */*\r\n"
    'X-Stripe-Client-User-Agent: {"bindings_version": "9.12.0", "lang": "python", "publisher": "stripe"}\r\n'
)


def get(path: str, key: str, version: str = "") -> bytes:
    """A GET as the Python SDK sends it."""
    return f"GET {path} HTTP/1.1\r\n{HEADERS}{_auth(key, version)}\r\n".encode()


def post(path: str, body: str, key: str, idempotency: str = "", version: str = "", kind: str = "") -> bytes:
    """A POST as the Python SDK sends it, with an idempotency key of its own."""
    kind = kind or "application/x-www-form-urlencoded"
    once = f"Idempotency-Key: {idempotency}\r\n" if idempotency else ""
    head = f"POST {path} HTTP/1.1\r\n{HEADERS}{_auth(key, version)}{once}Content-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()


def _auth(key: str, version: str) -> str:
    return f"Authorization: Bearer {key}\r\n" + (f"Stripe-Version: {version}\r\n" if version else "")
