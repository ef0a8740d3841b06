"""Run the journeys beside the repository: stories of integrators, each file against a server of its own.

Owns: running a file, reading what it says, the list of stories that have passed. Does not own: what is
printed of it (evidence.py). A story that passed once may not fail again: `evidence-passed.txt` holds their
names.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSED = ROOT / "tools" / "evidence-passed.txt"
LONGEST_SECONDS = 200
TOLD = re.compile(r"^(\w+): (\d+) passed, (\d+) failed(?:,? \(?(\d+) not reached)?", re.MULTILINE)
HEAD = "# Stories that have passed; none may fail again. Written by `make evidence ARGS=--record`.\n"


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one story. checks: those that held; failed: those that did not, or were not reached"""

    file: str
    name: str
    checks: int
    failed: int

    @property
    def passed(self) -> bool:
        """It was told to its end, and every check held."""
        return self.checks > 0 and self.failed == 0

    @property
    def title(self) -> str:
        """Its name over all files."""
        return f"{self.file}/{self.name}"


def names_in(text: str) -> list[str]:
    """The stories of a file, in its order: its functions that are marked as one."""
    return [
        node.name
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Name) and mark.id == "story" for mark in node.decorator_list)
    ]


def stories_of(file: str, names: list[str], printed: str) -> list[Story]:
    """Every story of a file by what it printed; one that was not told has failed."""
    told = {name: (int(good), int(bad) + int(lost or 0)) for name, good, bad, lost in TOLD.findall(printed)}
    return [Story(file, name, *told.get(name, (0, 1))) for name in names]


def files(shared: Path) -> list[Path]:
    """The files that hold stories."""
    return [path for path in sorted((shared / "journeys").glob("*.py")) if names_in(path.read_text())]


def run(path: Path, sdk: Path, reports: Path) -> list[Story]:
    """Tell a file's stories with the official SDK. Its own words are left beside the other reports."""
    server = f"{sys.executable} {ROOT / 'tools' / 'watched.py'} serve"
    environment = {
        **os.environ,
        "PYTHONPATH": str(sdk),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PINSTRIPE_CMD": f"{server} --port {{port}} --database {{data}}/pinstripe.db",
    }
    report = reports / f"journey-{path.stem}.txt"
    with tempfile.TemporaryDirectory() as folder, report.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, str(path)],
            env={**environment, "TMPDIR": folder},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            process.wait(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"journeys: {path.name} was stopped after {LONGEST_SECONDS} s", flush=True)
        finally:
            process.kill()
            process.wait()
    return stories_of(path.stem, names_in(path.read_text()), report.read_text())


def known() -> list[str]:
    """Stories that have passed before."""
    lines = PASSED.read_text().splitlines() if PASSED.is_file() else []
    return [line for line in lines if line and not line.startswith("#")]


def lost(stories: list[Story], before: list[str]) -> list[str]:
    """Stories that passed before and did not now; one that is gone or renamed counts as lost."""
    passed = {story.title for story in stories if story.passed}
    return [title for title in before if title not in passed]


def won(stories: list[Story], before: list[str]) -> list[str]:
    """Stories that pass for the first time."""
    return sorted({story.title for story in stories if story.passed} - set(before))


def record(titles: list[str]) -> None:
    """Write the list anew."""
    PASSED.write_text(HEAD + "".join(f"{title}\n" for title in sorted(titles)))
