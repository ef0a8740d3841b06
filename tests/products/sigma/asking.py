"""Calls of the control API that ask queries."""

from __future__ import annotations

from typing import Any

import orjson

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Api


def control(api: Api, path: str, body: dict[str, Any]) -> Any:
    """What a control route answers."""
    headers = {"authorization": f"Bearer {api.key}", "content-type": "application/json"}
    request = Request("POST", f"/_pinstripe/{path}", b"", headers, orjson.dumps(body))
    return orjson.loads(api.loop.run_until_complete(Control(api.runtime).handle(request)).body)


def ask(api: Api, sql: str, **more: Any) -> Any:
    """A query's answer, or its refusal."""
    return control(api, "sigma/ask", {"sql": sql, **more})
