"""Two secrets, of an account and of a user."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

ACCOUNT = {"type": "account"}
USER = {"type": "user", "user": "u1"}


def build(made: Builder) -> None:
    """One secret in each kind of scope."""
    for scope in (ACCOUNT, USER):
        made.post("/v1/apps/secrets", name="token", payload="text", scope=scope)


def bases(pool: Pool) -> Bases:
    """Calls of secrets that succeed."""
    return {
        "POST /v1/apps/secrets": [{"name": "other", "payload": "text", "scope": USER}],
        "GET /v1/apps/secrets": [{"scope": ACCOUNT}, {"scope": USER}],
        "GET /v1/apps/secrets/find": [{"name": "token", "scope": ACCOUNT}],
        "POST /v1/apps/secrets/delete": [{"name": "token", "scope": USER}],
    }
