#!/usr/bin/env python3
"""Run the checks beside the repository against fresh servers, and print one table of what they found.

    make evidence                              all of it
    make evidence ARGS="--only /v1/customers"  one check: the operations that fit the pattern
    make evidence ARGS=--record                the stories that pass for the first time are written down

Three kinds of evidence: every operation of the public description through the official SDK, each answer
validated; recorded conversations with the real API, played again; stories of integrators. It ends non-zero
where an operation does not answer as `pinstripe coverage` claims (written and generated ones must pass,
missing ones must be refused as not implemented), and where a story fails that passed before
(evidence-passed.txt). The recordings' score is printed for the reader to judge. Reports: evidence/.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from pinstripe.cli.families import FAMILIES, family_of  # noqa: E402
from tools import journeys  # noqa: E402
from tools.journeys import Story  # noqa: E402

NEWEST_SDK = ROOT / ".sdk" / "python-16.1.0"
RECIPES = ROOT / "tools" / "recipes.json"
REPORTS = ROOT / "evidence"
START_SECONDS = 30
Row = dict[str, Any]


@contextmanager
def server(name: str) -> Iterator[str]:
    """The address of a server with an empty store, which is gone afterwards. name: of its log"""
    with tempfile.TemporaryDirectory() as folder:
        log = REPORTS / f"server-{name}.log"
        command = [sys.executable, str(ROOT / "tools" / "watched.py"), "serve", "--port", "0"]
        with log.open("w") as output:
            process = subprocess.Popen(
                [*command, "--database", str(Path(folder, "evidence.db"))],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield address_in(log, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    """What the server prints once it takes requests; its own words where it never does."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if said := re.search(r"listening on (http://\S+)", log.read_text()):
            return said[1]
        time.sleep(0.02)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")


def claims() -> dict[str, str]:
    """Operation name → written, generated or missing, as the program itself says."""
    printed = subprocess.run(
        [sys.executable, "-m", "pinstripe", "coverage", "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rows = [json.loads(line) for line in printed.splitlines()]
    return {row["operation"]: row["state"] for row in rows}


def name_of(verdict: Row) -> str:
    """`METHOD /path` of a verdict."""
    return f"{verdict['method'].upper()} {verdict['path']}"


OTHERWISE: dict[str, str] = {
    # They answer while the server asks an endpoint about a payment, which a check that calls one after the
    # other cannot do; tests/products/authorizations does.
    "POST /v1/issuing/authorizations/{authorization}/approve": "refused",
    "POST /v1/issuing/authorizations/{authorization}/decline": "refused",
    # The description's pattern for the `url` of the list is another list's: a client that pages by it would
    # read credit grants. Ours names the list itself.
    "GET /v1/billing/credit_balance_transactions": "invalid",
    # No type of source that can still be made is verified by a code, or has such notifications.
    "POST /v1/sources/{source}/verify": "refused",
    "GET /v1/sources/{source}/mandate_notifications/{mandate_notification}": "no-id",
}
"""Operations that the check cannot be answered well by, each with the verdict that is right."""


def contradictions(verdicts: list[Row], claimed: dict[str, str]) -> list[str]:
    """Every operation whose answer is not what was claimed: both boasting and false modesty count."""
    found = []
    for row in verdicts:
        state, verdict, why = claimed.get(name_of(row), "unknown"), row["verdict"], row["why"]
        refused = verdict == "unrouted" and "Unrecognized request URL" not in why
        # Without an id of the right type the check cannot ask; nothing makes one while the type is missing.
        wanted = OTHERWISE.get(name_of(row), "passed")
        as_claimed = refused or verdict == "no-id" if state == "missing" else verdict == wanted
        if not as_claimed or state == "unknown":
            found.append(f"{state:9} but {verdict}: {name_of(row)}  {why}")
    return found


def run_check(command: list[str], report: str, environment: dict[str, str]) -> None:
    """One check to its end; its own words go to a report."""
    with (REPORTS / report).open("w") as output:
        subprocess.run(
            [sys.executable, *command],
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )


def ask_operations(shared: Path, only: str) -> list[Row]:
    """Every operation through the official SDK, each answer validated. gives: a verdict for each"""
    report = REPORTS / "coverage.jsonl"
    command = [str(shared / "checks" / "coverage.py"), "--mode", "explore", "--only", only]
    command += ["--report", str(report), *(["--recipes", str(RECIPES)] if RECIPES.is_file() else [])]
    with server("coverage") as address:
        run_check(command, "coverage.txt", {"BASE_URL": address, "PYTHONPATH": str(NEWEST_SDK)})
    return [json.loads(line) for line in report.read_text().splitlines()]


def play_recordings(shared: Path) -> Row:
    """Recorded conversations, scored field by field. gives: the check's own summary"""
    report = REPORTS / "replay.json"
    command = [str(shared / "checks" / "replay.py"), "--corpus", str(shared / "recordings")]
    command += ["--json", str(report), "--top", "40", "--sequences"]
    with server("replay") as address:
        run_check([*command, "--base-url", address], "replay.txt", {})
    return dict(json.loads(report.read_text()))


def table(verdicts: list[Row], claimed: dict[str, str], played: Row, stories: list[Story]) -> Iterator[str]:
    """One row for each family; a file of journeys that is no family has a row of its own."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in verdicts:
        family = counts[family_of(row["path"])]
        family["operations"] += 1
        family["claimed"] += claimed.get(name_of(row), "missing") != "missing"
        family["well"] += row["verdict"] == "passed"
    for word, score in played.get("by_family", {}).items():
        family = counts[family_of(f"/v1/{word}")]
        family["matched"] += score["matched"]
        family["fields"] += score["fields"]
    for story in stories:
        counts[story.file]["told"] += 1
        counts[story.file]["passed"] += story.passed
    others = sorted(set(counts) - set(FAMILIES))
    total: Counter[str] = Counter()
    yield f"{'family':<22} {'operations claimed':>20} {'answered well':>14} {'fields':>16} {'stories':>9}"
    for name in [*(one for one in FAMILIES if one in counts), *others]:
        total.update(counts[name])
        yield line_of(name, counts[name])
    yield line_of("all", total)


def line_of(name: str, count: Counter[str]) -> str:
    """One row of the table; what was not asked stays empty."""
    claimed = f"{count['claimed']} of {count['operations']}" if count["operations"] else ""
    well = str(count["well"]) if count["operations"] else ""
    fields = f"{count['matched']} of {count['fields']}" if count["fields"] else ""
    stories = f"{count['passed']} of {count['told']}" if count["told"] else ""
    return f"{name:<22} {claimed:>20} {well:>14} {fields:>16} {stories:>9}".rstrip()


def judge_stories(stories: list[Story], recording: bool) -> bool:
    """Does every story that passed before pass again? recording: write down those that pass now"""
    before = journeys.known()
    lost, won = journeys.lost(stories, before), journeys.won(stories, before)
    print("".join(f"  passed before and fails now: {title}\n" for title in lost), end="")
    if won and recording:
        journeys.record([*before, *won])
        print(f"journeys: {len(won)} stories passed for the first time and are written down")
    elif won:
        print(f"journeys: passed for the first time, not written down (ARGS=--record): {', '.join(won)}")
    return not lost


def gather(shared: Path, only: str) -> tuple[list[Row], Row, list[Story]]:
    """All three kinds of evidence, side by side; with a pattern the operations alone."""
    if only:
        return ask_operations(shared, only), {}, []
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        verdicts = pool.submit(ask_operations, shared, "")
        played = pool.submit(play_recordings, shared)
        told: list[Future[list[Story]]] = [
            pool.submit(journeys.run, path, NEWEST_SDK, REPORTS) for path in journeys.files(shared)
        ]
        return verdicts.result(), played.result(), [story for one in told for story in one.result()]


def main() -> int:
    """Gather, print, judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where the checks lie")
    parser.add_argument("--only", default="", help="a pattern of operations, for the first check alone")
    parser.add_argument(
        "--record", action="store_true", help="write down stories that pass for the first time"
    )
    options = parser.parse_args()
    if not (options.shared / "checks").is_dir():
        print(f"There is no {options.shared}/checks; nothing can be checked.")
        return 2
    REPORTS.mkdir(exist_ok=True)
    began, claimed = time.monotonic(), claims()
    verdicts, played, stories = gather(options.shared, options.only)
    print("\n".join(table(verdicts, claimed, played, stories)))
    found = contradictions(verdicts, claimed)
    print("".join(f"  not as claimed: {line}\n" for line in found), end="")
    if played:
        total = played["total"]
        print(
            f"recordings: {total['complete']} of {total['conversations']} conversations complete, score of "
            f"what could be played {total['score_of_played']}, mean over families {total['family_mean']}"
        )
    good = bool(verdicts) and not found
    if not options.only:
        good = judge_stories(stories, options.record) and good
    print(f"Reports are in {REPORTS.relative_to(ROOT)}/; {time.monotonic() - began:.0f} s.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
