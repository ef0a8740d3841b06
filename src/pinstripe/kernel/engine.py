"""Runs calls: reads on committed state, writes in batches that share one commit.

Owns: the order load → lifecycle check → function → keep, batching, answers after the commit.
Does not own: HTTP (http/chain.py), the clock's own work (clock/scheduler.py), delivery (events/delivery.py).
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from types import GeneratorType
from typing import Any, TypeVar, cast

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.clock import now as clock
from pinstripe.events import outbox
from pinstripe.kernel import after, idempotency, lookup, outside, shared, stocked, underway
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.beside import Beside
from pinstripe.kernel.call import Call, MadeByReading, Reply
from pinstripe.kernel.dispatch import handler_of, run
from pinstripe.kernel.operation import HANDLERS
from pinstripe.kernel.outside import Pause
from pinstripe.kernel.queueing import TOGETHER, Batches, Item, Waiting, divided, forget, parts
from pinstripe.kernel.replies import refused, reply_of, version_shown
from pinstripe.kernel.sealing import Sealer
from pinstripe.kernel.underway import Patience, Underway
from pinstripe.kernel.walked import Walked
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import Worlds
from pinstripe.store.base import Changes, Conflict, OwnStore, Store

log = logging.getLogger("pinstripe.engine")
T = TypeVar("T")

SEARCH = "/search"
RETRIES = 8
"""How often a batch that lost a race against another process is run again."""

Hearer = Callable[[Batch, list[Any]], None]
"""Told after a commit, of one kind of news (kernel/after.py): the batch, and what was told."""


class Engine:
    """One process's functions on one store."""

    def __init__(self, store: Store, worlds: Worlds) -> None:
        self.store = store
        self.worlds = worlds
        self.committed: list[Callable[[Batch], None]] = []
        """Called after each commit."""
        self._hear: dict[str, list[Hearer]] = {}
        self.hear(after.ENDPOINTS, forget_endpoints)
        self._queue: list[Waiting] = []
        self._sealer = Sealer()
        self._walked = None if store.shared else Walked()
        """Where other processes replace a world's past, nothing is remembered of it."""
        self.beside = Beside(store, self._read)
        self._flushing = False
        self._task: asyncio.Task[None] | None = None
        self._running: set[tuple[int, str, str]] = set()
        self.batch_sizes: Counter[int] = Counter()
        """How many batches had how many items, for metrics."""

    def hear(self, kind: str, hearer: Hearer) -> None:
        """Call this after each commit that tells of the kind, with all that was told."""
        assert kind in after.KINDS, f"nobody has declared the kind {kind}"
        self._hear.setdefault(kind, []).append(hearer)

    def unhear(self, *hearers: Hearer) -> None:
        """Call these no more."""
        for kind, known in self._hear.items():
            self._hear[kind] = [one for one in known if one not in hearers]

    # -- calls -----------------------------------------------------------------------------------------

    async def answer(self, call: Call) -> Reply:
        """A GET on a store of our own; a search goes beside the loop."""
        if call.path.endswith(SEARCH) and cast(OwnStore, self.store).waits:
            return await self.beside.search(call)
        return self.read(call)

    def read(self, call: Call) -> Reply:
        """A GET, on what is committed."""
        try:
            return self._read(call)
        except lookup.Behind:
            lookup.catch_up(self.store, call.world)
            return self.read(call)

    def _read(self, call: Call, store: Store | None = None, past: int | None = None) -> Reply:
        """store, past: where it reads, and since when, beside the loop. refuses: Behind"""
        if not call.expand and call.sight is None and store is None:
            quick = self._stored(call)
            if quick is not None:
                return quick
        batch = Batch(store or self.store, call.world, past)
        work = self._work(batch, call)
        try:
            handler = handler_of(call)
            result = run(handler, work, call)
            if work.touched and handler.resource.published is not None:
                raise MadeByReading(call)
            return reply_of(result, work, call, self._walked if store is None else None)
        except ApiError as error:
            return refused(error, call, work)

    def _stored(self, call: Call) -> Reply | None:
        """A plain retrieve gives the stored bytes without looking into them; None where more is to be
        done."""
        handler = HANDLERS.get(call.operation.name)
        if handler is None or not handler.verbatim or call.params:
            return None
        place = (call.world.world, call.account, call.path_params[handler.subject])
        row = self.store.head(*place)
        if row is None or row.type != handler.subject_type or row.deleted:
            return None
        body: bytes | None = row.body
        if not call.version.stored(handler.subject_type, row.body):
            body = self._walked.find(call.world, call.version.name, row.seq) if self._walked else None
        return Reply(200, body) if body is not None else None

    async def write(self, call: Call) -> Reply:
        """A POST or DELETE: answered after the commit of its batch; one that meets a moving clock waits."""
        key = (call.world.world, call.account, call.idempotency_key)
        if call.idempotency_key:
            if key in self._running:
                return refused(errors.idempotency_in_use(call.idempotency_key), call)
            self._running.add(key)
        try:
            item: Item = call
            patience = Patience()
            while True:
                reply: Reply | Pause | Underway = await self.enqueue(item)
                if isinstance(reply, Reply):
                    return reply
                if isinstance(reply, Pause):
                    await reply.ask()
                    reply.resumed = self._resume
                    item = (call.world, reply)
                elif not await patience.wait():
                    return refused(errors.clock_underway(reply.clock), call)
        finally:
            self._running.discard(key)

    def enqueue(self, item: Item) -> asyncio.Future[Any]:
        """Put a call or a job into the next batch."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._queue.append((item, future))
        if not self._flushing:
            self._flushing = True
            loop.call_soon(self._flush)
        return future

    @property
    def waiting(self) -> int:
        """How many calls and jobs wait for the next batch."""
        return len(self._queue)

    def _flush(self) -> None:
        """Everything that waits becomes one batch; no timer: a batch is what came while the last one ran."""
        self._task = asyncio.get_running_loop().create_task(self._flush_all())

    async def _flush_all(self) -> None:
        """Run what waits in one batch; in others what can be run once, each alone on a shared store."""
        queue, self._queue = self._queue, []
        run = self._run_shared if self.store.shared else self._run_own
        for part in parts(queue, 1 if self.store.shared else TOGETHER):
            await self._flush_part(part, run)
        self._flushed()

    async def _flush_part(
        self, part: list[Waiting], run: Callable[[list[Item]], Awaitable[list[Any]]]
    ) -> None:
        """Run one batch; where it cannot be kept, world by world, then one by one, so that only what is the
        cause of it fails.
        """
        try:
            results = await run([item for item, _ in part])
        except Exception as error:
            if len(part) > 1:
                for smaller in divided(part):
                    await self._flush_part(smaller, run)
                return
            results = [error]
        self.batch_sizes[len(part)] += 1
        for (_, future), result in zip(part, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception) and not isinstance(result, Underway):
                future.set_exception(result)
            else:
                future.set_result(result)

    async def _run_own(self, items: list[Item]) -> list[Any]:
        """Run and write here; while the disk is waited for, the next calls are read and collect."""
        store, batches = cast(OwnStore, self.store), Batches()
        try:
            results, wrote = self._run(items, batches, store.write)
            if wrote and store.waits and len(items) > 1:
                await self._sealer.end(store.seal)
            elif wrote:
                store.seal()
        except Exception:  # nothing was kept
            forget(batches)
            raise
        self._settle(batches)
        return results

    async def _run_shared(self, items: list[Item]) -> list[Any]:
        """The same, one batch after the other, while the next ones collect."""
        return await self.bridged(self.run_batch, items)

    def _flushed(self) -> None:
        self._flushing = False
        if self._queue:
            self._flushing = True
            asyncio.get_running_loop().call_soon(self._flush)

    async def bridged(self, function: Callable[..., T], *args: Any) -> T:
        """Call a plain function that reads or writes a shared store, from the loop."""
        from pinstripe.store import bridge

        return await bridge.run(function, *args)

    def run_batch(self, items: Sequence[Item]) -> list[Any]:
        """Run calls in turn on one identity map for each world, commit once, give their replies."""
        batches = Batches()
        results, _ = self._run(items, batches, self.store.commit)
        self._settle(batches)
        return results

    def _run(self, items: Sequence[Item], batches: Batches, usual: shared.Commit) -> tuple[list[Any], bool]:
        """Run until a commit takes what was done. gives: what became of each, was there anything to write"""
        for attempt in range(RETRIES):
            batches.clear()
            try:
                with shared.commit_of(self.store, items, attempt > 0, usual) as commit:
                    self._prefetch(items, batches, attempt > 0)
                    results = [self._run_item(item, batches) for item in items]
                    shared.trust(self.store, results, batches.values())
                    changes = self._finish(batches.values())
                    if changes:
                        commit(changes)
                    return results, bool(changes)
            except Conflict:
                forget(batches)
                if attempt == RETRIES - 1:
                    raise
            except Exception:
                forget(batches)
                raise
        raise AssertionError("unreachable")

    def _settle(self, batches: Batches) -> None:
        """After the commit: counters move on, and listeners are told."""
        for batch in batches.values():
            stocked.note(batch.world, batch.written.values())
            if batch.past != batch.world.past:
                continue  # a reset came between: the world begins anew without it
            batch.world.seq = batch.changes.next if batch.changes.rows else batch.world.seq
            shared.settle(batch)
            try:
                self._tell(batch)
            except Exception:  # what is committed is not run again because of it
                log.exception("a listener failed after a commit")

    def _tell(self, batch: Batch) -> None:
        for kind, values in batch.told.items():
            for hearer in self._hear.get(kind, ()):
                hearer(batch, values)
        for told in self.committed:
            told(batch)

    def _finish(self, batches: Any) -> list[Changes]:
        out = []
        for batch in sorted(batches, key=lambda b: b.world.world):
            if batch.events:
                outbox.queue(batch, self.worlds.endpoints(batch.world, refreshed=True))
            out.append(batch.finish())
        return [changes for changes in out if changes.rows]

    def _prefetch(self, items: Sequence[Item], batches: Batches, lost: bool) -> None:
        """Open each world's batch and look up what its calls will surely ask for."""
        if self.store.shared:
            shared.prepare(self.store, self.worlds, items, batches, lost)
            return
        keyed: dict[int, list[Call]] = {}
        for item in items:
            world = item.world if isinstance(item, Call) else item[0]
            if world.world not in batches:
                batches[world.world] = Batch.writing(self.store, world)
            if isinstance(item, Call) and item.digest:
                keyed.setdefault(world.world, []).append(item)
        outside.foresee(items, batches)
        for number, calls in keyed.items():
            idempotency.prefetch(batches[number], calls)

    def _run_item(self, item: Item, batches: Batches) -> Any:
        """One item's result; what it raised, when that was its own fault: the others of the batch go on."""
        if isinstance(item, Call):
            return self._run_call(batches[item.world.world], item)
        world, job = item
        try:
            return job(batches[world.world])
        except Exception as error:
            return error

    def _run_call(self, batch: Batch, call: Call) -> Reply | Pause | Exception:
        wall = clock.wall()
        if underway.own(batch.world) is not None:
            return Underway("")
        try:
            if call.digest:
                known = idempotency.kept(batch, call, wall)
                if known is not None:
                    idempotency.refuse_mismatch(call, known)
                    return idempotency.replayed(batch, known)
            handler = handler_of(call)
        except ApiError as error:
            return refused(error, call)
        work = self._work(batch, call)
        return self._conclude(batch, work, call, partial(run, handler, work, call), wall)

    def _resume(self, pause: Pause, batch: Batch) -> Reply | Pause | Exception:
        """A call's next transaction, after the outside has answered."""
        call, work = pause.origin, pause.work
        try:
            if pause.past != batch.world.past:
                raise errors.lock_timeout()
            outside.renew(work, batch)
        except ApiError as error:
            return refused(error, call)
        except Underway as met:
            return met
        return self._conclude(batch, work, call, pause.step, clock.wall(), begun=True)

    def _conclude(
        self, batch: Batch, work: Work, call: Call, step: Callable[[], Any], wall: int, begun: bool = False
    ) -> Reply | Pause | Exception:
        """Run a function, or what is left of it: its work is kept, its answer too if that is the last."""
        result: Any = None
        try:
            result = step()
            if type(result) is GeneratorType:
                result = outside.begun(call, work, result)
            if isinstance(result, Pause):
                work.keep()
                idempotency.mark(batch, call, wall)
                return result
            reply = reply_of(result, work, call)
        except ApiError as error:
            reply = refused(error, call, work)
            if not (error.executed or begun):
                if call.digest:
                    reply.headers.append(("Original-Request", call.request_id))
                return reply
        except Underway as met:
            return met
        except Exception as error:
            if begun:
                idempotency.mark(batch, call, 0)  # of long ago: the key is free for another try
            return error
        else:
            work.keep()
        if call.digest:
            reply.headers.append(("Original-Request", call.request_id))
            if not any(name == "Stripe-Should-Retry" for name, _ in reply.headers):
                reply.headers.append(("Stripe-Should-Retry", "false"))
            version = version_shown(result, reply) if reply.status == 200 else 0
            idempotency.keep(batch, call, reply, version, wall)
        return reply

    def _work(self, batch: Batch, call: Call) -> Work:
        work = Work(
            batch,
            call.account,
            version=call.version,
            request_id=call.request_id,
            idempotency_key=call.idempotency_key,
            publishable=call.publishable,
            verbatim=not call.expand and call.sight is None,
            waits=call.operation.method != "GET",
        )
        work.client, work.person = call.client, call.person
        work.expand = call.expand
        return work


def forget_endpoints(batch: Batch, endpoints: list[Any]) -> None:
    """A world reads its webhook endpoints anew when the next event is told."""
    batch.world.endpoints = None
