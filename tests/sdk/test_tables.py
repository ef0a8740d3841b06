"""The compiled tables are what the pinned SDKs give: they are made again, and compared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pinstripe.api.table import COMPILED, OLDEST
from tests.conftest import ROOT

NEWEST_SDK = ROOT / ".sdk" / "python-16.1.0" / "stripe"
OLDEST_SDK = ROOT / ".sdk" / "python-9.12.0" / "stripe"


def test_the_oldest_table_is_made_again(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "spec" / "compile_sdk.py", "--sdk", OLDEST_SDK, "--out", tmp_path]
    subprocess.run(command, check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in (COMPILED / OLDEST).iterdir()}


def test_the_newest_table_names_the_package_that_it_was_made_from() -> None:
    command = [sys.executable, "-c", "import sys, pathlib, compile_newest as c; print(c.package_hash(*map("]
    command[-1] += "pathlib.Path, sys.argv[1:])))"
    done = subprocess.run(
        [*command, NEWEST_SDK], cwd=ROOT / "spec", capture_output=True, text=True, check=True
    )
    assert f"sha256: {done.stdout.strip()}\n" in (ROOT / "spec" / "SOURCE").read_text()
