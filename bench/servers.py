"""Starting and stopping what is measured: ours, and the peers that are at hand."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEY = "sk_test_bench000000000000"


def free_port() -> int:
    """A loopback port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(
    port: int, method: str, path: str, body: str = "", version: str = "", kind: str = ""
) -> tuple[int, Any]:
    """One request outside of any timing."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", data=body.encode() if method == "POST" else None, method=method
    )
    request.add_header("Authorization", f"Bearer {KEY}")
    if version:
        request.add_header("Stripe-Version", version)
    if kind:
        request.add_header("Content-Type", kind)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            raw = answer.read()
            return answer.status, json.loads(raw) if raw else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


class Server:
    """A process that answers on a port."""

    def __init__(self, command: list[str], port: int, env: dict[str, str] | None = None) -> None:
        self.port = port
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(
            command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait(self, path: str = "/v1/customers?limit=1") -> float:
        """Seconds from the process's start to its first answer."""
        while True:
            try:
                status, _ = ask(self.port, "GET", path)
                if status < 500:
                    return time.perf_counter() - self.begin
            except (OSError, ValueError):
                if self.process.poll() is not None:
                    raise RuntimeError("the server did not start") from None
            time.sleep(0.005)

    def memory_mb(self) -> float:
        """Resident memory now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def ours(database: str, *options: str) -> Server:
    """Pinstripe on a database."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "pinstripe",
        "serve",
        "--port",
        str(port),
        "--database",
        database,
        *options,
    ]
    return Server(command, port, {"PYTHONPATH": str(ROOT / "src")})


def peer(command: str) -> Server:
    """Another server, by its command line; `{port}` in it becomes a free port."""
    port = free_port()
    return Server(shlex.split(command.format(port=port)), port)
