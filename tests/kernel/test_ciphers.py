"""What is sealed opens with its own key alone, and is nowhere to be read in the database."""

from __future__ import annotations

import base64

import pytest

from pinstripe.kernel import ciphers
from pinstripe.runtime import Options, Runtime
from tests.client import NOW, Api

TEXTS = ("", "x", "sk_live_1234567890", "Zürich – 東京", "\0" * 40)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_opens_again(text: str) -> None:
    sealed = ciphers.seal(text, "seed", "key")
    assert ciphers.unseal(sealed, "seed", "key") == text
    assert sealed == ciphers.seal(text, "seed", "key")
    assert len(text) < 5 or text.encode() not in base64.b64decode(sealed)


@pytest.mark.parametrize(("seed", "key"), [("other", "key"), ("seed", "other"), ("seed", "")])
def test_another_key_opens_nothing(seed: str, key: str) -> None:
    assert ciphers.unseal(ciphers.seal("payload", "seed", "key"), seed, key) is None


def test_a_changed_text_does_not_open() -> None:
    sealed = ciphers.seal("payload", "seed")
    assert ciphers.unseal(f"{'B' if sealed[0] == 'A' else 'A'}{sealed[1:]}", "seed") is None


def test_the_database_does_not_tell_a_secret(api: Api) -> None:
    runtime = Runtime(Options(now=NOW, secrets_key="k"))
    caller = Api(runtime, api.loop)
    facts = {"name": "token", "payload": "nobody-may-read-this", "scope": {"type": "account"}}
    caller.ok(caller.post("/v1/apps/secrets", **facts, expand=["payload"]))
    image = runtime.store._db.serialize()  # type: ignore[attr-defined]
    assert b"nobody-may-read-this" not in image
    found = caller.get("/v1/apps/secrets/find", name="token", scope={"type": "account"}, expand=["payload"])
    assert found.payload == "nobody-may-read-this"
    api.loop.run_until_complete(runtime.stop())
