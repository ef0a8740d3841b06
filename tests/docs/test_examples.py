"""Every example runs as its first lines say: with its SDK, against an empty server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Served

EXAMPLES = {"metered_billing.py": "9.12.0", "meters.py": "16.1.0"}
HELPERS = {"listener.py"}


def test_every_example_is_run() -> None:
    assert {path.name for path in (ROOT / "examples").glob("*.py")} == {*EXAMPLES, *HELPERS}


@pytest.mark.parametrize(("name", "version"), EXAMPLES.items())
def test_an_example_runs(name: str, version: str, served: Served) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / name), served.url],
        env={**os.environ, "PYTHONPATH": str(ROOT / ".sdk" / f"python-{version}")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every signature right, 4 of them invoice.paid" in done.stdout
