"""Files are uploaded, listed and read; links give them to anybody until they expire."""

from __future__ import annotations

from typing import Any

import pytest

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from pinstripe.kernel.call import Reply
from tests.client import NOW, Answer, Api

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.4\n%%EOF\n"
DAY = 86400


def upload(api: Api, purpose: str, name: str = "a.png", data: bytes = PNG, **fields: Any) -> Answer:
    """A multipart request, as SDKs send it."""
    rows = [("purpose", purpose), *fields.items()]
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in rows]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + data + b"\r\n--x--\r\n"
    headers = {"authorization": f"Bearer {api.key}", "content-type": "multipart/form-data; boundary=x"}
    return api.raw("POST", "/v1/files", b"", body, headers)


def get(api: Api, url: str, key: str = "") -> Reply:
    """The bytes of an address of this server."""
    path = "/" + url.split("://", 1)[1].partition("/")[2]
    headers = {"authorization": f"Bearer {key}"} if key else {}
    request = Request("GET", path, b"", headers, b"")
    return api.loop.run_until_complete(api.runtime.chain.handle(request))


def test_a_file_is_kept_and_read(api: Api) -> None:
    logo = api.ok(upload(api, "business_logo"))
    assert (logo.object, logo.purpose, logo.type, logo.size, logo.filename) == (
        *("file", "business_logo", "png", len(PNG), "a.png"),
    )
    assert logo.links == {
        "object": "list",
        "data": [],
        "has_more": False,
        "url": f"/v1/file_links?file={logo.id}",
    }
    assert logo.url.endswith(f"/v1/files/{logo.id}/contents")
    assert api.ok(api.get(f"/v1/files/{logo.id}"))["expires_at"] is None
    found = get(api, logo.url, api.key)
    assert (found.status, found.body, dict(found.headers)["Content-Type"]) == (200, PNG, "image/png")
    assert get(api, logo.url).status == 401
    assert get(api, logo.url, "sk_test_somebodyelse").status == 404
    assert api.get("/v1/events", type="file.created")["data"][0]["data"]["object"]["id"] == logo.id


def test_purposes_have_rules(api: Api) -> None:
    evidence = api.ok(upload(api, "dispute_evidence", "misnamed.png", PDF))
    assert (evidence.type, evidence.expires_at) == ("pdf", NOW + 270 * DAY)
    assert api.ok(upload(api, "account_requirement")).url is None
    assert api.ok(upload(api, "issuing_regulatory_reporting", "a.csv", b"a,b\n")).type == "csv"
    assert [f["purpose"] for f in api.get("/v1/files", purpose="dispute_evidence")["data"]] == [
        "dispute_evidence"
    ]
    assert api.ok(upload(api, "customer_signature", "made-up.png", b"made up")).type == "png"
    assert len(api.get("/v1/files")["data"]) == 4
    for purpose, name, data in (
        ("dispute_evidence", "a.txt", b"just words"),
        ("dispute_evidence", "a", b"just words"),
        ("business_icon", "a.png", PNG + b"\x00" * 600_000),
        ("business_icon", "a.png", b""),
        ("pci_document", "a.pdf", PNG),
    ):
        refused = upload(api, purpose, name, data)
        assert (refused.status, refused.error["param"]) == (400, "file"), purpose
    assert upload(api, "finance_report_run").error["param"] == "purpose"
    assert api.post("/v1/files", purpose="business_logo").error["param"] == "file"
    missing = api.get("/v1/files/file_nope")
    assert (missing.status, missing.error["message"]) == (404, "No such file upload: 'file_nope'")
    assert len(api.get("/v1/files")["data"]) == 4


def test_a_link_is_read_by_anybody_until_it_expires(api: Api) -> None:
    file = api.ok(upload(api, "dispute_evidence", data=PDF))
    link = api.ok(api.post("/v1/file_links", file=file.id, expires_at=NOW + 60, metadata={"a": "1"}))
    assert (link.object, link.expired, link.expires_at) == ("file_link", False, NOW + 60)
    found = get(api, link.url)
    assert (found.status, found.body) == (200, PDF)
    assert api.get(f"/v1/files/{file.id}")["links"]["data"][0]["id"] == link.id
    for wrong in (link.url[:-2], link.url + "x", link.url.replace("/links/", "/links/x"), "http://h/links/-"):
        assert get(api, wrong).status == 404
    api.ok(api.post(f"/v1/file_links/{link.id}", expires_at=""))
    assert get(api, link.url).status == 200
    gone = api.ok(api.post(f"/v1/file_links/{link.id}", expires_at="now"))
    assert (gone.expired, gone.expires_at) == (True, NOW)
    assert get(api, link.url).status == 404
    assert api.post(f"/v1/file_links/{link.id}", **{"metadata[a]": "2"}).status == 400
    assert [one["id"] for one in api.get("/v1/file_links", expired=True)["data"]] == [link.id]
    assert api.get("/v1/file_links", expired=False)["data"] == []
    assert api.get(f"/v1/files/{file.id}")["links"]["data"][0]["expired"] is True


def test_an_upload_may_bring_its_link(api: Api) -> None:
    fields = {"file_link_data[create]": "true", "file_link_data[metadata][a]": "1"}
    file = api.ok(upload(api, "business_logo", **fields))
    (link,) = file.links["data"]
    assert (link["file"], link["metadata"]) == (file.id, {"a": "1"})
    assert get(api, link["url"]).body == PNG


def test_a_link_ends_with_its_time(api: Api) -> None:
    file = api.ok(upload(api, "business_logo"))
    link = api.ok(api.post("/v1/file_links", file=file.id, expires_at=NOW + 60))
    headers = {"authorization": f"Bearer {api.key}", "content-type": "application/json"}
    moved = Request("POST", "/_pinstripe/clock/advance", b"", headers, b'{"seconds": 61}')
    api.loop.run_until_complete(Control(api.runtime).handle(moved))
    api.settle()
    assert get(api, link.url).status == 404
    assert api.get(f"/v1/file_links/{link.id}")["expired"] is True
    assert get(api, file.url, api.key).status == 200


@pytest.mark.parametrize("end", [NOW, NOW - 5])
def test_what_a_link_can_not_be(api: Api, end: int) -> None:
    file = api.ok(upload(api, "business_logo"))
    assert api.post("/v1/file_links", file=file.id, expires_at=end).error["param"] == "expires_at"
    secret = api.ok(upload(api, "identity_document"))
    assert api.post("/v1/file_links", file=secret.id).error["param"] == "file"
    assert api.post("/v1/file_links", file="file_nope").error["code"] == "resource_missing"
    link = api.ok(api.post("/v1/file_links", file=file.id))
    assert api.post(f"/v1/file_links/{link.id}", expires_at=end).error["param"] == "expires_at"


def test_the_logo_of_a_card_is_uploaded_as_such(api: Api) -> None:
    logo = api.ok(upload(api, "issuing_logo"))
    assert (logo.purpose, upload(api, "issuing_logo", "a.pdf", b"%PDF-1").error["param"]) == (
        "issuing_logo",
        "file",
    )
    bundle = api.ok(api.get("/v1/issuing/physical_bundles")).data[0]["id"]
    facts = {"physical_bundle": bundle, "name": "First"}
    made = api.ok(api.post("/v1/issuing/personalization_designs", **facts, card_logo=logo.id))
    assert made.card_logo == logo.id
    selfie = api.ok(upload(api, "identity_document")).id
    refused = api.post("/v1/issuing/personalization_designs", **facts, card_logo=selfie)
    assert (refused.status, refused.error["param"]) == (400, "card_logo")
