"""A command line's socket, through the server: who may open it, and what comes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.conftest import Served
from tests.http.test_server import ask, connection
from tests.waiting import until_async


def test_a_socket_is_for_whoever_has_a_session(
    shared_server: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    line = connection(shared_server)
    session = json.loads(ask(line, "POST", "/v1/stripecli/sessions", b"websocket_features[]=webhooks")[2])
    assert session["websocket_url"] == shared_server.url.replace("http", "ws") + "/_pinstripe/lines"
    known = {"Websocket-Id": session["websocket_id"]}

    async def refused(client: Any, url: str, **headers: str) -> int:
        with pytest.raises(aiohttp.WSServerHandshakeError) as problem:
            await client.ws_connect(url, headers=headers)
        return problem.value.status

    async def story() -> None:
        url = session["websocket_url"]
        async with aiohttp.ClientSession() as client:
            assert await refused(client, url) == 401
            assert await refused(client, url, **{"Websocket-Id": "cliws_nobody"}) == 401
            assert await refused(client, url, Origin="http://page.example", **known) == 403
            assert await refused(client, url + "/other", **known) == 404
            features = "?websocket_feature=" + session["websocket_authorized_feature"]
            async with client.ws_connect(url + features, headers=known, protocols=("x",)) as socket:
                ask(line, "POST", "/v1/customers", b"name=Ada")
                for _ in range(2):
                    frame = json.loads((await socket.receive(5)).data)
                    event = json.loads(frame["event_payload"])
                    assert event["data"]["object"]["name"] == "Ada"
                await socket.send_str("not for us")
                await socket.send_bytes(b"nor this")
                await socket.ping(b"here")
                said = {"type": "webhook_response", "status": 200}
                await socket.send_json({**said, "webhook_conversation_id": frame["webhook_conversation_id"]})
                path = "/_pinstripe/deliveries"
                assert await until_async(lambda: json.loads(ask(line, "GET", path)[2])["deliveries"])

    asyncio.run(story())
    assert "Traceback" not in capfd.readouterr().err
