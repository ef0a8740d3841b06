"""A server that cannot start says why in one line and ends with a status other than 0."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, Served

NEEDS = 'a file by its path, ":memory:", or a postgresql:// DSN is expected'


def begun(folder: Path, *options: str) -> subprocess.Popen[str]:
    """`pinstripe serve` in a folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "pinstripe", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def refused(process: subprocess.Popen[str]) -> str:
    """The one line with which it ended, or the last of those that explain an option."""
    try:
        out, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode not in (0, None) and out == "", out
    assert "Traceback" not in said
    lines = said.strip().splitlines()
    assert len(lines) == 1 or lines[0].startswith("Usage: "), said
    return lines[-1]


def both(folder: Path, faults: Sequence[tuple[Sequence[str], str]]) -> None:
    """Start a server with each of these options, all at once."""
    running = [(begun(folder, *options), options, message) for options, message in faults]
    for process, options, message in running:
        assert message in refused(process), options


def test_names_that_are_no_database(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("a letter, not a database, and long enough to be read as one" * 20)
    names = {
        "": f"{NEEDS}, not ''",
        " ": f"{NEEDS}, not ' '",
        ":memory": f"{NEEDS}, not ':memory'",
        "mysql://root:secret@localhost/x": f"{NEEDS}, not mysql://…",
        "postgresql+asyncpg://u:secret@localhost/x": f"{NEEDS}, not postgresql+asyncpg://…",
        "PostgreSQL://localhost/x": f"{NEEDS}, not PostgreSQL://…",
        "sqlite:///x.db": f"{NEEDS}, not sqlite://…",
        "sqlite:x.db": f"{NEEDS}, not sqlite:…",
        "file:x.db?mode=ro": f"{NEEDS}, not file:…",
        "folder": "folder is not a file",
        "text.db": "file is not a database",
        "text.db/x.db": "cannot open the database",
        "/proc/x/x.db": "cannot open the database",
        "/dev/null": "/dev/null is not a file",
    }
    both(tmp_path, [(("--port", "0", "--database", name), message) for name, message in names.items()])
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "text.db"}


def test_databases_and_addresses_out_of_reach(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        memory = ("--database", ":memory:")
        faults = [
            (
                ("--port", "0", "--database", "postgresql://u:secret@127.0.0.1:1/x"),
                "cannot open the database",
            ),
            (("--port", "0", "--database", "postgresql://[x"), "cannot open the database"),
            ((*memory, "--port", port), "cannot listen on"),
            ((*memory, "--port", "65536"), "--port"),
            ((*memory, "--port", "0", "--host", "nowhere.invalid"), "cannot listen on"),
            ((*memory, "--port", "0", "--host", "a..b"), "cannot listen on"),
            ((*memory, "--port", "0", "--now", "253402300800"), "--now"),
            ((*memory, "--port", "0", "--public-url", "http://[x"), "--public-url"),
            ((*memory, "--port", "0", "--allow-host", "http://x"), "--allow-host"),
            ((*memory, "--port", "0", "--wat"), "--wat"),
        ]
        both(tmp_path, faults)


def test_one_file_one_server_whatever_the_file_is_called(tmp_path: Path) -> None:
    server = Served(str(tmp_path / "shop.db"))
    (tmp_path / "shop.db.lock").unlink(missing_ok=True)
    (tmp_path / "link.db").symlink_to("shop.db")
    os.link(tmp_path / "shop.db", tmp_path / "hard.db")
    (tmp_path / "folder").symlink_to(tmp_path)
    names = ("shop.db", "link.db", "hard.db", "folder/shop.db", "./shop.db")
    both(tmp_path, [(("--port", "0", "--database", name), f"{name} is in use") for name in names])
    assert server.stop() == 0
    again = Served(str(tmp_path / "link.db"))
    assert again.stop() == 0


@pytest.mark.parametrize("database", [":memory:", "new/folder/shop.db"])
def test_what_is_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert Served(database).stop() == 0
    assert (tmp_path / database).exists() is (database != ":memory:")
