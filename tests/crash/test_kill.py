"""kill -9 at random moments under 32 busy connections: nothing that was answered is lost, nothing is
half-done."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Served
from tests.crash.journal import Journal, Worker, check, finish

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
KILLS = 200 if SOAK else 10
CONNECTIONS = 32

pytestmark = pytest.mark.soak


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "crash.db")
    else:
        dsn: str = request.getfixturevalue("postgres_dsn")
        yield dsn


def busy(port: int, seconds: float, run: str) -> tuple[list[Worker], threading.Event]:
    """Workers that have been writing for so long."""
    stop = threading.Event()
    workers = [Worker(port, f"{run}w{number}", stop) for number in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    time.sleep(seconds)
    return workers, stop


def port_of(server: Served) -> int:
    return int(server.url.rsplit(":", 1)[1])


def test_nothing_acknowledged_is_lost(database: str) -> None:
    seed = int(os.environ.get("PINSTRIPE_CRASH_SEED", "7"))
    chance = random.Random(seed)
    journals: list[Journal] = []
    acknowledged = 0
    for kill in range(KILLS):
        server = Served(database)
        workers, stop = busy(port_of(server), chance.uniform(0.05, 0.6), f"k{kill}")
        server.kill()
        stop.set()
        for worker in workers:
            worker.join(timeout=20)
        wrong = [text for worker in workers for text in worker.wrong]
        assert not wrong, f"seed {seed}, kill {kill}: {wrong[:3]}"
        journals = [worker.journal for worker in workers]
        acknowledged += sum(journal.acknowledged for journal in journals)
        server = Served(database)
        try:
            lost = check(port_of(server), journals)
            assert not lost, f"seed {seed}, kill {kill}: {lost[:5]}"
            repeated = finish(port_of(server), journals)
            assert not repeated, f"seed {seed}, kill {kill}: {repeated[:5]}"
        finally:
            server.stop()
    assert acknowledged > KILLS * CONNECTIONS, "the workers hardly worked; the test proves nothing"
    audited = subprocess.run(
        [sys.executable, "-m", "pinstripe", "audit", "--database", database],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_the_test_notices_answers_before_the_commit(tmp_path: Path) -> None:
    """The same check against a server that promises first must find lost writes."""
    database = str(tmp_path / "late.db")
    for _ in range(5):
        server = Served(database, script=str(Path(__file__).with_name("late.py")))
        workers, stop = busy(port_of(server), 0.6, f"late{time.monotonic_ns()}")
        server.kill()
        stop.set()
        for worker in workers:
            worker.join(timeout=20)
        journals = [worker.journal for worker in workers]
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
    workers, stop = busy(port_of(server), 0.3, "torn")
    server.kill()
    stop.set()
    for worker in workers:
        worker.join(timeout=20)
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        orphans = connection.execute(
            "SELECT COUNT(*) FROM heads h LEFT JOIN versions v ON v.world=h.world AND v.seq=h.seq WHERE "
            "v.seq IS NULL"
        ).fetchone()
        assert orphans == (0,)
