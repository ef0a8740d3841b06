"""The hot path step by step, in process: µs of CPU for each step of creating a customer and reading it."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

BODY = b"email=%d%%40example.com&name=Jenny+Rosen&description=A+customer&metadata[order]=6735"
BATCH = 32
COUNT = BATCH * 60
HEADERS = {"authorization": "Bearer sk_test_steps", "content-type": "application/x-www-form-urlencoded"}


def best(function: Callable[[], None], count: int, repeats: int = 5) -> float:
    """The best of several runs, in µs for each of `count`."""
    found = []
    for _ in range(repeats):
        begin = time.process_time()
        function()
        found.append((time.process_time() - begin) / count * 1e6)
    return min(found)


class Steps:
    """A runtime on a file of its own, and the rows found so far."""

    def __init__(self) -> None:
        from pinstripe.runtime import Options, Runtime

        folder = tempfile.mkdtemp(prefix="pinstripe-steps-")
        self.runtime = Runtime(Options(database=f"{folder}/steps.db"))
        self.chain, self.engine = self.runtime.chain, self.runtime.engine
        self.store: Any = self.runtime.store
        self.number = 0
        self.lines = ["| step | µs of CPU |", "| --- | --- |"]

    def add(self, name: str, micros: float) -> None:
        """One row."""
        self.lines.append(f"| {name} | {micros:.1f} |")

    def call(self) -> Any:
        """A fresh customer's call, through the edge."""
        from pinstripe.http.seen import Seen

        return self.chain.call_of(self.request(), Seen(""))

    def request(self) -> Any:
        """A fresh customer's request."""
        from pinstripe.http.seen import Request

        self.number += 1
        headers = {**HEADERS, "idempotency-key": f"{self.number}-key"}
        return Request("POST", "/v1/customers", b"", headers, BODY % self.number)

    def edge(self) -> None:
        """Bytes to call."""
        from pinstripe.api import forms
        from pinstripe.api.params import decode
        from pinstripe.api.spoken import newest

        bodies = [self.request().body for _ in range(COUNT)]
        operation = newest().router.match("POST", "/v1/customers")[0]
        pairs = forms.parse(BODY % 1)
        self.add("split the form", best(lambda: [forms.parse(body) for body in bodies] and None, COUNT))
        self.add(
            "decode and validate it", best(lambda: [decode(operation, pairs) for _ in bodies] and None, COUNT)
        )
        self.add(
            "the whole edge, those two included", best(lambda: [self.call() for _ in bodies] and None, COUNT)
        )

    def batches(self) -> float:
        """Calls in batches. gives: µs each, the edge left out"""
        calls = [self.call() for _ in range(COUNT)]
        begin = time.process_time()
        for start in range(0, COUNT, BATCH):
            self.engine.run_batch(calls[start : start + BATCH])
        return (time.process_time() - begin) / COUNT * 1e6

    def write(self) -> None:
        """Call to commit."""
        commit = self.store.commit
        self.store.commit = lambda changes: None
        alone = min(self.batches() for _ in range(4))
        self.store.commit = commit
        self.add("run the function, make rows, render", alone)
        whole = min(self.batches() for _ in range(4))
        self.add(f"write and commit, shared by {BATCH}", whole - alone)

    def read(self) -> None:
        """Retrieve and list."""
        from pinstripe.http.seen import Request, Seen

        def get(request: Any) -> None:
            self.engine.read(self.chain.call_of(request, Seen("")))

        rows = self.store.rows("SELECT id FROM heads WHERE type='customer' LIMIT 1000")
        reads = [Request("GET", f"/v1/customers/{row[0]}", b"", HEADERS) for row in rows]
        self.add("a whole retrieve, without HTTP", best(lambda: [get(r) for r in reads] and None, len(reads)))
        page = Request("GET", "/v1/customers", b"limit=10", HEADERS)
        self.add(
            "a whole list of ten, without HTTP", best(lambda: [get(page) for _ in range(500)] and None, 500)
        )


def table() -> list[str]:
    """Rows of Markdown."""
    steps = Steps()
    steps.edge()
    steps.write()
    steps.read()
    steps.store.close()
    return steps.lines


if __name__ == "__main__":
    print("\n".join(table()))
