"""An endpoint on loopback that answers at once: it approves whatever it is asked, and counts.

    python bench/receiver.py PORT

`GET /` tells how many were answered. It reads no more of a request than it must.
"""

from __future__ import annotations

import select
import socket
import sys

APPROVED = b'{"approved":true}'
HEADERS = "Content-Type: application/json\r\nStripe-Version: 2026-05-27.dahlia\r\n"
"""An answer that does not name its version decides nothing."""


def answer(body: bytes) -> bytes:
    """An answer's bytes."""
    head = f"HTTP/1.1 200 OK\r\n{HEADERS}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def whole(buffer: bytes) -> int:
    """Where the first request in a buffer ends; 0 if it is not all there."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return 0
    place = buffer[:end].lower().find(b"content-length:")
    length = 0 if place < 0 else int(buffer[place + 15 : end].split(b"\r\n", 1)[0])
    return end + 4 + length if len(buffer) >= end + 4 + length else 0


def serve(port: int) -> None:
    """Until it is ended."""
    listener = socket.create_server(("127.0.0.1", port), backlog=256)
    poll, peers, buffers, count = select.epoll(), {}, {}, 0
    poll.register(listener, select.EPOLLIN)
    approved = answer(APPROVED)
    while True:
        for number, _ in poll.poll():
            if number == listener.fileno():
                peer, _ = listener.accept()
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                peers[peer.fileno()], buffers[peer.fileno()] = peer, b""
                poll.register(peer, select.EPOLLIN)
                continue
            peer = peers[number]
            data = peer.recv(65_536)
            if not data:
                poll.unregister(number)
                peers.pop(number).close()
                continue
            buffers[number] += data
            while end := whole(buffers[number]):
                told = buffers[number].startswith(b"GET ")
                buffers[number] = buffers[number][end:]
                count += not told
                peer.sendall(answer(str(count).encode()) if told else approved)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
