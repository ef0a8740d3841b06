"""The evidence fails on boasting (claimed, not answered well), on false modesty (answered, not claimed), and
on a story that passed before and fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.waiting import until
from tools import evidence, journeys
from tools.evidence import contradictions
from tools.journeys import Story


def verdict(kind: str, why: str = "") -> list[dict[str, str]]:
    return [{"method": "post", "path": "/v1/customers", "verdict": kind, "why": why}]


@pytest.mark.parametrize(
    ("state", "kind", "why"),
    [
        ("written", "passed", ""),
        ("generated", "passed", ""),
        ("missing", "unrouted", "501 POST /v1/customers is not implemented"),
        ("missing", "no-id", ""),
    ],
)
def test_an_answer_as_claimed_is_no_contradiction(state: str, kind: str, why: str) -> None:
    assert contradictions(verdict(kind, why), {"POST /v1/customers": state}) == []


@pytest.mark.parametrize(
    ("state", "kind", "why"),
    [
        ("written", "invalid", "1 error(s)"),
        ("written", "unrouted", "501"),
        ("generated", "no-id", ""),
        ("generated", "refused", "400"),
        ("missing", "passed", ""),
        ("missing", "broken", "500"),
        ("missing", "unrouted", "Unrecognized request URL (POST: /v1/customers)."),
    ],
)
def test_an_answer_that_is_not_as_claimed_is_named(state: str, kind: str, why: str) -> None:
    (line,) = contradictions(verdict(kind, why), {"POST /v1/customers": state})
    assert "POST /v1/customers" in line
    assert state in line


def test_an_operation_that_the_program_never_heard_of_is_named() -> None:
    assert contradictions(verdict("passed"), {}) != []


STORIES = [
    Story("payments", "holding", 9, 0),
    Story("payments", "paying", 4, 1),
    Story("billing", "none", 0, 0),
]


def test_stories_are_found_and_read() -> None:
    text = "@story\ndef one(c): ...\n@story\ndef two(c): ...\ndef help(c): ...\n@story\ndef three(c): ...\n"
    assert journeys.names_in(text) == ["one", "two", "three"]
    printed = "one: 12 passed, 0 failed, 0.1 s\n  its own words\ntwo: 3 passed, 0 failed, 2 not reached\n15"
    assert journeys.stories_of("x", ["one", "two", "three"], printed) == [
        Story("x", "one", 12, 0),
        Story("x", "two", 3, 2),
        Story("x", "three", 0, 1),
    ]
    assert journeys.stories_of("x", ["one"], "one: 4 passed, 9 failed (5 not reached)")[0].failed >= 9


def test_a_story_passes_when_every_check_held_and_there_was_one() -> None:
    assert [story.passed for story in STORIES] == [True, False, False]


def test_a_story_that_passed_before_may_not_fail_or_vanish() -> None:
    assert journeys.lost(STORIES, ["payments/holding"]) == []
    assert journeys.lost(STORIES, ["payments/paying", "payments/renamed"]) == [
        "payments/paying",
        "payments/renamed",
    ]
    assert journeys.won(STORIES, []) == ["payments/holding"]
    assert journeys.won(STORIES, ["payments/holding"]) == []


def test_stories_that_passed_are_written_down_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journeys, "PASSED", tmp_path / "passed.txt")
    assert evidence.judge_stories(STORIES, recording=False)
    assert "not written down (ARGS=--record): payments/holding" in capsys.readouterr().out
    assert journeys.known() == []
    journeys.record(["payments/paying"])
    assert not evidence.judge_stories(STORIES, recording=True)
    assert "passed before and fails now: payments/paying" in capsys.readouterr().out
    assert journeys.known() == ["payments/holding", "payments/paying"]


def test_the_table_has_a_row_for_each_family_and_a_sum() -> None:
    claimed = {"POST /v1/customers": "written", "POST /v1/payouts": "missing"}
    verdicts = [
        *verdict("passed"),
        {"method": "post", "path": "/v1/payouts", "verdict": "unrouted", "why": "501"},
    ]
    played = {"by_family": {"customers": {"matched": 3, "fields": 4}}}
    rows = [line.split() for line in evidence.table(verdicts, claimed, played, STORIES)]
    assert rows[1:] == [
        ["payments", "0", "of", "1", "0", "1", "of", "2"],
        ["billing", "1", "of", "1", "1", "3", "of", "4", "0", "of", "1"],
        ["all", "1", "of", "2", "1", "3", "of", "4", "1", "of", "3"],
    ]


def test_without_the_checks_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["evidence.py", "--shared", str(tmp_path / "nowhere")])
    assert evidence.main() == 2
    assert "nothing can be checked" in capsys.readouterr().out


def test_a_watched_server_ends_with_whoever_started_it() -> None:
    starter = (
        "import subprocess, sys\n"
        "command = [sys.executable, 'tools/watched.py', 'serve', '--port', '0', '--database', ':memory:']\n"
        "p = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)\n"
        "p.stdout.readline()\n"
        "print(p.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter], cwd=ROOT, capture_output=True, text=True, check=True
    )
    server = int(done.stdout)
    assert until(lambda: not alive(server), step=0.05)


def alive(process: int) -> bool:
    """Does the process run? One that nobody has waited for yet has ended all the same."""
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()[:1] not in ("", "Z")
