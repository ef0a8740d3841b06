"""Is it alive, and what has it done: a health answer and Prometheus metrics, without a key.

Owns: counters of this process, their text form. Does not own: what is counted. Money: none. Source: our own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson

from pinstripe import __version__
from pinstripe.clock import now as clock
from pinstripe.store.base import HIDDEN

if TYPE_CHECKING:
    from pinstripe.http.seen import Seen
    from pinstripe.kernel.call import Reply
    from pinstripe.runtime import Runtime

BOUNDS = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
"""Seconds."""
BATCH_BOUNDS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
PENDING = (
    "SELECT (SELECT COUNT(*) FROM deliveries d WHERE d.world=w.world AND d.state='pending') FROM worlds w "
    "WHERE substr(w.name,1,?)<>?"
)


class Metrics:
    """Counters of one runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.requests: dict[tuple[str, int], int] = {}
        """Answers by operation and status."""
        self.latencies = [0] * (len(BOUNDS) + 1)
        self.elapsed = 0.0

    def count(self, seen: Seen, reply: Reply) -> None:
        """An observer of the chain; it stands in the way of every answer, so it does little."""
        elapsed = clock.tick() - seen.began
        self.elapsed += elapsed
        self.latencies[bisect_left(BOUNDS, elapsed)] += 1
        key = (seen.operation, reply.status)
        self.requests[key] = self.requests.get(key, 0) + 1

    def health(self) -> tuple[str, bytes]:
        """Alive, and the store answers."""
        self.runtime.store.rows("SELECT 1")
        return "application/json", orjson.dumps({"status": "ok", "version": __version__})

    def text(self) -> tuple[str, bytes]:
        """Everything in Prometheus' text form."""
        lines = [*self._requests(), *self._latencies(), *self._batches(), *self._gauges(), ""]
        return "text/plain; version=0.0.4", "\n".join(lines).encode()

    def _requests(self) -> Iterator[str]:
        yield "# TYPE pinstripe_requests_total counter"
        for (operation, status), number in sorted(self.requests.items()):
            known = operation or "unrouted"
            yield f'pinstripe_requests_total{{operation="{known}",status="{status}"}} {number}'

    def _latencies(self) -> Iterator[str]:
        name = "pinstripe_request_seconds"
        bounds = [f"{bound:g}" for bound in BOUNDS]
        return histogram(name, bounds, self.latencies, f"{self.elapsed:.6f}")

    def _batches(self) -> Iterator[str]:
        """Calls and jobs per commit."""
        counts = [0] * (len(BATCH_BOUNDS) + 1)
        total = 0
        for size, number in self.runtime.engine.batch_sizes.items():
            counts[bisect_left(BATCH_BOUNDS, size)] += number
            total += size * number
        return histogram("pinstripe_batch_items", [str(bound) for bound in BATCH_BOUNDS], counts, str(total))

    def _gauges(self) -> Iterator[str]:
        pending = sum(row[0] for row in self.runtime.store.rows(PENDING, (len(HIDDEN), HIDDEN)))
        for name, value in (
            ("queue_length", self.runtime.engine.waiting),
            ("deliveries_pending", pending),
            ("worlds_open", len(self.runtime.worlds.open)),
        ):
            yield f"# TYPE pinstripe_{name} gauge"
            yield f"pinstripe_{name} {value}"


def histogram(name: str, bounds: list[str], counts: list[int], total: str) -> Iterator[str]:
    """A histogram whose last count is what lies above every bound."""
    yield f"# TYPE {name} histogram"
    below = 0
    for bound, number in zip(bounds, counts, strict=False):
        below += number
        yield f'{name}_bucket{{le="{bound}"}} {below}'
    yield f'{name}_bucket{{le="+Inf"}} {sum(counts)}'
    yield f"{name}_sum {total}"
    yield f"{name}_count {sum(counts)}"
