"""Lines: events and requests told over an open socket to a command line that listens (`stripe listen`,
`stripe logs tail`), and what it says became of them.

Owns: the sessions (who may open a line, what is told on it), frames, results. Does not own: the socket
(http/sockets.py), the calls that make sessions and tell again (room webhooks), how events look
(snapshots.py). Money: none. Source: sdk: the command line tool (1.50.4, 1.52.0).

A session is a row of the keys, so that its id opens a line again after a restart, and at any process of a
shared database. What is told on a line leaves no row; once the command line says what its address answered,
that is a delivery to the session, with one attempt: `delivered`, or `canceled`, since nobody tries again.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from pinstripe.api.table import NEWEST
from pinstripe.clock import now as clock
from pinstripe.events import outbox, parcels, snapshots
from pinstripe.events.sender import HEADERS, Attempt
from pinstripe.events.signing import sign
from pinstripe.events.snapshots import Event
from pinstripe.ids import key_hash, stable
from pinstripe.kernel import after
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.engine import Engine
from pinstripe.kernel.record import PRETTY
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World

log = logging.getLogger("pinstripe.events")

RETOLD = after.kind("retold", "the place of an event that command lines are told again, and its account")
PATH = "/_pinstripe/lines"
"""Where a line is opened. source: our own"""
KIND = "cli"
"""Of a session among the keys."""
SESSION = (
    "SELECT w.name,k.account,k.permissions FROM keys k JOIN worlds w ON w.world=k.world "
    "WHERE k.key=? AND k.kind=?"
)
FEATURE = "SELECT 1 FROM keys WHERE world=? AND kind=? AND permissions LIKE ? LIMIT 1"
NEWS = (
    f"SELECT {snapshots.COLUMNS} FROM events e JOIN versions v ON v.world=e.world AND v.seq=e.version "
    "WHERE e.world=? AND {bound} ORDER BY e.seq LIMIT ?"
)
LAST = "SELECT MAX(seq) FROM events WHERE world=?"
CHUNK = 64
POLL_SECONDS = 1.0
"""How often a line looks for what other processes of a shared database made."""
RECALLED = 1000
"""So many frames of a line may wait for the word on what became of them."""
WAITING_LOGS = 1000
"""So many requests may wait to be told; of more the oldest are not told."""
Send = Callable[[str], Awaitable[None]]
WEBHOOKS: Final = "webhooks"
THIN: Final = "v2_events"
HEARD: Final = "thin_lines"
"""Whether thin events are told on lines, as a world remembers it, and until when that is believed."""
LOGS: Final = "request_logs"
FILTERS = frozenset(
    f"filter_{word}"
    for word in (
        "account http_method ip_address request_path request_status source status_code status_code_type"
    ).split()
)
"""What requests can be chosen by. source: sdk: the command line tool"""


@dataclass(frozen=True, slots=True)
class Session:
    """Whose events a command line hears, and which."""

    world: str
    account: str
    features: tuple[str, ...]
    secret: str
    filters: Mapping[str, list[str]]

    @property
    def name(self) -> str:
        """What its deliveries are to."""
        return device_of(self.secret)


@dataclass(eq=False, slots=True)
class Line:
    """An open socket of a session."""

    token: str
    session: Session
    world: World
    past: int
    place: int
    """The last event that was told."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    again: list[int] = field(default_factory=list)
    """Places of events that are to be told again."""
    logs: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, Event] = field(default_factory=dict)
    """What was told, by the conversation's id, until the word on it comes."""

    def wants(self, feature: str) -> bool:
        """Was it opened for that?"""
        return feature in self.session.features


def device_of(secret: str) -> str:
    """What a device is called, which its secret belongs to."""
    return "cli_" + stable(24, secret)


def opened_with(work: Work, token: str, session: Session) -> None:
    """From now on this token opens lines of the session."""
    facts = {"features": session.features, "secret": session.secret, "filters": session.filters}
    row = (key_hash(token), work.world.world, session.account, KIND, orjson.dumps(facts).decode())
    work.rows("keys.put", (*row, work.world_now, 0))
    if THIN in session.features:
        work.world.side[HEARD] = True, math.inf


def secret_of(work: Work, device: str) -> str:
    """What signs the events that a device hears of an account: the same each time. source: inferred"""
    return "whsec_" + stable(64, "line", work.world.seed, work.account, device)


def thin_are_heard(work: Work) -> bool:
    """Has a command line of this world ever listened for thin events?

    Every unit of work wants to know. Where other processes open lines too, theirs are seen a second later.
    """
    known, until = work.world.side.get(HEARD, (False, -1.0))
    if known or until > clock.tick():
        return bool(known)
    found = bool(work.batch.store.rows(FEATURE, (work.world.world, KIND, f'%"{THIN}"%')))
    again = clock.tick() + POLL_SECONDS if work.batch.store.shared else math.inf
    work.world.side[HEARD] = found, again
    return found


def retell(work: Work, account: str, place: int) -> None:
    """Tell an event again on the lines that are open."""
    work.after_commit(RETOLD, (account, place))


class Exchange:
    """The open lines of one process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = engine.store
        self.worlds = engine.worlds
        self.lines: dict[int, list[Line]] = {}
        """By the number of their world."""
        self.places: dict[str, tuple[World, int, int]] = {}
        """Where a session goes on that dials again: its world, the past that it heard of, the last event."""
        self.path = PATH
        self.closing = asyncio.Event()
        engine.committed.append(self._committed)
        engine.hear(RETOLD, self._retold)

    async def ask(self, function: Callable[..., Any], *args: Any) -> Any:
        """What the store says, beside the loop where it is a shared one."""
        return await self.engine.bridged(function, *args) if self.store.shared else function(*args)

    def session(self, token: str) -> tuple[Session, World] | None:
        """What a token opens."""
        rows = self.store.rows(SESSION, (key_hash(token), KIND))
        if not rows:
            return None
        name, account, text = rows[0]
        facts = orjson.loads(text)
        found = Session(name, account, tuple(facts["features"]), facts["secret"], facts["filters"])
        return found, self.worlds.get(name)

    def last(self, world: World) -> int:
        """The place of the newest event."""
        return self.store.rows(LAST, (world.world,))[0][0] or 0

    async def dial(self, token: str) -> Line | None:
        """A line for whoever dials, which begins where their last one ended; None for a token that nobody was
        given."""
        found = await self.ask(self.session, token)
        if found is None:
            return None
        session, world = found
        known = self.places.get(token)
        if known is not None and known[0] is world and known[1] == world.past:
            place = known[2]
        else:
            place = await self.ask(self.last, world)
        return Line(token, session, world, world.past, place)

    async def serve(self, line: Line, send: Send) -> None:
        """Tell what happens until the line ends."""
        known = self.lines.setdefault(line.world.world, [])
        known.append(line)
        try:
            while not self.closing.is_set():
                line.news.clear()
                await self._tell(line, send)
                await self._wait(line)
        finally:
            known.remove(line)
            if not known:
                self.lines.pop(line.world.world, None)
            if len(self.places) > RECALLED:
                self.places.clear()
            self.places[line.token] = (line.world, line.past, line.place)

    def close(self) -> None:
        """The server ends."""
        self.closing.set()
        for lines in self.lines.values():
            for line in lines:
                line.news.set()

    async def heard(self, line: Line, text: str) -> None:
        """What a command line says: only what became of an event is kept."""
        try:
            said = orjson.loads(text)
        except orjson.JSONDecodeError:
            return
        if not isinstance(said, dict) or said.get("type") != "webhook_response":
            return
        event = line.told.get(str(said.get("webhook_conversation_id") or said.get("notification_id")))
        status = said.get("status")
        if event is not None and isinstance(status, int):
            await self._keep(line, event, Attempt(clock.wall(), status, "", 0))

    def observe(self, told: Callable[[], dict[str, Any]], world: World, account: str, client: str) -> None:
        """A request was answered: the lines that want to know are told of it."""
        lines = [line for line in self.lines.get(world.world, ()) if line.wants(LOGS)]
        request = told() if lines else {}
        for line in lines:
            if logged(line, request, account, client):
                line.logs = [*line.logs[1 - WAITING_LOGS :], request]
                line.news.set()

    # -- inside ----------------------------------------------------------------------------------------

    def _current(self, line: Line) -> bool:
        return self.worlds.by_number.get(line.world.world) is line.world and line.world.past == line.past

    async def _wait(self, line: Line) -> None:
        seconds = POLL_SECONDS if self.store.shared else None
        try:
            await asyncio.wait_for(line.news.wait(), seconds)
        except TimeoutError:
            return

    def _committed(self, batch: Batch) -> None:
        if not batch.events:
            return
        for line in self.lines.get(batch.world.world, ()):
            if not self._current(line):
                # A reset or a restored snapshot came between: what happens from now on is told.
                line.world, line.past, line.place = batch.world, batch.past, batch.events[0][1] - 1
            line.news.set()

    def _retold(self, batch: Batch, places: list[tuple[str, int]]) -> None:
        for line in self.lines.get(batch.world.world, ()):
            line.again += [place for account, place in places if hears(line, account)]
            line.news.set()

    async def _tell(self, line: Line, send: Send) -> None:
        """Everything that is to be told now."""
        while line.logs:
            await send(log_frame(line.logs.pop(0)))
        again, line.again = line.again, []
        for place in again:
            for frame in await self.ask(self._frames, line, "e.seq=?", place, 1):
                await send(frame)
        while line.wants(WEBHOOKS) or line.wants(THIN):
            before = line.place
            for frame in await self.ask(self._frames, line, "e.seq>?", before, CHUNK):
                await send(frame)
            if line.place == before:
                return

    def _frames(self, line: Line, bound: str, place: int, limit: int) -> list[str]:
        """Frames of the events from a place on that a line hears."""
        world = line.world
        rows = self.store.rows(NEWS.format(bound=bound), (world.world, place, limit))
        waiting = snapshots.unacknowledged(self.store, world.world, (row[0] for row in rows))
        found: list[str] = []
        for row in rows:
            event = Event._make(row)
            line.place = max(line.place, event.seq)
            if not hears(line, event.account):
                continue
            try:
                found += frames(
                    Work(Batch(self.store, world), event.account), line, event, waiting.get(event.seq, 0)
                )
            except Exception:
                log.exception("%s could not be shown to a command line", event.id)
        return found

    async def _keep(self, line: Line, event: Event, attempt: Attempt) -> None:
        """A delivery that is over."""
        world, state = line.world, "delivered" if attempt.delivered else "canceled"

        def keep(batch: Batch) -> None:
            if self._current(line):
                number = batch.changes.seq()
                owner = (world.world, number, line.session.account, line.session.name)
                batch.changes.add("deliveries", (*owner, event.seq, event.id, state, 1, attempt.at))
                batch.changes.add("attempts", (world.world, number, 1, *attempt))

        await self.engine.enqueue((world, keep))


def hears(line: Line, account: str) -> bool:
    """An account hears of its own events, a platform of its accounts' too."""
    return line.session.account in (account, line.world.account)


def frames(work: Work, line: Line, event: Event, waiting: int) -> Iterator[str]:
    """One event: a thin one as it is; another one in the account's version and in the newest, of which the
    command line takes one.
    """
    owner = event.account if event.account != line.session.account else ""
    at, secret, name = clock.wall(), line.session.secret, line.session.name
    if event.type.startswith(outbox.THIN):
        if line.wants(THIN):
            payload = orjson.dumps(parcels.thin(orjson.loads(event.body), owner), option=PRETTY)
            headers = {**HEADERS, "Stripe-Signature": sign(payload, secret, at)}
            remember(line, event.id, event)
            yield text_of(
                type="v2_event", payload=payload.decode(), http_headers=headers, destination_id=name
            )
        return
    if not line.wants(WEBHOOKS):
        return
    for version in (None, NEWEST):
        body = snapshots.shown(work, event, version or "", waiting, owner)
        payload = orjson.dumps(body, option=PRETTY)
        conversation = "wc_" + stable(24, event.id, version, at, len(line.told))
        remember(line, conversation, event)
        yield text_of(
            type="webhook_event",
            endpoint={"api_version": version},
            event_payload=payload.decode(),
            http_headers={**HEADERS, "Stripe-Signature": sign(payload, secret, at)},
            webhook_conversation_id=conversation,
            webhook_id=name,
        )


def remember(line: Line, conversation: str, event: Event) -> None:
    """What is said of this conversation is said of this event."""
    if len(line.told) >= RECALLED:
        del line.told[next(iter(line.told))]
    line.told[conversation] = event


def text_of(**fields: Any) -> str:
    """A frame."""
    return orjson.dumps(fields).decode()


def log_frame(told: Mapping[str, Any]) -> str:
    """A request as it is told."""
    key = "resp_" + str(told["request_id"]).removeprefix("req_")
    return text_of(type="request_log_event", request_log_id=key, event_payload=orjson.dumps(told).decode())


def logged(line: Line, told: Mapping[str, Any], account: str, client: str) -> bool:
    """Does a line hear of a request to this account? By its filters. source: sdk: the command line tool; what
    `connect_in` and `connect_out` mean inferred
    """
    own = line.session.account
    if own not in (account, line.world.account):
        return False
    way = "self" if account == line.world.account else "connect_in" if account == own else "connect_out"
    status = str(told["status"])
    values = {
        "filter_account": (way,),
        "filter_ip_address": (client,),
        "filter_http_method": (told["method"],),
        "filter_request_path": (told["url"],),
        "filter_request_status": ("SUCCEEDED" if told["status"] < 300 else "FAILED",),
        "filter_source": ("API",),
        "filter_status_code": (status,),
        "filter_status_code_type": (status[0] + "00", status[0] + "XX"),
    }
    return all(
        any(value.upper() in (one.upper() for one in wanted) for value in values[name])
        for name, wanted in line.session.filters.items()
        if wanted
    )
