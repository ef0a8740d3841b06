"""A thread that only waits for the disk: the end of one commit after the other.

Owns: the thread, which begins with the first commit and ends with the process. Does not own: what is
committed (engine.py), the commit itself (store/sqlite.py). Money: none.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue

Ends = tuple[Callable[[], None], asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class Sealer:
    """Runs what ends a commit, and wakes the loop that it was given from."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Ends] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def end(self, seal: Callable[[], None]) -> asyncio.Future[None]:
        """Call it over there. gives: what is done when it is, or has failed"""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="pinstripe-commit", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._queue.put((seal, loop, future))
        return future

    def _run(self) -> None:
        while True:
            seal, loop, future = self._queue.get()
            problem: Exception | None = None
            try:
                seal()
            except Exception as error:
                problem = error
            loop.call_soon_threadsafe(_ended, future, problem)


def _ended(future: asyncio.Future[None], problem: Exception | None) -> None:
    if future.done():
        return
    if problem is None:
        future.set_result(None)
    else:
        future.set_exception(problem)
