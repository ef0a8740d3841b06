"""The hot path step by step, in process: µs of CPU for each step of creating a customer and reading it."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

BODY = b"email=%d%%40example.com&name=Jenny+Rosen&description=A+customer&metadata[order]=6735"
BATCH = 32


def best(function: Callable[[], None], count: int, repeats: int = 5) -> float:
    """The best of several runs, in µs for each of `count`."""
    found = []
    for _ in range(repeats):
        begin = time.process_time()
        function()
        found.append((time.process_time() - begin) / count * 1e6)
    return min(found)


def table() -> list[str]:
    """Rows of Markdown."""
    from pinstripe.api import forms
    from pinstripe.api.params import decode
    from pinstripe.api.spoken import newest
    from pinstripe.http.chain import Request, Seen
    from pinstripe.runtime import Options, Runtime

    folder = tempfile.mkdtemp(prefix="pinstripe-steps-")
    runtime = Runtime(Options(database=f"{folder}/steps.db"))
    headers = {"authorization": "Bearer sk_test_steps", "content-type": "application/x-www-form-urlencoded"}
    number = [0]

    def request() -> Request:
        number[0] += 1
        return Request(
            "POST", "/v1/customers", b"", {**headers, "idempotency-key": f"{number[0]}-key"}, BODY % number[0]
        )

    count = BATCH * 60
    chain, engine, store = runtime.chain, runtime.engine, runtime.store
    requests = [request() for _ in range(count)]
    operation = newest().router.match("POST", "/v1/customers")[0]
    pairs = forms.parse(BODY % 1)
    lines = ["| step | µs of CPU |", "| --- | --- |"]

    def add(name: str, micros: float) -> None:
        lines.append(f"| {name} | {micros:.1f} |")

    add("split the form", best(lambda: [forms.parse(r.body) for r in requests] and None, count))
    add("decode and validate it", best(lambda: [decode(operation, pairs) for _ in requests] and None, count))
    add(
        "the whole edge, those two included",
        best(lambda: [chain.call_of(r, Seen("")) for r in requests] and None, count),
    )
    commit = store.commit

    def batches() -> None:
        calls = [chain.call_of(request(), Seen("")) for _ in range(count)]
        begin = time.process_time()
        for start in range(0, count, BATCH):
            engine.run_batch(calls[start : start + BATCH])
        took.append((time.process_time() - begin) / count * 1e6)

    took: list[float] = []
    store.commit = lambda changes: None  # type: ignore[method-assign]
    for _ in range(4):
        batches()
    alone = min(took)
    add("run the function, make rows, render", alone)
    store.commit = commit  # type: ignore[method-assign]
    took.clear()
    for _ in range(4):
        batches()
    add(f"write and commit, shared by {BATCH}", min(took) - alone)
    rows = store.rows("SELECT id FROM heads WHERE type='customer' LIMIT 1000")
    reads = [Request("GET", f"/v1/customers/{row[0]}", b"", headers) for row in rows]
    add(
        "a whole retrieve, without HTTP",
        best(lambda: [engine.read(chain.call_of(r, Seen(""))) for r in reads] and None, len(reads)),
    )
    page = Request("GET", "/v1/customers", b"limit=10", headers)
    add(
        "a whole list of ten, without HTTP",
        best(lambda: [engine.read(chain.call_of(page, Seen(""))) for _ in range(500)] and None, 500),
    )
    store.close()
    return lines


if __name__ == "__main__":
    print("\n".join(table()))
