"""Fixtures of tests in a browser: the browser, a server, its API, a place for pictures."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.client import flat
from tests.conftest import ROOT, Served
from tests.pages.browser import Browser

collect_ignore_glob = [] if os.environ.get("PINSTRIPE_PAGES") else ["test_*.py"]
KEY, VERSION = "sk_test_pages", "2026-05-27.dahlia"
PICTURES = ROOT / ".pages"


class Shop:
    """A merchant who calls the API, and whose customers use the browser."""

    def __init__(self, served: Served) -> None:
        self.url = served.url

    def ask(self, method: str, path: str, body: bytes | None, kind: str) -> Any:
        """One request, which must be answered."""
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": kind, "Stripe-Version": VERSION}
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.read().decode()}") from None

    def post(self, path: str, **params: Any) -> Any:
        """A call of the API."""
        form = urlencode(flat(params)).encode()
        return self.ask("POST", path, form, "application/x-www-form-urlencoded")

    def get(self, path: str, **params: Any) -> Any:
        """The same, reading."""
        return self.ask("GET", f"{path}?{urlencode(flat(params))}", None, "text/plain")

    def control(self, path: str, **body: Any) -> Any:
        """A call of the server's own side."""
        return self.ask("POST", f"/_pinstripe/{path}", json.dumps(body).encode(), "application/json")

    def control_get(self, path: str, **asked: str) -> Any:
        """The same, reading."""
        return self.ask("GET", f"/_pinstripe/{path}?{urlencode(asked)}", None, "text/plain")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all of them."""
    found = Browser()
    yield found
    found.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One server for all of them."""
    served = Served(str(tmp_path_factory.mktemp("pages") / "pages.db"))
    yield Shop(served)
    served.kill()
    served.process.wait()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of pages are left, to be looked at."""
    PICTURES.mkdir(exist_ok=True)
    return PICTURES
