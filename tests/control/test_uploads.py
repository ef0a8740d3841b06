"""A catalog's file is put under its address without a key, once, and what is wrong with it is read there."""

from __future__ import annotations

from urllib.parse import urlsplit

from pinstripe.http.seen import Request
from pinstripe.kernel.call import Reply
from tests.client import Api
from tests.control.conftest import Panel

IMPORTS = "/v2/commerce/product_catalog/imports"
FILE = b"\xef\xbb\xbfid,price\r\nchair,5.00 USD\r\n"


def sent(panel: Panel, method: str, url: str, body: bytes = b"") -> Reply:
    """A request to an address, which says all that is needed."""
    request = Request(method, urlsplit(url).path, b"", {}, body)
    return panel.api.loop.run_until_complete(panel.control.handle(request))


def test_a_file_is_put_once_and_its_flaws_are_read(api: Api, panel: Panel) -> None:
    wanted = {"feed_type": "pricing", "mode": "upsert", "metadata": {}}
    made = api.ok(api.json(IMPORTS, wanted))
    url = made.status_details["awaiting_upload"]["upload_url"]["url"]
    assert sent(panel, "GET", url).status == 400
    assert sent(panel, "PUT", url).status == 400
    assert sent(panel, "PUT", url[:-4], FILE).status == 400
    assert sent(panel, "PUT", url.replace("uploads/", "uploads/x"), FILE).status == 400
    assert sent(panel, "DELETE", url, FILE).status == 404
    assert sent(panel, "PUT", url, FILE).status == 200
    assert sent(panel, "PUT", url, FILE).status == 400
    panel.post("clock/advance", seconds=10)
    told = api.get(f"{IMPORTS}/{made.id}").status_details["succeeded_with_errors"]
    file = told["error_file"]
    assert file["download_url"]["url"] == url
    answer = sent(panel, "GET", url)
    assert answer.body.decode().splitlines() == [
        "row,id,field,error_message",
        "1,chair,id,No product with the id `chair` was imported.",
    ]
    assert len(answer.body) == int(file["size"])
    panel.post("clock/advance", seconds=86400)
    assert sent(panel, "GET", url).status == 400


def test_what_is_no_feed_fails(api: Api, panel: Panel) -> None:
    for body, why in (
        (b"\xff\xfe", "UTF-8"),
        (b"id,price\n", "no rows"),
        (b'id,price\n"a\n', "valid CSV"),
        (b"id\na\n", "price"),
    ):
        wanted = {"feed_type": "pricing", "mode": "upsert", "metadata": {}}
        made = api.ok(api.json(IMPORTS, wanted))
        url = made.status_details["awaiting_upload"]["upload_url"]["url"]
        assert sent(panel, "PUT", url, body).status == 200
        panel.post("clock/advance", seconds=10)
        found = api.get(f"{IMPORTS}/{made.id}")
        assert found.body["status"] == "failed"
        assert why in found.status_details["failed"]["failure_message"]
