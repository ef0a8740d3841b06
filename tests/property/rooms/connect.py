"""A connected account."""

from __future__ import annotations

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Answer, Api
from tests.property.place import Bases, Builder, Pool


def connected(api: Api) -> str:
    """The id of a new connected account."""
    headers = {"authorization": f"Bearer {api.key}"}
    request = Request("POST", "/_pinstripe/accounts", b"", headers, b'{"country":"US"}')
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body
    return str(Answer(200, {}, reply.body).id)


def build(made: Builder) -> None:
    """One account beside the platform's."""
    made.know({"object": "account", "id": connected(made.api)})


def bases(pool: Pool) -> Bases:
    """Nothing is written through the API yet."""
    return {}
