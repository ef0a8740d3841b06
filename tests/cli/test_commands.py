"""The command line, on a database of its own and against a running server."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from pinstripe.cli import clocks
from pinstripe.cli.main import COMMANDS, main
from pinstripe.cli.shown import moment
from tests.conftest import ROOT, Served


def run(*words: str, status: int = 0, env: dict[str, str] | None = None) -> Result:
    """One command, which ends as it should."""
    result = CliRunner().invoke(main, words, env=env or {})
    assert result.exit_code == status, result.output
    return result


def post(server: str, path: str, key: str, **params: str) -> Any:
    """A POST of the API."""
    body = "&".join(f"{name}={value}" for name, value in params.items()).encode()
    with urlopen(Request(server + path, body, {"Authorization": f"Bearer {key}"})) as answer:
        return json.load(answer)


def test_help_names_every_command() -> None:
    told = run("--help").output
    for command in COMMANDS:
        assert f"  {command} " in told
        assert "Usage:" in run(command, "--help").output


def test_version() -> None:
    assert run("--version").output.startswith("pinstripe, version ")


def log_url(server: str) -> str:
    """The link of a refusal."""
    with pytest.raises(HTTPError) as refusal:
        urlopen(Request(f"{server}/v1/customers/x", headers={"Authorization": "Bearer sk_test_links"}))
    return str(json.load(refusal.value)["error"]["request_log_url"])


def test_links_lead_where_the_server_listens_or_is_reached() -> None:
    for options, begin in (
        ((), ""),
        (("--public-url", "https://pay.example.test/"), "https://pay.example.test"),
    ):
        server = Served(":memory:", *options)
        link = log_url(server.url)
        assert link.startswith(f"{begin or server.url}/_pinstripe/pages/logs/req_")
        with urlopen(link.replace(begin, server.url) if begin else link) as page:
            assert b"<h1>Log of a request</h1>" in page.read()
        server.stop()
    for wrong in ("pay.example.test", "ftp://x", "http://", "https://x?y=1"):
        assert "is expected" in run("serve", "--public-url", wrong, status=2).output


def test_a_world_by_its_database(tmp_path: Path) -> None:
    database = ("--database", str(tmp_path / "a.db"))
    secret, publishable = run("keys", "create", *database).stdout.split()
    assert secret.startswith("sk_test_") and publishable == secret.replace("sk_", "pk_", 1)
    world = (*database, "--key", secret)
    limited = run(
        "keys", "create", *world, "--permission", "customer_read", "--permission", "rak_charge_write"
    )
    assert limited.stdout.startswith("rk_test_")
    listed = [line.split("\t") for line in run("keys", "list", *world).stdout.splitlines()]
    assert sorted(line[1] for line in listed) == ["publishable", "restricted", "secret"]
    name = next(line[0] for line in listed if line[1] == "restricted")
    assert run("keys", "delete", *world, name).stdout.strip() == name
    assert len(run("keys", "list", *world).stdout.splitlines()) == 2
    account = run("accounts", "create", *world, "--type", "custom").stdout.strip()
    assert account.startswith("acct_")
    run("snapshot", "save", *world, "before")
    platform = run("reset", *world, "--yes").stdout.strip()
    assert run("snapshot", "list", *world).stdout == "before\n"
    run("snapshot", "restore", *world, "before")
    assert run("fork", *world, "sk_test_twin").stdout.strip() == platform
    assert run("fork", *world, "sk_test_twin", status=1).output.endswith("This key opens a world already.\n")
    run("clock", "freeze", *world, "--at", "1767225600")
    assert run("clock", "show", *world).stdout == "1767225600\t2026-01-01 00:00:00 UTC\tfrozen\n"
    assert "\treal" in run("clock", "show", *database, "--key", "sk_test_twin").stdout
    faults = json.loads(run("faults", *world, '{"cards": {"outage": true}}').stdout)
    assert faults == json.loads(run("faults", *world).stdout) == {"cards": {"outage": True}}
    assert json.loads(run("faults", *world, "--clear").stdout) == {}
    told = run("audit", *database).stdout.splitlines()
    assert [line.split(": ")[1] for line in told] == ["agrees", "agrees"]


def test_an_audit_that_disagrees_ends_with_a_status(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    secret = run("keys", "create", "--database", str(path)).stdout.split()[0]
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO ledger_balances VALUES (1,'nobody/available','usd',7)")
    for words in (("--database", str(path)), ("--database", str(path), "--key", secret)):
        told = run("audit", *words, status=1).stdout
        assert "2 faults" in told
        assert "balance nobody/available: 7 usd, its entries say 0" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("audit", "--url", "http://127.0.0.1:9"), "no server answers at http://127.0.0.1:9"),
        (("reset", "--yes", "--database", "/nonexistent/a.db"), "there is no database /nonexistent/a.db"),
        (("audit", "--database", "/nonexistent/a.db"), "there is no database"),
        (("clock", "advance", "--url", "http://127.0.0.1:9", "30d"), "no server answers"),
    ],
)
def test_what_cannot_be_reached(words: tuple[str, ...], said: str) -> None:
    assert said in run(*words, status=1).output


@pytest.mark.parametrize(
    "words",
    [
        ("soon",),
        (),
        ("30d", "--to", "5"),
        ("30d", "--days", "5"),
        ("--days", "5", "--to", "5"),
        ("-5d",),
        ("d",),
    ],
)
def test_lengths_of_time_that_are_none(words: tuple[str, ...]) -> None:
    run("clock", "advance", *words, status=2)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45", 45), ("45s", 45), ("90m", 5400), ("12h", 43200), ("30d", 2592000), ("4w", 2419200)],
)
def test_lengths_of_time(text: str, seconds: int) -> None:
    assert clocks.seconds(text) == seconds


def test_a_question_before_a_reset(tmp_path: Path) -> None:
    secret = run("keys", "create", "--database", str(tmp_path / "a.db")).stdout.split()[0]
    told = run("reset", "--database", str(tmp_path / "a.db"), "--key", secret, status=1).output
    assert "will be gone" in told


def test_a_running_server(shared_server: Served) -> None:
    key = "sk_test_commands"
    env = {"PINSTRIPE_URL": shared_server.url, "PINSTRIPE_KEY": key}
    made = post(shared_server.url, "/v1/customers", key, name="Ada")
    frozen = run("clock", "freeze", "--at", "1767225600", env=env).stdout
    assert frozen.startswith("1767225600\t2026-01-01")
    assert (
        run("clock", "advance", "30d", env=env).stdout == "1769817600\t2026-01-31 00:00:00 UTC\t0 jobs run\n"
    )
    assert run("clock", "advance", "--to", "1769817601", env=env).stdout.startswith("1769817601\t")
    assert run("clock", "advance", "--days", "1", env=env).stdout.startswith("1769904001\t")
    assert "forward only" in run("clock", "advance", "--to", "5", env=env, status=1).output
    assert run("clock", "unfreeze", "--offset", "0", env=env).stdout.endswith("+0 s\n")
    account = run("accounts", "create", env=env).stdout.strip()
    [line] = run("events", "tail", "--no-follow", env=env).stdout.splitlines()
    _, kind, event, record, of = line.split("\t")
    assert (kind, record, of == account) == ("customer.created", made["id"], False)
    assert run("events", "resend", event, env=env).stdout == f"{event} goes to 0 endpoints\n"
    assert "No such" in run("events", "resend", "evt_never", env=env, status=1).output
    assert "agrees" in run("audit", env=env).stdout
    run("snapshot", "save", "s", env=env)
    assert run("snapshot", "list", env=env).stdout == "s\n"
    assert "Invalid API Key" in run("audit", env={**env, "PINSTRIPE_KEY": "sk_live_1"}, status=1).output


def test_a_database_that_a_server_has_open(tmp_path: Path) -> None:
    server = Served(str(tmp_path / "a.db"))
    told = run("audit", "--database", str(tmp_path / "a.db"), status=1)
    assert "in use by another process" in told.output + str(told.exception)
    server.stop()


def test_a_strict_server_from_its_first_key(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    secret = run("keys", "create", "--database", path).stdout.split()[0]
    server = Served(path, "--keys", "strict")
    assert post(server.url, "/v1/customers", secret, name="Ada")["name"] == "Ada"
    with pytest.raises(Exception, match="401"):
        post(server.url, "/v1/customers", "sk_test_stranger")
    limited = run("keys", "create", "--permission", "customer_read", "--url", server.url, "--key", secret)
    with pytest.raises(Exception, match="403"):
        post(server.url, "/v1/customers", limited.stdout.strip())
    server.stop()


class Slow:
    """A server whose clock is on its way for two questions."""

    def __init__(self, answer: Future[dict[str, Any]]) -> None:
        self.answer = answer
        self.asked = 0

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """What it says of the clock."""
        self.asked += 1
        if self.asked == 3:
            self.answer.set_result({})
            return {"clock": {"advancing": None}}
        return {
            "clock": {"advancing": {"from": 0, "to": 100, "now": self.asked * 40, "jobs_run": self.asked}}
        }

    def close(self) -> None:
        """Nothing to do."""


def test_progress_is_shown_while_a_clock_advances(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clocks, "POLL_SECONDS", 0.01)
    answer: Future[dict[str, Any]] = Future()
    slow = Slow(answer)
    clocks.watch(slow, answer)
    assert slow.asked == 3
    assert capsys.readouterr().out == ""


def test_times_are_told_in_utc() -> None:
    assert (moment(1767225600), moment(None)) == ("2026-01-01 00:00:00", "-")


def test_serving_imports_nothing_heavy() -> None:
    script = (
        "import sys; from pinstripe.cli import serving; from pinstripe.runtime import Options, Runtime; "
        "from pinstripe.control.routes import Control; Control(Runtime(Options())); "
        "heavy = {'pyreqwest', 'rich', 'asyncpg', 'greenlet', 'holidays', 'dateutil', "
        "'multiprocessing.pool', 'email'}; "
        "print(sorted(heavy & sys.modules.keys()))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert found.stdout == "[]\n"
