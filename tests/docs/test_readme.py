"""Every block of the README that is marked runnable is run, as it stands, against a server of the test's
own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Served

BLOCK = re.compile(r"```(\w+) runnable\n(.*?)```", re.DOTALL)
SDK = ROOT / ".sdk" / "python-16.1.0"
ADDRESS = "http://127.0.0.1:12111"


def blocks() -> list[tuple[str, str]]:
    """(language, text) of each runnable block."""
    return BLOCK.findall((ROOT / "README.md").read_text())


def test_there_is_something_to_run() -> None:
    assert [language for language, _ in blocks()] == ["bash", "python"]


@pytest.mark.parametrize(("language", "text"), blocks())
def test_the_readme_runs(language: str, text: str, served: Served) -> None:
    text = text.replace(ADDRESS, served.url)
    assert served.url in text, "the block does not speak to the server"
    program = ["bash", "-euc", text] if language == "bash" else [sys.executable, "-c", text]
    done = subprocess.run(
        program,
        env={**os.environ, "PYTHONPATH": str(SDK)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("Jenny Rosen" if language == "bash" else "succeeded") in done.stdout


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text()):
        if not target.startswith("http"):
            assert Path(ROOT, target).exists(), target
