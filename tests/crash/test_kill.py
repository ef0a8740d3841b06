"""kill -9 at random moments under 32 busy connections: nothing that was answered is lost, nothing is
half-done."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, Served
from tests.crash.cutting import Cutter, came_about
from tests.crash.hearing import Hearing
from tests.crash.journal import Connection, Journal, Worker, check, control, finish, listen, told
from tests.waiting import until

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
FIRST = int(os.environ.get("PINSTRIPE_CRASH_SEED", "7"))
RUNS, KILLS = 1, 200 if SOAK else 3
"""Runs of each store, one test each, and the kills of one run."""
CONNECTIONS = 32
CUTTERS = 3
"""Clients beside them that never send a whole request."""
CUTS = 3000 if SOAK else 150
AUDIT_EACH = 5 if SOAK else 3
"""An audit reads everything, so it is not asked for after each kill."""
DELIVERY_SECONDS = 120 if SOAK else 60
ANSWERS = (2 * CONNECTIONS, 12 * CONNECTIONS)
"""So many answers come before a kill, at least and at most."""

pytestmark = pytest.mark.soak


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "crash.db")
    else:
        dsn: str = request.getfixturevalue("postgres_dsn")
        yield dsn


def killed(server: Served, answers: int, run: str, delay: float = 0.0) -> list[Worker]:
    """Kill a server under load, so long after so many answers. gives: the workers, who have stopped"""
    stop, answered = threading.Event(), threading.Semaphore(0)
    workers = [Worker(port_of(server), f"{run}w{number}", stop, answered) for number in range(CONNECTIONS)]
    cutters = [Cutter(port_of(server), answers + number, stop) for number in range(CUTTERS)]
    for thread in (*workers, *cutters):
        thread.start()
    for _ in range(answers):
        assert answered.acquire(timeout=20), "the server answers nobody"
    killer = threading.Timer(delay, server.kill)
    killer.start()
    killer.join()
    stop.set()
    for thread in (*workers, *cutters):
        thread.join(timeout=20)
    return workers


def port_of(server: Served) -> int:
    return int(server.url.rsplit(":", 1)[1])


class Run:
    """Kills of one store's servers, and what all witnesses must say after each of them."""

    def __init__(self, database: str, seed: int) -> None:
        self.database = database
        self.seed = seed
        self.chance = random.Random(seed)
        self.kill = 0
        self.journals: list[Journal] = []
        """Of the last run: what has to be checked after the restart."""
        self.every: list[Journal] = []
        self.hearing = Hearing()

    def agree(self, found: Sequence[str]) -> None:
        """A witness found nothing wrong."""
        where = f"PINSTRIPE_CRASH_SEED={self.seed}, kill {self.kill}"
        assert not found, f"{where}: {len(found)} faults, {list(found)[:5]}"

    def restart(self) -> Served:
        """A new server on what the last one left, judged before anything else is written."""
        server = Served(self.database)
        try:
            port = port_of(server)
            self.agree(check(port, self.journals))
            self.agree(finish(port, self.journals))
            self.agree(came_about(port))
            if not self.hearing.secret:
                self.hearing.secret = listen(port, self.hearing.url)
            if self.kill % AUDIT_EACH == 0:
                self.agree(control(port, "GET", "audit")["faults"])
        except BaseException:
            server.stop()
            raise
        return server

    def once(self) -> None:
        """Restart, write as fast as it goes, kill."""
        self.kill += 1
        server = self.restart()
        answers, delay = self.chance.randint(*ANSWERS), self.chance.uniform(0, 0.03)
        workers = killed(server, answers, f"k{self.kill}", delay)
        self.journals = [worker.journal for worker in workers]
        self.every += self.journals
        self.agree([text for worker in workers for text in worker.wrong])

    def end(self) -> None:
        """The last server delivers what is left; then all that was ever acknowledged is looked at again."""
        self.kill += 1
        server = self.restart()
        try:
            port = port_of(server)
            # What the killed servers had claimed of a shared store is free again within seconds.
            until(lambda: not self.missing(), DELIVERY_SECONDS, step=0.05)
            self.agree([f"{kind} of {key} was not delivered" for kind, key in sorted(self.missing())])
            self.agree(self.hearing.forged)
            self.agree(invented(port, self.hearing))
            self.agree(check(port, self.every[:: max(1, len(self.every) // 64)]))
        finally:
            server.stop()

    def missing(self) -> set[tuple[str, str]]:
        """What the listener must have heard and has not."""
        return told(self.every) - self.hearing.told()


def invented(port: int, hearing: Hearing) -> list[str]:
    """Events that were told and that the server doesn't know: told before they were true."""
    connection = Connection(port)
    sample = list(hearing.events)[-200:]
    known = {key: connection.call("GET", f"/v1/events/{key}")[0] for key in sample}
    return [f"{key} was told and does not exist" for key, status in known.items() if status != 200]


@pytest.mark.parametrize("seed", range(FIRST, FIRST + RUNS))
def test_nothing_acknowledged_is_lost(database: str, seed: int) -> None:
    run = Run(database, seed)
    try:
        for _ in range(KILLS):
            run.once()
        run.end()
    finally:
        run.hearing.close()
    acknowledged = sum(journal.acknowledged for journal in run.every)
    assert acknowledged > KILLS * CONNECTIONS, "the workers hardly worked; the test proves nothing"
    assert run.hearing.heard >= len(told(run.every)), "a listener that hears nothing proves nothing"
    audited = subprocess.run(
        [sys.executable, "-m", "pinstripe", "audit", "--database", database],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_a_listener_that_missed_something_is_noticed() -> None:
    """What proves that events are delivered at least once can fail."""
    heard = {"evt_1": ("customer.created", "cus_1"), "evt_2": ("customer.created", "cus_9")}
    journal = Journal(customers=["cus_1", "cus_2"], payments={"pi_1": 100})
    assert told([journal]) - set(heard.values()) == {
        ("customer.created", "cus_2"),
        ("payment_intent.succeeded", "pi_1"),
    }


def test_requests_that_were_cut_off_come_to_nothing(served: Served) -> None:
    """The same without kills: every way, some of them often; and what came about would be noticed."""
    port, stop = port_of(served), threading.Event()
    cutters = [Cutter(port, FIRST + number, stop) for number in range(8)]
    for cutter in cutters:
        cutter.start()
    assert until(lambda: sum(cutter.cut for cutter in cutters) >= CUTS, 600, step=0.05)
    stop.set()
    for cutter in cutters:
        cutter.join(timeout=20)
    assert came_about(port) == []
    assert control(port, "GET", "audit")["faults"] == []
    connection = Connection(port)
    connection.call("POST", "/v1/customers", email="cut@x.test")
    paid = {"amount": 1234, "currency": "usd", "metadata[cut]": 1, "payment_method_types[]": "card"}
    connection.call("POST", "/v1/payment_intents", **paid)
    assert len(came_about(port)) == 2


def test_the_test_notices_answers_before_the_commit(tmp_path: Path) -> None:
    """The same check against a server that promises first must find lost writes."""
    database = str(tmp_path / "late.db")
    for attempt in range(5):
        server = Served(database, script=str(Path(__file__).with_name("late.py")))
        journals = [worker.journal for worker in killed(server, CONNECTIONS, f"late{attempt}")]
        try:
            server = Served(database)
        except AssertionError:
            return
        try:
            if check(port_of(server), journals):
                return
        finally:
            server.stop()
    pytest.fail("a server that answers before it commits was not noticed")


def test_a_store_torn_in_the_middle_of_a_write_opens(tmp_path: Path) -> None:
    """What the log of SQLite holds of an unfinished batch is not there after a restart."""
    database = str(tmp_path / "torn.db")
    server = Served(database)
    assert killed(server, ANSWERS[0], "torn")
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        orphans = connection.execute(
            "SELECT COUNT(*) FROM heads h LEFT JOIN versions v ON v.world=h.world AND v.seq=h.seq WHERE "
            "v.seq IS NULL"
        ).fetchone()
        assert orphans == (0,)
