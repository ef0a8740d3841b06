"""The PostgreSQL server of a test run: shared by its processes, gone when the last of them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import postgres
from tests.waiting import until

USER = """
import sys, time
from tests.postgres import running
with running(sys.argv[1]) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


def user(run: str) -> subprocess.Popen[str]:
    """A process that uses the run's server until it is told to end."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", USER, run], cwd=postgres.ROOT, stdin=pipe, stdout=pipe, text=True
    )


def gone(folder: Path) -> None:
    """Wait until the folder's server has ended: the keeper closes its lock last of all."""
    if (folder / "users").exists():
        with open(folder / "users") as users:
            postgres.fcntl.flock(users, postgres.fcntl.LOCK_SH)
    assert until(lambda: not folder.exists()), "what the server had is still there"


@pytest.mark.skipif("PINSTRIPE_TEST_DSN" in os.environ, reason="a server is given")
def test_processes_share_a_server_that_ends_with_the_last_of_them() -> None:
    run = f"shared-{os.getpid()}"
    folder = Path(tempfile.gettempdir(), f"pinstripe-pg-{run}")
    first, second = user(run), user(run)
    assert first.stdout is not None and second.stdout is not None and second.stdin is not None
    addresses = {first.stdout.readline(), second.stdout.readline()}
    assert len(addresses) == 1 and addresses.pop().startswith("postgresql://")
    first.send_signal(signal.SIGKILL)  # an interrupted run: nobody cleans up
    first.wait()
    assert (folder / "address").exists(), "the other process still uses it"
    second.communicate("")
    gone(folder)
