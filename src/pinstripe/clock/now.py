"""The only reader of the wall clock, and what a world makes of it: real, offset or frozen time."""

from __future__ import annotations

import time


def wall() -> int:
    """Unix seconds of the machine."""
    return int(time.time())


def tick() -> float:
    """A monotonic reading in seconds, for durations in logs and metrics only."""
    return time.perf_counter()


def world_time(mode: str, at: int, real: int) -> int:
    """A world's now. mode: "real", "offset" (at = seconds added), "frozen" (at = the moment)."""
    if mode == "frozen":
        return at
    return real + at if mode == "offset" else real
