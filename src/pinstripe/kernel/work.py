"""The unit of work: the only door to records, money, events and time for a function.

Owns: create, change, advance, delete, post, schedule, find. Raise = nothing happened; return = it is kept.
Does not own: SQL (store), what may happen (lifecycle rows), rendering (api/render.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

import orjson

from pinstripe.api import errors
from pinstripe.api.spoken import newest
from pinstripe.clock.kinds import is_moving, time_of
from pinstripe.kernel import acting, finding, hearing, keeping, merchant, payer, pending, stocked, underway
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.fresh import body_of
from pinstripe.kernel.missing import subject as missing
from pinstripe.kernel.record import Record, changed, replaced, says
from pinstripe.kernel.resource import REGISTRY, SAME, Body, Resource, Step, twins_of
from pinstripe.ledger import book
from pinstripe.ledger.accounts import qualified
from pinstripe.ledger.books import Books
from pinstripe.ledger.posting import TRANSACTION, Move, Posting
from pinstripe.networks.registry import opened

if TYPE_CHECKING:
    from pinstripe.api.spoken import Spoken
    from pinstripe.ids import Mint
    from pinstripe.kernel.merchant import Merchant
    from pinstripe.kernel.world import World
    from pinstripe.networks.banks.port import Banks
    from pinstripe.networks.port import Cards


class Work:
    """What one request (or one job of the clock) reads and writes."""

    def __init__(
        self,
        batch: Batch,
        account: str,
        *,
        version: Spoken | None = None,
        request_id: str = "",
        idempotency_key: str = "",
        publishable: bool = False,
        verbatim: bool = False,
        waits: bool = False,
    ) -> None:
        self.batch = batch
        self.world: World = batch.world
        self.mint: Mint = batch.world.mint
        self.account = account
        self.version: Spoken = version or newest()
        self.request_id = request_id
        self.idempotency_key = idempotency_key
        self.publishable = publishable
        self.verbatim = verbatim
        """Does the caller take objects without anything expanded in them?"""
        self.waits = waits
        """Is it a caller's write, which does not run while its clock is on its way?"""
        self.world_now = batch.world.now()
        self.clock = ""
        self.path = ""
        self.client, self.person = "", ""
        """The address that the request came from, the token of the person it is for; empty for jobs."""
        self.expand: Sequence[str] = ()
        """What the caller asks to expand, for answers whose rows are computed."""
        self.networks: dict[str, Any] = {}
        self.records: dict[tuple[str, str], Record] = {}
        self._now = self.world_now
        self.touched: dict[tuple[str, str], Record] = {}
        self.books = Books(batch, batch.world.account)
        self._merchant: Merchant | None = None
        self.twins: dict[str, Work] = {}
        """The same unit of work by the account that it acts for, once it acts for several."""
        self.events_: list[tuple[str, Record, dict[str, Any], bytes | None, str]] = []
        self.jobs_: list[tuple[int, str, str, str, str, str, bytes]] = []
        self.dropped_jobs: set[int] = set()
        self.rows_: list[tuple[str, tuple[Any, ...]]] = []
        self.after: list[Any] = []
        """Functions of the batch, run when the work is kept: of machines (metering, networks) alone."""
        self.told: list[tuple[str, Any]] = []
        self.views: dict[str, dict[str, Any]] = {}
        """Bodies that the call's answer shows of records, whatever the call did to them afterwards."""

    # -- time ------------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Unix seconds: the test clock's of the customer at hand, else the world's."""
        return self._now

    def public(self, path: str) -> str:
        """A path of this server as an address that a person can open; pages: kernel/pages.py."""
        return self.world.public_url + path

    def on_clock(self, clock: str, moment: int | None = None) -> None:
        """Uses this test clock's time for all that follows (jobs of the scheduler give its moment)."""
        self.clock = clock
        if moment is not None:
            self._now = moment
        elif clock:
            record = self._fetch(clock)
            assert record is not None, f"clock {clock} is named and does not exist"
            if self.waits and is_moving(record):
                raise underway.meets(self.world, clock)
            self._now = time_of(record)

    def at(self, moment: int) -> None:
        """Act at this moment of the world's own clock (jobs of the scheduler)."""
        self._now = self.world_now = moment

    def _adopt(self, record: Record) -> None:
        if record.clock and not self.clock:
            self.on_clock(record.clock)

    # -- accounts --------------------------------------------------------------------------------------

    def acting_for(self, account: str) -> Work:
        """The same unit of work, acting for another account of the world: what it writes is kept or undone
        with everything else."""
        return self if account == self.account else acting.handle_for(self, account)

    @property
    def merchant(self) -> Merchant:
        """The account acted for, as a merchant: its country, currency, words and days."""
        found = self._merchant
        if found is None:
            found = self._merchant = merchant.of(self)
        return found

    # -- reading ---------------------------------------------------------------------------------------

    def peek(self, key: str, kind: str | None = None) -> Record | None:
        """A record by id, None when it is unknown, deleted or of another type."""
        record = self._fetch(key) if kind is None or stocked.may_have(self, key, kind) else None
        if record is None or record.deleted or (kind is not None and record.type != kind):
            return None
        self._adopt(record)
        return record

    def load(self, key: str, kind: str) -> Record:
        """A record that must exist because another one names it; a deleted one too."""
        record = self._fetch(key)
        assert record is not None and record.type == kind, f"{kind} {key} is named and does not exist"
        return record

    def _fetch(self, key: str) -> Record | None:
        place = (self.account, key)
        record = self.records.get(place)
        if record is None:
            known = self.batch.load(self.account, key)
            if known is None:
                return None
            record = self.records[place] = known.copy()
        return record

    def find(self, kind: str, key: str, param: str | None) -> Record:
        """A record that a parameter names. refuses: resource_missing (400) on that parameter."""
        record = self.peek(key, kind)
        if record is None:
            raise errors.no_such(REGISTRY[kind].noun, key, param, 400)
        return record

    def subject(self, kind: str, key: str) -> Record:
        """The record of the path. refuses: resource_missing (404) with the resource's own param."""
        record = self.peek(key, kind)
        if record is None:
            raise missing(self, REGISTRY[kind], key)
        return record

    def where(self, kind: str, /, limit: int | None = None, **filters: Any) -> list[Record]:
        """Records of a type by declared index fields, newest first, as this work sees them.
        refuses: Cut, when more than 1,000 match and the caller named no limit"""
        return finding.where(self, kind, limit, filters)

    def each(self, kind: str, /, chunk: int = 500, below: int = 0, **filters: Any) -> Iterator[Record]:
        """All of them, read in chunks: in creation order, newest first, as this work sees them.

        What the work makes while it goes on is not among them. params: below, a record's `born`: only those
        that were made before it, for a job that goes on where it stopped
        """
        return finding.each(self, kind, filters, chunk, below)

    # -- writing ---------------------------------------------------------------------------------------

    def create(
        self, resource: Resource, outcome: str | None = None, /, *, moves: Any = (), **fields: Any
    ) -> Record:
        """A fresh record: id, defaults, status, event and posting by its row. moves: what that moves."""
        named = fields.pop("id", None)
        key = named or self.new_id(resource)
        private = fields.pop("private", None)
        step = resource.steps[("create", outcome)] if outcome is not None else None
        payer.show(self, resource, fields, {})
        body = body_of(resource, fields)
        if "id" in body:
            body["id"] = key
        if "created" in body and "created" not in fields:
            body["created"] = self._now
        if step is not None:
            step.move(body, body)
        record = Record(resource.object, self.account, key, body, self.clock)
        if named and (former := self._fetch(key)) is not None:
            record.take_id_of(former)
        if private:
            record.private = private
        self.records[self.account, key] = self.touched[self.account, key] = record
        self._effects(record, resource, step, None, "created", moves)
        if outcome is not None:
            hearing.tell(self, record, "create", outcome)
        return record

    def create_named(self, kind: str, /, **fields: Any) -> Record:
        """A fresh record of a type that the caller may not import."""
        resource = REGISTRY[kind]
        outcome = next((o for v, o in resource.steps if v == "create"), None)
        return self.create(resource, outcome, **fields)

    def change(self, record: Record, /, *, was: Any = None, **changes: Any) -> Record:
        """Changes facts, never the status; tells if any differs. was: the body before an earlier `amend`"""
        resource = REGISTRY[record.type]
        assert not resource.strays(record.body, changes), f"{record.type}: states move by advance"
        old = record.body if was is None else was
        self._change(record, changes)
        if record.body is not old:
            self._tell(record, resource, old, "updated")
            hearing.tell(self, record, "change")
        return record

    def amend(self, record: Record, /, **changes: Any) -> Record:
        """Changes facts without an event: computed totals, links between records."""
        resource = REGISTRY[record.type]
        assert not resource.strays(record.body, changes), f"{record.type}: states move by advance"
        self._change(record, changes)
        return record

    def note(self, record: Record, /, *, telling: bool = False, **private: Any) -> Record:
        """Stores private facts, which the body does not show. telling: another name shows them"""
        before, record.private = record.private, {**record.private, **private}
        self.touched[(record.account, record.id)] = record
        if telling:
            self._tell(record, REGISTRY[record.type], record.body, "updated", before)
        return record

    def advance(
        self, record: Record, verb: str, outcome: str, /, *, moves: Any = (), was: Any = None, **changes: Any
    ) -> Record:
        """Take a lifecycle row, the only way a status moves. moves: what its posting does; was: as there"""
        resource = REGISTRY[record.type]
        step = resource.steps[(verb, outcome)]
        old = record.body
        before = step.state(old)
        assert step.allows(before), f"{record.type} {record.id}: no row {verb}/{outcome} from {before}"
        assert not resource.strays(old, changes, step), f"{record.type}: {verb}/{outcome} moves one state"
        step.move(old, changes)
        self._change(record, changes)
        self._effects(record, resource, step, old if was is None else was, "", moves)
        hearing.tell(self, record, verb, outcome)
        return record

    def delete(self, record: Record, /) -> Record:
        """The record leaves lists, its jobs go, its id keeps a place for cursors; the event shows all."""
        hearing.tell(self, record, "delete")
        self.unschedule("", record)
        resource = REGISTRY[record.type]
        self._tell(record, resource, None, "deleted")
        record.deleted = True
        self.touched[(record.account, record.id)] = record
        return record

    def discard(self, record: Record, /) -> None:
        """Removes a record that was made only for its event from lists, without another event."""
        record.deleted = True
        self.touched[(record.account, record.id)] = record

    def _change(self, record: Record, changes: dict[str, Any]) -> None:
        old = record.body
        payer.show(self, REGISTRY[record.type], changes, old)
        if says(old, changes):
            return
        record.body = replaced(old, changes)
        self.touched[(record.account, record.id)] = record

    def _tell(self, record: Record, resource: Resource, old: Any, word: str, facts: Any = None) -> None:
        """What happened, of the record and of what it is under other names. facts: private ones before"""
        for events, before, after in twins_of(record, old, facts):
            self._emit(f"{events}.{word}", record, before, after)
        if resource.events:
            self._emit(f"{resource.events}.{word}", record, old)

    def _effects(
        self,
        record: Record,
        resource: Resource,
        step: Step | None,
        old: dict[str, Any] | None,
        default: str,
        moves: Move | Sequence[Move],
    ) -> None:
        template = step.posting if step is not None else None
        if template is not None:
            known = moves or (Move(record.body[template.amount]),)
            for move in (known,) if isinstance(known, Move) else known:
                self.post(template, record, move)
        else:
            assert not moves, f"{record.type} {record.id}: the row that is taken has no posting"
        if step is None:
            if default:
                self._tell(record, resource, None, default)
            return
        for event in step.events:
            self._emit(event, record, old if event in resource.tells else None)

    def announce(self, record: Record, verb: str, outcome: str = "done", /) -> None:
        """Take a row that changes nothing but tells (trial_will_end, invoice.upcoming)."""
        step = REGISTRY[record.type].steps[(verb, outcome)]
        assert step.target == SAME, f"{record.type} {verb}/{outcome} changes the status: advance"
        for event in step.events:
            self._emit(event, record, None)
        hearing.tell(self, record, verb, outcome)

    def _emit(self, event: str, record: Record, old: Body | None, new: Body | None = None) -> None:
        previous = None if old is None else orjson.dumps(changed(old, new or record.body))
        key = self.mint.long("evt", self.world_now, record.account)
        self.events_.append((event, record, record.body, previous, key))

    def new_id(self, resource: Resource) -> str:
        """A fresh id in the resource's own form."""
        return self.mint.of_form(resource.ids, resource.prefix, self._now, self.account)

    # -- money -----------------------------------------------------------------------------------------

    def post(self, template: Posting, record: Record, move: Move) -> dict[str, str]:
        """Move money; rooms let their rows do it. gives: ids of balance transactions, by the owner's word."""
        assert record.account == self.account, f"{record.id}: its money moves in its own account (acting_for)"
        return book.post(self.books, template, record, move, self.account, self._balance_transaction)

    def _balance_transaction(self, account: str, fields: dict[str, Any]) -> str:
        work = self.acting_for(account)
        made = work.create_named(TRANSACTION, **{"available_on": work.now, **fields})
        made.clock = ""  # the days of an account's balance are the world's, whatever clock a payer hangs on
        return made.id

    def balance(self, name: str, currency: str) -> int:
        """A ledger balance of the acting account, as this work sees it."""
        return self.books.balance(qualified(name, self.account), currency)

    @overload
    def network(self, name: Literal["cards"]) -> Cards: ...
    @overload
    def network(self, name: Literal["banks"]) -> Banks: ...

    def network(self, name: str) -> Any:
        """The world's network of that name; forced outcomes that it uses up are gone when we are kept."""
        found = self.networks.get(name)
        if found is None:
            faults = self.world.settings.get("faults", {}).get(name, {})
            found = self.networks[name] = opened(name, self.world.seed, faults)
            if faults.get("next"):
                self.after.append(lambda batch: keeping.spend(batch, name, found))
        return found

    # -- later -----------------------------------------------------------------------------------------

    def schedule(self, verb: str, record: Record, due_at: int, **payload: Any) -> None:
        """Run the record's verb when its clock reaches that time."""
        place = (record.clock, record.account, record.type, record.id)
        self.jobs_.append((due_at, *place, verb, orjson.dumps(payload)))

    def unschedule(self, verb: str, record: Record) -> None:
        """Forget the record's pending jobs of that verb, or all of them for ""."""
        pending.forget(self, verb, record)

    def scheduled(self, verb: str, record: Record, due_at: int) -> bool:
        """Has an earlier batch left the record such a job, due at that very moment?"""
        return pending.planned(self, verb, record, due_at)

    def after_commit(self, kind: str, value: Any) -> None:
        """Tell those who hear of this kind (kernel/after.py), once all this is on disk."""
        self.told.append((kind, value))

    def rows(self, statement: str, row: tuple[Any, ...]) -> None:
        """A row of a machine with tables of its own (metering)."""
        self.rows_.append((statement, row))

    def queued(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The rows of such machines that this work has queued so far."""
        return self.rows_

    # -- the end ---------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Hand everything to the batch: from here on the others of the batch see it."""
        keeping.keep(self)
