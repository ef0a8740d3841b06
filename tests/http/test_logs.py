"""The request log tells who did what, and nothing that its reader must not know."""

from __future__ import annotations

import io
import logging
import re

import orjson
import pytest

from pinstripe.http import logs
from tests.client import Api

CARD = "4242424242424242"
KEY = "sk_test_do_not_tell_5678"


def watched(api: Api, style: str) -> io.StringIO:
    """The log of this server from now on."""
    out = io.StringIO()
    api.runtime.chain.observers.append(logs.observer(style, out))
    return out


def test_a_line_of_json(api: Api) -> None:
    out = watched(api, "json")
    answer = api.post("/v1/customers", email="a@b.c")
    told = orjson.loads(out.getvalue())
    assert told.pop("ms") >= 0
    assert told.pop("time") > 1_700_000_000
    assert told == {
        "request": answer.headers["Request-Id"],
        "operation": "POST /v1/customers",
        "status": 200,
        "key": "sk",
        "world": told["world"],
    }
    assert len(told["world"]) == 12


def test_a_line_of_text(api: Api) -> None:
    out = watched(api, "text")
    own = api.get("/v1/account").id
    api.with_(account=own).get("/v1/customers/cus_1")
    line = out.getvalue().splitlines()[1]
    assert " 404 " in line
    assert "GET /v1/customers/{customer}" in line
    assert f"account={own}" in line
    assert "cus_1" not in line


@pytest.mark.parametrize("style", ["text", "json"])
def test_neither_keys_nor_cards_nor_what_callers_wrote(api: Api, style: str) -> None:
    out = watched(api, style)
    caller = api.with_(key=KEY)
    caller.post("/v1/tokens", card={"number": CARD, "exp_month": 12, "exp_year": 2030, "cvc": "987"})
    caller.post("/v1/customers", name=CARD, email="secret@example.com", idempotency_key=KEY)
    caller.get(f"/v1/{KEY}/{CARD}")
    caller.with_(account=KEY).get("/v1/customers")
    caller.with_(version=CARD).get("/v1/customers")
    api.with_(key="sk_live_51secret").get("/v1/customers")
    api.raw(KEY, "/v1/customers", b"", b"", {"authorization": f"Bearer {KEY}"})
    told = re.sub(
        r"req_\w+|\b\d{10}\b|\b[0-9a-f]{12}\b", "", out.getvalue()
    )  # digits of ids and times are no secrets
    assert len(told.splitlines()) == 7
    for private in (CARD, KEY, "5678", "do_not_tell", "51secret", "987", "example.com"):
        assert private not in told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("key sk_test_abc_123 here", "key sk_test_… here"),
        ("rk_live_x", "rk_live_…"),
        ("whsec_abc", "whsec_…"),
        ("pi_123_secret_abc", "pi_123_secret_…"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("card 4242 4242 4242 4242.", "card …."),
        ("4000-0000-0000-0002", "…"),
        ("at 1767225600, line 338", "at 1767225600, line 338"),
    ],
)
def test_free_text_is_scrubbed(text: str, shown: str) -> None:
    assert logs.scrubbed(text) == shown


def test_what_the_machines_log_is_scrubbed_too() -> None:
    record = logging.LogRecord("pinstripe", logging.ERROR, "", 0, "lost %s", (KEY,), None)
    assert logs.Scrubbing("%(message)s").format(record) == "lost sk_test_…"
