"""The one way to wait in tests: for what comes through a real socket from another process or task.

Imports nothing of the server. Everything else moves a clock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

STEP_SECONDS = 0.005


def until(true: Callable[[], object], seconds: float = 20, step: float = STEP_SECONDS) -> bool:
    """Wait until a condition holds. gives: whether it did within so many seconds"""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


async def until_async(true: Callable[[], object], seconds: float = 20) -> bool:
    """The same on an event loop, whose other tasks go on."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(STEP_SECONDS)
    return True
