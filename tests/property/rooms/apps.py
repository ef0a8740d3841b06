"""Two secrets, of an account and of a user; installs of two apps."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

ACCOUNT = {"type": "account"}
USER = {"type": "user", "user": "u1"}


def build(made: Builder) -> None:
    """One secret in each kind of scope."""
    for scope in (ACCOUNT, USER):
        made.post("/v1/apps/secrets", name="token", payload="text", scope=scope)
    for app in ("com.example.one", "com.example.two"):
        made.name("install", made.post("/v1/apps/installs", app=app, channel="private_test").id)


def bases(pool: Pool) -> Bases:
    """Calls of secrets that succeed."""
    one = {"{id}": pool["install"][0]}
    return {
        "POST /v1/apps/installs": [{"app": "com.example.three", "channel": "private_test"}],
        "POST /v1/apps/installs/{id}": [one],
        "POST /v1/apps/installs/{id}/uninstall": [one],
        "POST /v1/apps/secrets": [{"name": "other", "payload": "text", "scope": USER}],
        "GET /v1/apps/secrets": [{"scope": ACCOUNT}, {"scope": USER}],
        "GET /v1/apps/secrets/find": [{"name": "token", "scope": ACCOUNT}],
        "POST /v1/apps/secrets/delete": [{"name": "token", "scope": USER}],
    }
