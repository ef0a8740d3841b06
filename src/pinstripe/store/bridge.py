"""The bridge between the synchronous core and an asynchronous driver.

Owns: running a plain function so that it can wait for the event loop it was started from, and a loop on a
thread of its own for whoever has none (start-up, the command line).
Does not own: connections (postgres_pool.py). A function runs in a greenlet; when it waits, its caller's
coroutine awaits for it and others have the loop.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

T = TypeVar("T")


class _Walk(greenlet):  # type: ignore[misc]
    """A function under way; what it switches out are awaitables."""


def inside() -> bool:
    """Does the code that asks run under `run`?"""
    return isinstance(getcurrent(), _Walk)


async def run(function: Callable[..., T], *args: Any) -> T:
    """Call a plain function that may `wait`; the loop is free while it does."""
    walk = _Walk(function)
    walk.gr_context = getcurrent().gr_context
    given: Any = walk.switch(*args)
    while not walk.dead:
        try:
            answer = await given
        except BaseException:
            given = walk.throw(*sys.exc_info())
        else:
            given = walk.switch(answer)
    result: T = given
    return result


def wait(awaitable: Awaitable[T]) -> T:
    """What an awaitable gives, for a function under `run`."""
    walk = getcurrent()
    assert isinstance(walk, _Walk), "wait is for functions under bridge.run"
    parent = walk.parent
    assert parent is not None
    answer: T = parent.switch(awaitable)
    return answer


class Background:
    """An event loop on a thread of its own. It never waits for another loop, so others may wait for it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pinstripe-store", daemon=True)
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine over there: under the bridge the caller's loop goes on, else its thread waits."""
        future = self.begin(work)
        if inside():
            return wait(asyncio.wrap_future(future))
        return future.result()

    def begin(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Start a coroutine over there that nobody waits for."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    @property
    def running(self) -> bool:
        """Not stopped yet?"""
        return not self._loop.is_closed()

    def stop(self) -> None:
        """End the loop and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()


__all__ = ["Background", "inside", "run", "wait"]
