"""Stories in text: each line is a call, a step of a clock, or what must have happened by then.

    scenario A customer comes and goes                         a world of its own begins
    POST /v1/customers email=a@b.c metadata[k]=v -> customer   a call; its answer gets a name
    GET /v1/customers/{customer} => email=a@b.c name=null      what the answer must say
      => metadata.k=v                                          more of it, on the next line
    POST /v1/customers email=x !400 email_invalid param=email  a refusal: status, code (- for none), fields
    3 times POST /v1/customers name=c{n} -> last               repeated; {n} counts from 1
    clock advance 32 days                                      the world's clock; also: to 2026-03-01
    clock {clock} advance 1 month                              a test clock, until it is ready again
    POST /_pinstripe/… succeeded=true                          a call to the control API
    events: customer.created, customer.updated                 exactly these, in order, since the last look
    events include: invoice.paid                               these in this order, among others
    entries: network:card > pending:@2026-01-05 2500 usd       exactly this money moved, since the last look
    books balanced                                             the ledger, recomputed from its entries
    version 2024-04-10 · key sk_test_other · account {a} · account platform

Paths are dotted; `#` is a list's length, `*` all its elements, `header.X` a header. Values: `=*` something,
`=!` left out, `~text` contains; `@2026-02-01T10:00`, `@now+3d` and `@{clock.frozen_time}-1h` are Unix times.
Every answer is checked against its compiled shape. A story ends with balanced books, and each object stands
as its last event told it, but for the differences that ALLOWED names.
"""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from dateutil.relativedelta import relativedelta

from pinstripe.api.table import NEWEST
from pinstripe.control.routes import Control
from pinstripe.http.auth import world_name
from pinstripe.http.seen import Request
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.ledger.audit import audit
from pinstripe.runtime import Runtime
from tests.client import Answer, Api, fresh
from tests.scenarios.money import fits, moved
from tests.scenarios.words import MISSING, agrees, at, nested, parts, shown, typed

FOLDER = Path(__file__).parent
KEY = "sk_test_pinstripe"
CALL = re.compile(r"(?:(\d+) times )?(GET|POST|DELETE) (\S+)(.*)")
CLOCK = re.compile(
    r"clock(?: (\{[^}]+\}))? advance (?:(\d+) (second|minute|hour|day|week|month|year)s?|to (\S+))"
)
NAMED = re.compile(r"\{([^{}]+)\}")
MOMENT = re.compile(r"@(now|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?|\d+)(?:([+-]\d+)([smhd]))?")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
Row = tuple[str, str, str]

ALLOWED: dict[tuple[str, str], str] = {
    ("checkout.session", "payment_status"): "a capture of what was held is told by its payment",
    ("checkout.session", "metadata"): "no event tells of notes on a session",
    ("customer", "invoice_settings"): "a default goes with its method, as payment_method.detached tells",
    ("customer", "currency"): "follows from the first invoice or item, which has events of its own",
    ("customer", "next_invoice_sequence"): "follows from invoice.finalized",
    ("financial_connections.authorization", "status_details"): "no event tells that it ended, or began anew",
    ("invoiceitem", "invoice"): "an item joins an invoice, as invoice.created tells",
    ("invoiceitem", "amount"): "a change of an item is told by no event; the invoice's tells",
    ("invoiceitem", "net_amount"): "as the amount",
    ("invoiceitem", "pricing"): "as the amount",
    ("invoiceitem", "discounts"): "as the amount",
    ("invoiceitem", "tax_rates"): "as the amount",
    ("invoiceitem", "description"): "as the amount",
    ("invoiceitem", "metadata"): "as the amount",
    ("invoiceitem", "period"): "as the amount",
    ("invoiceitem", "quantity"): "as the amount",
    ("invoiceitem", "quantity_decimal"): "as the amount",
    ("invoice", "next_payment_attempt"): "follows from invoice.finalized",
    ("invoice", "customer_address"): "a draft follows its customer, as customer.updated tells",
    ("invoice", "customer_email"): "as the address",
    ("invoice", "customer_name"): "as the address",
    ("invoice", "customer_phone"): "as the address",
    ("invoice", "customer_shipping"): "as the address",
    ("invoice", "customer_tax_exempt"): "as the address",
    ("invoice", "customer_tax_ids"): "as the address; customer.tax_id.created and .deleted tell",
    ("invoice", "amount_paid_off_stripe"): "follows from invoice.paid",
    ("payment_intent", "amount"): "no event tells of changes of a payment that is open",
    ("payment_intent", "payment_method_options"): "as the amount",
    ("payment_intent", "transfer_data"): "as the amount",
    ("source", "receiver"): "source.transaction.created tells what came, the charge what was used",
    ("source", "status"): "the charge that uses up a source tells of it",
    ("source", "owner"): "no event tells of notes on a source",
    ("source", "metadata"): "as the owner",
    ("setup_intent", "description"): "no event tells of notes on a setup",
    ("setup_intent", "metadata"): "as the description",
    (
        "capital.financing_offer",
        "status",
    ): "that an offer is delivered, revoked or replaced is told by no event",
    ("capital.financing_offer", "status_transitions"): "as the status",
    ("topup", "description"): "no event tells of notes on a top-up",
    ("topup", "metadata"): "as the description",
    ("treasury.financial_account", "balance"): "no event tells of it; each flow has its own",
    ("treasury.financial_account", "metadata"): "no event tells of notes on an account",
    ("treasury.financial_account", "nickname"): "as the metadata",
    ("treasury.financial_account", "platform_restrictions"): "the features that follow tell of them",
    ("treasury.inbound_transfer", "cancelable"): "no event tells of a cut-off",
    ("treasury.inbound_transfer", "linked_flows"): "treasury.received_debit.created tells of the return",
    ("treasury.inbound_transfer", "returned"): "likewise",
    ("treasury.outbound_payment", "cancelable"): "no event tells of a cut-off",
    ("treasury.outbound_transfer", "cancelable"): "likewise",
    ("treasury.received_credit", "linked_flows"): "treasury.credit_reversal.created tells of it",
    ("treasury.received_credit", "reversal_details"): "likewise",
    ("treasury.received_debit", "linked_flows"): "treasury.debit_reversal.created tells of it",
    ("treasury.received_debit", "reversal_details"): "likewise",
}
"""(type, field) that may change after an object's last event, each with the reason."""


@dataclass(frozen=True)
class Line:
    """One line of a story, with where it stands."""

    number: int
    text: str


@dataclass(frozen=True)
class Story:
    """A title and its lines."""

    file: str
    title: str
    lines: tuple[Line, ...]


@dataclass
class Told:
    """What came of a story: every answer's bytes, every lifecycle row that was taken, whether money moved."""

    answers: list[tuple[int, int, bytes]] = field(default_factory=list)
    rows: set[Row] = field(default_factory=set)
    money: bool = False
    postings: set[str] = field(default_factory=set)
    """Postings of entries that the story looked at."""


def stories(path: Path) -> list[Story]:
    """The stories of a file."""
    found: list[tuple[str, list[Line]]] = []
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = written.strip()
        if text.startswith("scenario "):
            found.append((text.removeprefix("scenario "), []))
        elif text and not text.startswith("#"):
            assert found, f"{path.name}:{number}: a line before the first scenario"
            found[-1][1].append(Line(number, text))
    return [Story(path.name, title, tuple(lines)) for title, lines in found]


def all_stories() -> list[Story]:
    """Every story, by file and place."""
    return [story for path in sorted(FOLDER.glob("*.txt")) for story in stories(path)]


@contextmanager
def rows_taken(into: set[Row]) -> Iterator[None]:
    """Note every lifecycle row that the kernel takes."""
    create, advance, announce = Work.create, Work.advance, Work.announce

    def creating(self: Work, resource: Resource, outcome: str | None = None, /, **fields: Any) -> Any:
        if outcome is not None:
            into.add((resource.object, "create", outcome))
        return create(self, resource, outcome, **fields)

    def advancing(self: Work, record: Any, verb: str, outcome: str, /, **changes: Any) -> Any:
        into.add((record.type, verb, outcome))
        return advance(self, record, verb, outcome, **changes)

    def announcing(self: Work, record: Any, verb: str, outcome: str = "done", /) -> None:
        into.add((record.type, verb, outcome))
        announce(self, record, verb, outcome)

    Work.create, Work.advance, Work.announce = creating, advancing, announcing  # type: ignore[method-assign]
    try:
        yield
    finally:
        Work.create, Work.advance, Work.announce = create, advance, announce  # type: ignore[method-assign]


def tell(story: Story, **options: Any) -> Told:
    """Play a story from beginning to end on a server of its own. refuses: AssertionError, naming the line"""
    told = Told()
    loop = asyncio.new_event_loop()
    runtime = fresh(**options)
    try:
        with rows_taken(told.rows):
            teller = Teller(story, Api(runtime, loop, KEY), told)
            teller.play()
    finally:
        loop.run_until_complete(runtime.stop())
        loop.close()
    return told


class Teller:
    """The state of one telling: names, the caller at hand, how far the events were looked at."""

    def __init__(self, story: Story, api: Api, told: Told) -> None:
        self.story = story
        self.api = api
        self.told = told
        self.names: dict[str, Any] = {}
        self.last: Answer | None = None
        self.line = Line(0, story.title)
        self.seen: dict[tuple[int, str], int] = {}
        self.counted: dict[tuple[int, str], int] = {}

    @property
    def runtime(self) -> Runtime:
        return self.api.runtime

    @property
    def world(self) -> World:
        """The world of the key at hand."""
        return self.runtime.worlds.get(world_name(self.api.key.removeprefix("sk_test_")))

    def fail(self, why: str) -> AssertionError:
        """What does not hold, where, and what was answered instead."""
        shown = self.last.raw.decode() if self.last is not None else ""
        return AssertionError(
            f"{self.story.file}:{self.line.number}: {self.line.text}\n  {why}\n{shown[:4000]}"
        )

    # -- lines -----------------------------------------------------------------------------------------

    def play(self) -> None:
        """All lines, and what every story ends with."""
        for line in self.story.lines:
            self.line = line
            self.step(line.text)
        self.line = Line(self.line.number, "the end")
        self.books()
        self.rebuilt()

    def step(self, text: str) -> None:
        """One line."""
        word, _, rest = text.partition(" ")
        if text == "books balanced":
            self.books()
        elif text.startswith("clock "):
            self.clock(text)
        elif word in {"events:", "events"}:
            self.events(text)
        elif word == "entries:":
            self.entries(rest)
        elif word == "=>":
            assert self.last is not None
            self.check(shlex.split(rest), self.last.body)
        elif word in {"version", "key", "account"}:
            setattr(
                self.api,
                word,
                "" if rest == "platform" else NEWEST if rest == "newest" else self.filled(rest),
            )
        elif CALL.fullmatch(text):
            self.call(text)
        else:
            raise self.fail("not a line that a story can have")

    def call(self, text: str) -> None:
        """A request, once or several times, and what its answer must be."""
        matched = CALL.fullmatch(text)
        assert matched is not None
        times, method, path, rest = matched.groups()
        params, name, checks, refusal = parts(shlex.split(rest))
        for count in range(1, int(times or 1) + 1):
            self.names["n"] = count
            self.last = self.sent(method, self.filled(path), params)
            self.told.answers.append((self.line.number, self.last.status, self.last.raw))
            if refusal is not None:
                self.refused(refusal, self.last)
            elif self.last.status != 200:
                raise self.fail(f"refused with {self.last.status}")
        if name:
            self.names[name] = self.last.body if self.last is not None else None
        if checks and self.last is not None:
            self.check(checks, self.last.body)

    def sent(self, method: str, path: str, tokens: list[str]) -> Answer:
        params: dict[str, Any] = {}
        for token in tokens:
            name, sign, value = token.partition("=")
            if not sign:
                raise self.fail(f"not a parameter: {token}")
            value = self.filled(value)
            if name.endswith("[]"):
                params.setdefault(name[:-2], []).append(value)
            else:
                params[name] = value
        if path.startswith("/_pinstripe/"):
            return self.controlled(method, path, params)
        if path.startswith("/v2/") and method == "POST":
            return self.api.json(path, nested(params))
        return self.api.call(method, path, params)

    def controlled(self, method: str, path: str, params: dict[str, Any]) -> Answer:
        """A request to the control API, in JSON."""
        headers = {"authorization": f"Bearer {self.api.key}"}
        request = Request(method, path, b"", headers, orjson.dumps(nested(typed(params))))
        reply = self.api.loop.run_until_complete(Control(self.runtime).handle(request))
        return Answer(reply.status, dict(reply.headers), reply.body)

    def refused(self, tokens: list[str], answer: Answer) -> None:
        """Status, code and fields of a refusal."""
        status, code, *checks = tokens
        if str(answer.status) != status:
            raise self.fail(f"status {answer.status}, expected {status}")
        self.check([f"code={'!' if code == '-' else code}", *checks], answer.error)

    def check(self, tokens: list[str], body: Any) -> None:
        """Expected values at their paths."""
        for token in tokens:
            matched = re.fullmatch(r"([^=~]+)([=~])(.*)", token, re.DOTALL)
            if matched is None:
                raise self.fail(f"not an expectation: {token}")
            path, sign, value = matched.groups()
            expected = self.filled(value)
            if path.startswith("header."):
                assert self.last is not None
                found: Any = self.last.headers.get(path.removeprefix("header."), MISSING)
            else:
                found = at(body, self.filled(path))
            if not agrees(found, sign, expected):
                raise self.fail(f"{path} is {shown(found)}, expected {expected}")

    def filled(self, text: str) -> str:
        """A text with its names and moments put in."""
        text = NAMED.sub(lambda found: shown(self.named(found[1])), text)
        moment = MOMENT.fullmatch(text)
        return str(self.moment(moment)) if moment else text

    def named(self, path: str) -> Any:
        """What a name stands for; an object stands for its id."""
        name, _, rest = path.partition(".")
        if name not in self.names:
            raise self.fail(f"nothing is called {name}")
        value = at(self.names[name], rest) if rest else self.names[name]
        if value is MISSING:
            raise self.fail(f"{name} has no {rest}")
        return value["id"] if isinstance(value, dict) else value

    def moment(self, found: re.Match[str]) -> int:
        """A Unix time in words."""
        if found[1] == "now":
            start = self.world.now()
        elif found[1].isdigit():
            start = int(found[1])
        else:
            start = int(datetime.fromisoformat(found[1]).replace(tzinfo=UTC).timestamp())
        return start + int(found[2] or 0) * UNITS[found[3] or "s"]

    # -- time, events, books ---------------------------------------------------------------------------

    def clock(self, text: str) -> None:
        """Move the world's clock, or a test clock."""
        matched = CLOCK.fullmatch(text)
        if matched is None:
            raise self.fail("not a step of a clock")
        name, count, unit, until = matched.groups()
        path = f"/v1/test_helpers/test_clocks/{self.filled(name)}" if name else ""
        start = self.api.ok(self.api.get(path))["frozen_time"] if path else self.world.now()
        if until:
            target = int(self.filled(f"@{until}"))
        else:
            span = relativedelta(**{f"{unit}s": int(count)})  # type: ignore[arg-type]
            target = int((datetime.fromtimestamp(start, UTC) + span).timestamp())
        if not path:
            self.api.loop.run_until_complete(self.runtime.scheduler.advance(self.world, target))
            return
        self.last = self.api.post(f"{path}/advance", frozen_time=target)
        if self.last.status != 200:
            raise self.fail("the clock was not moved")
        self.api.settle()
        self.last = self.api.ok(self.api.get(path))
        if self.last["status"] != "ready":
            raise self.fail("the clock did not arrive")

    def events(self, text: str) -> None:
        """The events since the last look: exactly these, or these among others."""
        how, _, listed = text.partition(":")
        wanted = [] if listed.strip() == "none" else [one.strip() for one in listed.split(",")]
        world, account = self.world, self.api.account or self.world.account
        place = (world.world, account)
        rows = self.runtime.store.rows(
            "SELECT seq,type FROM events WHERE world=? AND account=? AND seq>? ORDER BY seq",
            (world.world, account, self.seen.get(place, 0)),
        )
        self.seen[place] = rows[-1][0] if rows else self.seen.get(place, 0)
        found = [row[1] for row in rows]
        rest = iter(found)
        fits = all(one in rest for one in wanted) if how == "events include" else found == wanted
        if not fits:
            raise self.fail(f"the events were: {', '.join(found) or 'none'}")

    def entries(self, wanted: str) -> None:
        """The money of the account at hand that moved since the last look."""
        world, account = self.world, self.api.account or self.world.account
        place = (world.world, account)
        found, self.counted[place] = moved(
            self.runtime.store, world.world, account, self.counted.get(place, 0)
        )
        self.told.postings |= {entry.posting for entry in found}
        try:
            right = fits(found, wanted, self.filled)
        except ValueError as error:
            raise self.fail(f"not an entry: {error}") from None
        if not right:
            raise self.fail(f"the entries were: {', '.join(map(str, found)) or 'none'}")

    def books(self) -> None:
        """The audit agrees in every world, and all that was gained somewhere was lost elsewhere."""
        for world in self.runtime.worlds.open.values():
            report = audit(self.runtime.store, world.world)
            if not report.agrees:
                raise self.fail("; ".join(report.faults))
            sums = self.runtime.store.rows(
                "SELECT currency,SUM(amount),COUNT(*) FROM ledger_balances WHERE world=? GROUP BY currency",
                (world.world,),
            )
            self.told.money |= bool(sums)
            for currency, total, _ in sums:
                if total:
                    raise self.fail(f"the books are off by {total} {currency}")

    def rebuilt(self) -> None:
        """Each object that events told of stands as the last of them told it."""
        rows = self.runtime.store.rows(
            "SELECT h.type,h.id,now.body,told.body FROM heads h "
            "JOIN versions now ON now.world=h.world AND now.seq=h.seq "
            "JOIN events e ON e.world=h.world AND e.account=h.account AND e.object=h.id AND e.seq="
            "(SELECT MAX(seq) FROM events l WHERE l.world=h.world AND l.account=h.account AND l.object=h.id) "
            "JOIN versions told ON told.world=e.world AND told.seq=e.version WHERE h.deleted=0"
        )
        for kind, key, now, told in rows:
            new, old = orjson.loads(now), orjson.loads(told)
            changed = {name for name in new.keys() | old.keys() if new.get(name) != old.get(name)}
            silent = sorted(name for name in changed if (kind, name) not in ALLOWED)
            if silent:
                raise self.fail(f"{kind} {key}: no event told of {', '.join(silent)}")
