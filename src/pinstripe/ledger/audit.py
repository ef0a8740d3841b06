"""The audit: a world recomputed from its entries and versions, and everything that doesn't agree named.

Owns: the checks. Does not own: the books (ledger/book.py), the rows (store). Money: counted, never moved.
Source: our own. Nothing here trusts what is materialised: balances, heads and index rows are results.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from pinstripe.kernel.index import index_of
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY, leaf
from pinstripe.ledger.accounts import CROSSINGS, FEES, SPENDABLE, STRIPE_FEES, TRANSFERS
from pinstripe.ledger.posting import POSTINGS, TRANSACTION
from pinstripe.store.base import HEAD_COLUMNS, Row, Store

CHUNK = 2000
"""Rows in memory at a time, whatever the size of the world."""
ATTEMPTS = 3
"""How often a world is read again because another process wrote to it meanwhile."""
MOST_FAULTS = 1000
DAY = 86400

Rows = Iterator[tuple[Any, ...]]


@dataclass(eq=False, slots=True)
class Report:
    """What was checked, and what does not agree."""

    checked: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Is everything as the entries say?"""
        return not self.faults

    def fault(self, text: str) -> None:
        """Something that does not agree."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)

    def count(self, what: str) -> None:
        """One more was looked at."""
        self.checked[what] = self.checked.get(what, 0) + 1


def audit(store: Store, world: int) -> Report:
    """Everything about one world; on a shared store it is read again if somebody wrote meanwhile."""
    for _ in range(ATTEMPTS):
        before = counter(store, world)
        report = Report()
        books = Books(store, world, report)
        books.check()
        index = Index(store, world, report)
        for account, row in records(store, world):
            index.check(account, row)
            books.record(account, row)
            if row.type == TRANSACTION:
                books.transaction(account, row)
        index.rest()
        books.rest()
        states(store, world, report)
        references(store, world, report)
        if counter(store, world) == before:
            break
    return report


def counter(store: Store, world: int) -> int:
    """The world's last sequence number."""
    rows = store.rows("SELECT seq FROM worlds WHERE world=?", (world,))
    return int(rows[0][0]) if rows else 0


def spendable(name: str, account: str) -> bool:
    """Is a name part of the account's balance, which balance transactions tell of?"""
    owner, _, purpose = name.partition("/")
    return owner == account and purpose.partition(":")[0] in SPENDABLE


def walk(store: Store, world: int, table: str, columns: str, key: str = "seq") -> Rows:
    """All rows of a table in order, a chunk at a time."""
    last = 0
    while True:
        rows = store.rows(
            f"SELECT {key},{columns} FROM {table} WHERE world=? AND {key}>? ORDER BY {key} LIMIT ?",
            (world, last, CHUNK),
        )
        yield from rows
        if len(rows) < CHUNK:
            return
        last = rows[-1][0]


class Books:
    """Entries, and what must follow from them: balances, balance transactions, holds."""

    def __init__(self, store: Store, world: int, report: Report) -> None:
        self.store, self.world, self.report = store, world, report
        self.balances: Counter[tuple[str, str]] = Counter()
        self.moved: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        """(account, balance transaction) → net of the account's own names, fee."""
        self.held: dict[str, Counter[str]] = defaultdict(Counter)
        """Record → what was set aside (`in`) and resolved (`out`), and by which posting last."""
        self.last: dict[str, str] = {}
        self.posted: dict[str, set[tuple[str, str]]] = defaultdict(set)
        """Record → (posting, account) of the entries that it was given as the reason of."""
        self.crossed: Counter[tuple[str, str, str, str]] = Counter()
        """(record, posting, name, currency) → what a name between accounts holds after it: nothing."""
        self.crossing: set[tuple[str, str, str]] = set()
        """(record, posting, account) of entries on one side of a movement between accounts."""
        self.explained: set[tuple[str, str]] = set()
        """(record, posting) of records that exist in an account of their entries."""
        self.matured: set[tuple[str, str]] = set()
        """Days whose money became available, by name and currency: they hold no less than nothing."""
        self.places: dict[str, set[tuple[str, str]]] = defaultdict(set)
        """Name → (name, currency) of every balance that is kept."""

    def check(self) -> None:
        """Add up the entries, and compare with what is kept."""
        columns = "account,posting,record,txn,source,target,amount,currency"
        for entry in walk(self.store, self.world, "ledger_entries", columns):
            self._entry(entry)
        self._balances()
        self._holds()

    def _entry(self, entry: tuple[Any, ...]) -> None:
        seq, account, posting, record, txn, source, target, amount, currency = entry
        self.report.count("entries")
        if amount <= 0:
            self.report.fault(f"entry {seq}: moves {amount} {currency}")
        self.balances[(source, currency)] -= amount
        self.balances[(target, currency)] += amount
        if not txn and "/pending:" in source:
            self.matured.add((source, currency))
        if txn:
            moved = self.moved[(account, txn)]
            left, came = spendable(source, account), spendable(target, account)
            moved[0] += amount * (came - left)
            moved[1] += amount * ((left and target in FEES) - (came and source == STRIPE_FEES))
        for name, sign in ((source, -1), (target, 1)):
            if name in CROSSINGS:
                self.crossed[(record, posting, name, currency)] += sign * amount
                self.crossing.add((record, posting, account))
                if not txn:
                    self.report.fault(f"entry {seq}: between accounts, and names no balance transaction")
        known = POSTINGS.get(posting)
        if known is None:
            self.report.fault(f"entry {seq}: no posting is called {posting}")
            return
        self.posted[record].add((posting, account))
        if known.hold:
            self.held[record]["in" if known.hold in {"open", "raise"} else "out"] += amount
            self.last[record] = known.hold

    def _balances(self) -> None:
        kept: dict[tuple[str, str], int] = {}
        sums: Counter[str] = Counter()
        for name, currency, amount in self.store.rows(
            "SELECT name,currency,amount FROM ledger_balances WHERE world=?", (self.world,)
        ):
            self.report.count("balances")
            kept[(name, currency)] = amount
            sums[currency] += amount
        for name, currency in self.balances:
            self.places[name].add((name, currency))
        self._sense()
        for place in sorted({*kept, *self.balances}):
            found, meant = kept.get(place, 0), self.balances[place]
            if found != meant:
                self.report.fault(f"balance {place[0]}: {found} {place[1]}, its entries say {meant}")
        for currency, total in sorted(sums.items()):
            if total:
                self.report.fault(f"balances in {currency} sum to {total}, not to zero")

    def _sense(self) -> None:
        """What no right sequence of postings leaves behind, although it would balance."""
        for (record, posting, name, currency), amount in sorted(self.crossed.items()):
            if amount:
                self.report.fault(
                    f"{posting} of {record} leaves {amount} {currency} in {name}: one side is missing"
                )
        for (name, currency), amount in sorted(self.balances.items()):
            if name == TRANSFERS and amount:
                self.report.fault(f"{amount} {currency} left one account and did not reach another")
            _, waits, day = name.partition("/pending:")
            if waits and amount < 0 and (name, currency) in self.matured:
                self.report.fault(f"{name}: {amount} wait for a day, which is less than nothing")
            if waits and int(day) % DAY:
                self.report.fault(f"{name}: a day of availability begins at midnight UTC")

    def record(self, account: str, row: Row) -> None:
        """Postings belong to the room of the record they are made for; declared fields equal their
        accounts.
        """
        resource = REGISTRY[row.type]
        for name in sorted(name for name, owner in self.posted.get(row.id, ()) if owner == account):
            self.explained.add((row.id, name))
            self.posted[row.id].discard((name, account))
            room = POSTINGS[name].room
            if room and resource.room and room != resource.room:
                self.report.fault(f"{row.id}: is of {resource.room}, and {name} was posted for it")
        for field_, template, sign in resource.books:
            body = orjson.loads(row.body)
            name = f"{account}/{template.format(id=row.id)}"
            total = sum(self.balances[place] for place in self.places.get(name, ()))
            said = leaf(body, tuple(field_.split(".")))
            if said != sign * total:
                self.report.fault(f"{row.id}: {field_} is {said}, {name} holds {total}")

    def transaction(self, account: str, row: Row) -> None:
        """A balance transaction says what its entries did to its account."""
        body = orjson.loads(row.body)
        self.report.count("balance transactions")
        net, fee = self.moved.pop((account, row.id), (0, 0))
        amount, said_fee, said_net = body["amount"], body["fee"], body["net"]
        if (amount, said_fee, said_net) != (net + fee, fee, net):
            self.report.fault(
                f"{row.id} says {amount} less {said_fee} is {said_net}, "
                f"its entries {net + fee} less {fee} is {net}"
            )

    def rest(self) -> None:
        """Entries whose balance transaction nobody has."""
        for account, txn in sorted(self.moved):
            self.report.fault(f"entries of {account} name {txn}, which does not exist")
        for record, postings in sorted(self.posted.items()):
            for name, account in sorted(postings):
                there = (record, name) in self.explained and (record, name, account) in self.crossing
                if not there:
                    self.report.fault(
                        f"{name}: entries of {account} were posted for {record}, which does not exist there"
                    )

    def _holds(self) -> None:
        seen = set()
        for key, state, amount in self.store.rows(
            "SELECT id,state,amount FROM holds WHERE world=? ORDER BY id", (self.world,)
        ):
            self.report.count("holds")
            seen.add(key)
            self._hold(key, state, amount)
        for record in sorted(self.held.keys() - seen):
            self.report.fault(f"{record}: entries set money aside or free, and there is no hold")

    def _hold(self, key: str, state: str, amount: int) -> None:
        moved = self.held.get(key, Counter())
        left = moved["in"] - moved["out"]
        if not moved["in"]:
            self.report.fault(f"hold of {key}: no entries opened it")
        if left < 0:
            self.report.fault(f"hold of {key}: {moved['out']} of {moved['in']} were resolved")
        meant = "held" if left > 0 else self.last.get(key, "held")
        if state != meant:
            self.report.fault(f"hold of {key}: is {state}, its entries say {meant}")
        if amount != left:
            self.report.fault(f"hold of {key}: {amount} are left of it, its entries say {left}")


def records(store: Store, world: int) -> Iterator[tuple[str, Row]]:
    """Every record with its account, a chunk at a time in the order of the key."""
    place = ("", "")
    while True:
        rows = store.rows(
            f"SELECT h.account,{HEAD_COLUMNS} FROM heads h JOIN versions v ON v.world=h.world AND "
            f"v.seq=h.seq "
            "WHERE h.world=? AND (h.account,h.id)>(?,?) ORDER BY h.account,h.id LIMIT ?",
            (world, *place, CHUNK),
        )
        for account, *columns in rows:
            yield account, Row(*columns)
        if len(rows) < CHUNK:
            return
        place = (rows[-1][0], rows[-1][1])


def states(store: Store, world: int, report: Report) -> None:
    """Heads, versions and index rows: what is newest, what came before it, how it is found."""
    newest: dict[tuple[str, str], list[int]] = {}
    for seq, account, key in walk(store, world, "versions", "account,id"):
        report.count("versions")
        newest.setdefault((account, key), [seq, seq])[1] = seq
    heads: dict[tuple[str, str], tuple[int, int, int]] = {}
    for account, key, seq, born, rev in store.rows(
        "SELECT account,id,seq,born,rev FROM heads WHERE world=?", (world,)
    ):
        report.count("records")
        heads[(account, key)] = (seq, born, rev)
    for place, (seq, born, rev) in sorted(heads.items()):
        first, last = newest.pop(place, (0, 0))
        if not first:
            report.fault(f"{place[1]}: no version of it is kept")
        elif seq != last:
            report.fault(f"{place[1]}: its head is at version {seq}, its newest is {last}")
        elif rev < 1 or not (born == first or begun_again(store, world, place[1], born, seq)):
            report.fault(f"{place[1]}: its first version is {first}, its head says {born} (revision {rev})")
    for _, key in sorted(newest):
        report.fault(f"{key}: versions without a head")
    counted(store, world, report)


def begun_again(store: Store, world: int, key: str, born: int, seq: int) -> bool:
    """Is a record born at a later version of its id, which was a deleted record's before?"""
    found = store.rows("SELECT id FROM versions WHERE world=? AND seq=?", (world, born))
    return born <= seq and found == [(key,)]


def counted(store: Store, world: int, report: Report) -> None:
    """No number was given out beyond the world's counter: the next one must be new."""
    last = counter(store, world)
    for table, column in (
        ("versions", "seq"),
        ("events", "seq"),
        ("ledger_entries", "seq"),
        ("jobs", "id"),
        ("deliveries", "id"),
    ):
        beyond = store.rows(f"SELECT MAX({column}) FROM {table} WHERE world=?", (world,))[0][0] or 0
        if beyond > last:
            report.fault(f"{table}: number {beyond} is beyond the world's counter {last}")


class Index:
    """Every index row belongs to a record as it is now, and none is missing."""

    def __init__(self, store: Store, world: int, report: Report) -> None:
        self.report = report
        self.kept: dict[tuple[str, str], set[tuple[str, str, int]]] = defaultdict(set)
        for account, name, value, born, key in store.rows(
            "SELECT account,field,value,born,id FROM record_index WHERE world=?", (world,)
        ):
            report.count("index rows")
            self.kept[(account, key)].add((name, value, born))

    def check(self, account: str, row: Row) -> None:
        """One record against its rows."""
        pairs = () if row.deleted else index_of(Record.of(row, account))
        meant = {(name, value, row.born) for name, value in pairs}
        found = self.kept.pop((account, row.id), set())
        for name, value, _ in sorted(meant - found):
            self.report.fault(f"{row.id}: is not found by {name} {value}")
        for name, value, _ in sorted(found - meant):
            self.report.fault(f"{row.id}: is found by {name} {value}, which it is not")

    def rest(self) -> None:
        """Rows that no record has claimed."""
        for _, key in sorted(self.kept):
            self.report.fault(f"{key}: index rows without a record")


REFERENCES: Sequence[tuple[str, str, str]] = (
    (
        "events",
        "SELECT t.id FROM events t LEFT JOIN versions v ON v.world=t.world AND v.seq=t.version "
        "AND (v.account=t.account OR t.account=t.object) AND v.id=t.object WHERE t.world=? AND v.seq IS NULL",
        "event {0}: the version of its object does not exist",
    ),
    (
        "jobs",
        "SELECT t.id,t.verb,t.record FROM jobs t LEFT JOIN heads h ON h.world=t.world "
        "AND h.account=t.account AND h.id=t.record AND h.type=t.type AND h.deleted=0 WHERE t.world=? AND "
        "h.id IS NULL",
        "job {0}: is to {1} {2}, which does not exist",
    ),
    (
        "deliveries",
        "SELECT t.id,t.event_id FROM deliveries t LEFT JOIN events e ON e.world=t.world AND e.seq=t.event "
        "AND e.id=t.event_id WHERE t.world=? AND e.seq IS NULL",
        "delivery {0}: its event {1} does not exist",
    ),
    (
        "kept answers",
        "SELECT t.request FROM idempotency t LEFT JOIN versions v ON v.world=t.world AND v.seq=t.version "
        "WHERE t.world=? AND t.version>0 AND v.seq IS NULL",
        "the kept answer of {0}: the version that it repeats does not exist",
    ),
)


def references(store: Store, world: int, report: Report) -> None:
    """Rows that point somewhere point at something."""
    for what, sql, text in REFERENCES:
        table = "idempotency" if what == "kept answers" else what
        report.checked[what] = store.rows(f"SELECT COUNT(*) FROM {table} WHERE world=?", (world,))[0][0]
        for row in store.rows(sql, (world,)):
            report.fault(text.format(*row))
