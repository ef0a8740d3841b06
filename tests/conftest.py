"""Fixtures: a fresh server in process, and one behind a real socket."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pinstripe.kernel.operation import HANDLERS
from tests import postgres
from tests.client import Api, fresh

ROOT = Path(__file__).resolve().parents[1]


SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
settings.register_profile(
    "steady",
    derandomize=not SOAK,
    database=None,
    deadline=None,
    max_examples=2000 if SOAK else 100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
"""A busy machine is no fault of what is tested. A normal run draws the same examples each time, so that it
speaks of the code alone; a soak draws others, and more."""


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop for one test."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def api(loop: asyncio.AbstractEventLoop) -> Iterator[Api]:
    """An in-process server with a frozen clock and an empty world."""
    runtime = fresh()
    yield Api(runtime, loop)
    loop.run_until_complete(runtime.stop())


class Served:
    """A `pinstripe serve` process on a free loopback port."""

    def __init__(
        self, database: str, *options: str, script: str = "", environment: Mapping[str, str] | None = None
    ) -> None:
        program = [script] if script else ["-m", "pinstripe"]
        self.process = subprocess.Popen(
            [sys.executable, *program, "serve", "--port", "0", "--database", database, *options],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **(environment or {})},
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "listening on " in line:
                self.url = line.split("listening on ")[1].split()[0]
                break
        else:
            raise AssertionError("the server did not start")

    def kill(self) -> None:
        """No goodbye: SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; gives its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Takes what is built of an operation away for one test: `unbuilt("POST /v1/quotes")`."""

    def take(name: str) -> None:
        monkeypatch.delitem(HANDLERS, name, raising=False)

    return take


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server process on a database file of its own."""
    server = Served(str(tmp_path / "test.db"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server process for tests that use a key of their own."""
    server = Served(str(tmp_path_factory.mktemp("server") / "test.db"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server_dsn(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL server: the one that is named, else one of our own, which all workers of a run share."""
    named = os.environ.get("PINSTRIPE_TEST_DSN")
    if named:
        yield named
        return
    run = getattr(request.config, "workerinput", {}).get("testrunuid") or f"{os.getpid()}"
    with postgres.running(run) as address:
        yield address


@pytest.fixture(scope="session")
def schemas() -> list[str]:
    """Schemas of this process that no test uses now: their tables are there, and empty."""
    return []


@pytest.fixture
def postgres_dsn(server_dsn: str, schemas: list[str]) -> Iterator[str]:
    """A schema of its own in the test server, empty; making its tables takes longer than most tests do."""
    name = schemas.pop() if schemas else f"test_{os.urandom(6).hex()}"
    asyncio.run(postgres.execute(server_dsn, f"CREATE SCHEMA IF NOT EXISTS {name}"))
    yield f"{server_dsn}{'&' if '?' in server_dsn else '?'}search_path={name}"
    asyncio.run(postgres.empty(server_dsn, name))
    schemas.append(name)
