"""Calls that leave this machine inside a request or a job: asked between two transactions, never within one.

Owns: Outside, the pause of a function that asks, taking it up again on what is true by then.
Does not own: batches and answers (engine.py), jobs and their rows (clock/jobs.py), what is asked (networks).
A function that asks is a generator:

    reply = yield Outside(ask, card, seconds=2)

What it did before the yield is committed first. While the answer is awaited nothing is held: no transaction,
no writer, no lock. After the yield every record that it had loaded shows its newest state, and so does the
clock; whether that state still allows what comes next is for the function to look at. What the call raises
is raised at the yield. A crash in between leaves what was committed before. Of a request that has to be a
state from which a job of the clock leads on; a job begins again by itself, so it has to be one from which the
same job leads on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pinstripe.api import errors
from pinstripe.kernel import acting
from pinstripe.kernel.work import Work

if TYPE_CHECKING:
    from pinstripe.kernel.batch import Batch

SECONDS_MAX = 30
"""The longest that an answer from outside is waited for."""


class Outside:
    """A question: an asynchronous function, its arguments, and how long its answer is waited for."""

    __slots__ = ("args", "function", "seconds")

    def __init__(
        self, function: Callable[..., Awaitable[Any]], *args: Any, seconds: int = SECONDS_MAX
    ) -> None:
        assert 0 < seconds <= SECONDS_MAX
        self.function = function
        self.args = args
        self.seconds = seconds


Asking = Generator[Outside, Any, Any]
"""What a function that asks the outside gives back when it is called."""


class Pause:
    """A function between two of its transactions; as a job, its next one, which can be run once only."""

    def __init__(self, origin: Any, work: Work, function: Asking, asked: Outside) -> None:
        self.origin = origin
        """What began it: a call, or a job's row."""
        self.work = work
        self.past = work.world.past
        self._function: Asking | None = function
        self._asked = asked
        self._answer: Any = None
        self._error: Exception | None = None
        self.resumed: Callable[[Pause, Batch], Any] = never

    async def ask(self) -> None:
        """Asks the question; the function itself judges a wrong or missing answer."""
        try:
            async with asyncio.timeout(self._asked.seconds):
                self._answer = await self._asked.function(*self._asked.args)
        except Exception as error:
            self._error = error

    def __call__(self, batch: Batch) -> Any:
        return self.resumed(self, batch)

    def step(self) -> Any:
        """Go on with the answer. gives: the function's result, or the next pause."""
        function, self._function = self._function, None
        assert function is not None, "a function that asked the outside is not run twice"
        if self._error is not None:
            return _stepped(self.origin, self.work, function, function.throw, self._error)
        return _stepped(self.origin, self.work, function, function.send, self._answer)

    def leave(self) -> None:
        """Ends the function where it asked, because no caller waits for the answer."""
        function, self._function = self._function, None
        if function is not None:
            function.close()


def never(pause: Pause, batch: Batch) -> Any:
    """Whoever puts a pause into a batch says what is done with it."""
    raise AssertionError("a pause without an engine")


def begun(origin: Any, work: Work, function: Asking) -> Any:
    """Run a function up to its first question. gives: a pause, or its result if it asks nothing."""
    return _stepped(origin, work, function, function.send, None)


def _stepped(origin: Any, work: Work, function: Asking, step: Callable[[Any], Outside], given: Any) -> Any:
    try:
        asked = step(given)
    except StopIteration as end:
        return end.value
    assert isinstance(asked, Outside), f"a function asks by an Outside, not by {asked!r}"
    return Pause(origin, work, function, asked)


def foresee(items: Iterable[Any], batches: Mapping[int, Batch]) -> None:
    """What functions will look at again once they go on, read together: all that they had loaded, with the
    holds and the jobs of what they had written. params: items, calls and jobs of which some may be pauses
    """
    wanted: dict[tuple[int, str], dict[str, None]] = {}
    written: dict[tuple[int, str], dict[str, None]] = {}
    for item in items:
        if type(item) is tuple and isinstance(item[1], Pause):
            world, pause = item
            for found, places in ((wanted, pause.work.records), (written, pause.work.touched)):
                for account, key in places:
                    found.setdefault((world.world, account), {})[key] = None
    for (number, account), keys in wanted.items():
        batches[number].prefetch(account, list(keys))
    for (number, account), keys in written.items():
        batches[number].foresee_holds(list(keys))
        batches[number].foresee_jobs(account, list(keys))


def renew(work: Work, batch: Batch) -> None:
    """The same work in a new transaction, for every account that it acts for: nothing queued, records and
    clock as they are by now.

    refuses: lock_timeout, when the world's past was replaced and what was loaded is not there
    """
    records, clock, twins = work.records, work.clock, work.twins
    fresh = Work(
        batch,
        work.account,
        version=work.version,
        request_id=work.request_id,
        idempotency_key=work.idempotency_key,
        publishable=work.publishable,
        waits=work.waits,
    )
    vars(work).update(vars(fresh), path=work.path, client=work.client, twins=twins)
    for place, record in records.items():
        newest = batch.load(*place)
        if newest is None:
            raise errors.lock_timeout()
        record.become(newest)
        work.records[place] = record
    if clock:
        work.on_clock(clock)
    acting.follow(work)
