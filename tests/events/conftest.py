"""Fixtures of webhook tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.events.listener import Stage


@pytest.fixture
def stage(loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    """A server in process whose webhooks reach a listener; failed ones are tried again at once."""
    stage = Stage(loop).begin()
    yield stage
    stage.end()
