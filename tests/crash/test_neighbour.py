"""A world that misbehaves: whatever it sends, no other world's request fails or waits long."""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Served
from tests.crash.journal import Connection
from tests.wire import WAYS, cut

SOAK = os.environ.get("PINSTRIPE_SOAK") == "1"
ROUNDS = 2000 if SOAK else 60
NEIGHBOURS = 4
EDGES = (2**31, 2**53, 2**63 - 1, 2**63, -(2**63), 10**12, 10**30)
BAD = {"Authorization": "Bearer sk_test_misbehaves"}
FORM = {**BAD, "Content-Type": "application/x-www-form-urlencoded"}

pytestmark = pytest.mark.soak


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both stores."""
    if request.param == "sqlite":
        return str(tmp_path / "neighbour.db")
    dsn: str = request.getfixturevalue("postgres_dsn")
    return dsn


def sent(port: int, method: str, path: str, body: str | bytes, headers: dict[str, str]) -> int:
    """One request; 0 where the connection was ended."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request(method, path, body, headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def misbehave(port: int, chance: random.Random, statuses: Counter[int]) -> None:
    """What nobody should send: numbers at edges, clocks beyond time, bodies that are cut or nested deep."""
    edge = chance.choice(EDGES)
    what = chance.randrange(6)
    if what == 0:
        statuses[sent(port, "POST", "/v1/customers", f"balance={edge}", FORM)] += 1
    elif what == 1:
        deep = "[" * 300 + "]" * 300
        statuses[sent(port, "POST", "/_pinstripe/clock/freeze", f'{{"now": {deep}}}', BAD)] += 1
    elif what == 2:
        statuses[sent(port, "POST", "/_pinstripe/clock/freeze", json.dumps({"now": edge}), BAD)] += 1
    elif what == 3:
        form, end = chance.choice(WAYS)
        cut(port, "POST", "/v1/customers", BAD, b"name=cut", form, end)
    elif what == 4:
        params = f"amount={edge}&currency=usd&quantity={edge}"
        statuses[sent(port, "POST", "/v1/invoiceitems", params, FORM)] += 1
    else:
        statuses[sent(port, "POST", "/v1/products", "id=p1&name=x", FORM)] += 1
        statuses[sent(port, "DELETE", "/v1/products/p1", "", FORM)] += 1


def test_nobody_feels_a_world_that_misbehaves(database: str) -> None:
    server = Served(database)
    port = int(server.url.rsplit(":", 1)[1])
    stop = threading.Event()
    good: Counter[int] = Counter()

    def live(number: int) -> None:
        connection = Connection(port)
        while not stop.is_set():
            status, body = connection.call("POST", "/v1/customers", "", name=f"n{number}")
            good[status if body.get("name") == f"n{number}" else -1] += 1

    neighbours = [threading.Thread(target=live, args=(number,)) for number in range(NEIGHBOURS)]
    for one in neighbours:
        one.start()
    statuses: Counter[int] = Counter()
    chance = random.Random(11)
    for _ in range(ROUNDS):
        misbehave(port, chance, statuses)
    stop.set()
    for one in neighbours:
        one.join()
    assert set(good) == {200} and good[200] > ROUNDS, good
    assert not {status for status in statuses if status >= 500}, statuses
    assert statuses[400] and statuses[200], "what is refused and what is taken: both were tried"
    status, listed = Connection(port).call("GET", "/v1/customers?limit=100")
    assert status == 200 and all(one["name"] != "cut" for one in listed["data"])
    assert server.stop() == 0
