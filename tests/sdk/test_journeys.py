"""The journey through a real socket, with both pinned versions of the official Python SDK."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Served

JOURNEY = Path(__file__).with_name("python") / "journey.py"


@pytest.mark.parametrize("version", ["9.12.0", "16.1.0"])
def test_the_journey_runs(version: str, shared_server: Served) -> None:
    folder = ROOT / ".sdk" / f"python-{version}"
    assert (folder / "stripe").is_dir(), f"run `make test`: stripe {version} is not installed in {folder}"
    done = subprocess.run(
        [sys.executable, str(JOURNEY), shared_server.url],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "webhooks verified" in done.stdout
