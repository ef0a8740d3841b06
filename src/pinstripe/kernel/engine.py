"""Runs calls: reads on committed state, writes in batches that share one commit.

Owns: the order load → lifecycle check → function → keep, batching, answers after the commit.
Does not own: HTTP (http/chain.py), the clock's own work (clock/scheduler.py), delivery (events/delivery.py).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from types import GeneratorType
from typing import Any, TypeVar, cast

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.clock import now as clock
from pinstripe.events import outbox
from pinstripe.kernel import after, idempotency, outside, shared
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Call, Reply
from pinstripe.kernel.operation import HANDLERS, Handler, has
from pinstripe.kernel.outside import Pause
from pinstripe.kernel.replies import refused, reply_of, version_shown
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.sealing import Sealer
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World, Worlds
from pinstripe.store import base
from pinstripe.store.base import Changes, Conflict, OwnStore, Store

T = TypeVar("T")

RETRIES = 8
"""How often a batch that lost a race against another process is run again."""

Job = Callable[[Batch], Any]
"""Work that is not a request: the clock's jobs, the control API. It writes to the batch; gives anything."""
Item = Call | tuple[World, Job]
Hearer = Callable[[Batch, list[Any]], None]
"""Told after a commit, of one kind of news (kernel/after.py): the batch, and what was told."""
Batches = dict[int, Batch]
"""The batch of each world, by its number."""


class MadeByReading(Exception):
    """A read made something (a published id was named), so it has to run as a write does."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.path)
        self.call = call


class Engine:
    """One process's functions on one store."""

    def __init__(self, store: Store, worlds: Worlds) -> None:
        self.store = store
        self.worlds = worlds
        self.committed: list[Callable[[Batch], None]] = []
        """Called after each commit."""
        self._hear: dict[str, list[Hearer]] = {}
        self.hear(after.ENDPOINTS, forget_endpoints)
        self._queue: list[tuple[Item, asyncio.Future[Any]]] = []
        self._sealer = Sealer()
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

    def read(self, call: Call) -> Reply:
        """A GET, on what is committed."""
        if not call.expand:
            quick = self._stored(call)
            if quick is not None:
                return quick
        batch = Batch(self.store, call.world)
        work = self._work(batch, call)
        try:
            handler = handler_of(call)
            result = run(handler, work, call)
            if work.touched and handler.resource.published is not None:
                raise MadeByReading(call)
            return reply_of(result, work, call)
        except ApiError as error:
            return refused(error, call, work)

    def _stored(self, call: Call) -> Reply | None:
        """A plain retrieve gives the stored bytes without looking into them; None where more is to be
        done."""
        handler = HANDLERS.get(call.operation.name)
        if handler is None or not handler.verbatim or call.params:
            return None
        if not call.version.same(handler.subject_type):
            return None
        rows = self.store.rows(base.BODY, (call.world.world, call.account, call.path_params[handler.subject]))
        if not rows or rows[0][0] != handler.subject_type or rows[0][1]:
            return None
        return Reply(200, rows[0][2])

    async def write(self, call: Call) -> Reply:
        """A POST or DELETE: answered after the commit of its batch."""
        key = (call.world.world, call.account, call.idempotency_key)
        if call.idempotency_key:
            if key in self._running:
                return refused(errors.idempotency_in_use(call.idempotency_key), call)
            self._running.add(key)
        try:
            reply: Reply | Pause = await self.enqueue(call)
            while isinstance(reply, Pause):
                await reply.ask()
                reply.resumed = self._resume
                reply = await self.enqueue((call.world, reply))
            return reply
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
        flush = self._flush_shared() if self.store.shared else self._flush_own()
        self._task = asyncio.get_running_loop().create_task(flush)

    async def _flush_own(self) -> None:
        """Run and write here; while the disk is waited for, the next calls are read and collect."""
        queue, self._queue = self._queue, []
        store, batches = cast(OwnStore, self.store), Batches()
        try:
            results, wrote = self._run([item for item, _ in queue], batches, store.write)
            if wrote and store.waits and len(queue) > 1:
                await self._sealer.end(store.seal)
            elif wrote:
                store.seal()
            self._settle(batches)
        except Exception as error:  # the commit failed: nothing was kept, nobody is told otherwise
            forget(batches)
            results = [error] * len(queue)
        self._flushed(queue, results)

    async def _flush_shared(self) -> None:
        """The same, one batch after the other, while the next ones collect."""
        queue, self._queue = self._queue, []
        try:
            results = await self.bridged(self.run_batch, [item for item, _ in queue])
        except Exception as error:
            results = [error] * len(queue)
        self._flushed(queue, results)

    def _flushed(self, queue: list[tuple[Item, asyncio.Future[Any]]], results: list[Any]) -> None:
        self.batch_sizes[len(queue)] += 1
        for (_, future), result in zip(queue, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
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
                    self._prefetch(items, batches)
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
            if batch.past != batch.world.past:
                continue  # a reset came between: the world begins anew without it
            batch.world.seq = batch.changes.next if batch.changes.rows else batch.world.seq
            shared.settle(batch)
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
            changes = batch.finish()
            if changes.rows:
                out.append(changes)
        return out

    def _prefetch(self, items: Sequence[Item], batches: Batches) -> None:
        """Open each world's batch and look up what its calls will surely ask for."""
        if self.store.shared:
            shared.prepare(self.store, self.worlds, items, batches)
            return
        keyed: dict[int, list[Call]] = {}
        for item in items:
            world = item.world if isinstance(item, Call) else item[0]
            if world.world not in batches:
                batches[world.world] = Batch(self.store, world)
            if isinstance(item, Call) and item.digest:
                keyed.setdefault(world.world, []).append(item)
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
            version = version_shown(result, work) if reply.status == 200 else 0
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
            verbatim=not call.expand,
        )
        work.client = call.client
        return work


def forget_endpoints(batch: Batch, endpoints: list[Any]) -> None:
    """A world reads its webhook endpoints anew when the next event is told."""
    batch.world.endpoints = None


def forget(batches: Batches) -> None:
    """Drops what machines remembered of a batch that was not kept."""
    for batch in batches.values():
        batch.world.side.clear()


def handler_of(call: Call) -> Handler:
    """The function of an operation, and of the parameters it was given. refuses: not_implemented"""
    name = call.operation.name
    handler = HANDLERS.get(name)
    if handler is None:
        raise errors.not_implemented(name)
    if handler.missing_heads.isdisjoint(call.params):
        return handler
    for param in handler.missing:
        head, _, rest = param.partition(".")
        value = call.params.get(head)
        if value is not None and (not rest or has(value, rest.split("."))):
            raise errors.not_implemented(
                name, param.replace(".", "[", 1).replace(".", "][") + "]" if rest else head
            )
    return handler


def run(handler: Handler, work: Work, call: Call) -> Any:
    """Load the subject, check its state against the lifecycle, call the function."""
    work.path = call.path
    if not handler.subject:
        return handler.function(work, call.params, **_others(call, ""))
    key = call.path_params[handler.subject]
    resource = REGISTRY[handler.subject_type]
    record = work.peek(key, handler.subject_type)
    if record is None and resource.published is not None:
        record = resource.published(work, key)
    if record is None:
        if handler.verb == "retrieve" and resource.deleted == "stub":
            known = work.batch.load(work.account, key)
            if known is not None and known.type == resource.object:
                return {"id": key, "object": resource.object, "deleted": True}
        raise errors.no_such(resource.noun, key, handler.param or resource.param, 404)
    if resource.refuses(handler.verb, record):
        assert resource.unexpected is not None, f"{resource.object} has no refusal for a wrong state"
        raise resource.unexpected(record, handler.verb)
    return handler.function(work, record, call.params, **_others(call, handler.subject))


def _others(call: Call, subject: str) -> dict[str, str]:
    """Path parameters beside the subject, by name."""
    return {name: value for name, value in call.path_params.items() if name != subject}
