"""Integrations through a real socket, with both pinned versions of the official Python SDK."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Served

PROGRAMS = Path(__file__).with_name("python")


def run(program: str, version: str, server: Served) -> str:
    """What a program prints that speaks to the server with one version of the SDK."""
    folder = ROOT / ".sdk" / f"python-{version}"
    assert (folder / "stripe").is_dir(), f"run `make test`: stripe {version} is not installed in {folder}"
    done = subprocess.run(
        [sys.executable, str(PROGRAMS / program), server.url],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("version", ["9.12.0", "16.1.0"])
def test_the_journey_runs(version: str, shared_server: Served) -> None:
    assert "webhooks verified" in run("journey.py", version, shared_server)


def test_the_newest_sdk_speaks_the_newest_version(shared_server: Served) -> None:
    assert run("newest.py", "16.1.0", shared_server) == "spoken\n"


def test_the_newest_sdk_hears_thin_events(shared_server: Served) -> None:
    """Signed, parsed and fetched: the event with what changed, and the customer as they are now."""
    assert run("thin.py", "16.1.0", shared_server) == "heard\n"


@pytest.mark.parametrize("version", ["9.12.0", "16.1.0"])
def test_every_flow_pays(version: str, shared_server: Served) -> None:
    assert run("kinds.py", version, shared_server) == "paid\n"


def test_a_marketplace_charges_in_three_ways(shared_server: Served) -> None:
    """Sale, refund, disputes and payouts of both sides: both ledgers, each balance transaction, the audit."""
    assert run("marketplace.py", "16.1.0", shared_server) == "settled\n"
