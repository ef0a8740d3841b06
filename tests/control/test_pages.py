"""Links that the API gives lead to this server; a page says what it stands for, and nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pinstripe.http.seen import Request
from pinstripe.kernel import pages
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.work import Work
from tests.client import Answer, Api, fresh
from tests.control.conftest import Panel


def opened(panel: Panel, path: str) -> tuple[int, str]:
    """Status and text of a page, asked for as a browser does: without a key."""
    place = urlsplit(path)
    request = Request("GET", place.path, place.query.encode(), {}, b"")
    reply = panel.api.loop.run_until_complete(panel.control.handle(request))
    assert dict(reply.headers)["Content-Type"] == "text/html; charset=utf-8"
    return reply.status, reply.body.decode()


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> pages.Page:
    """A kind of page that is there for one test."""
    monkeypatch.setattr(pages, "PAGES", {})
    return pages.page(
        "vaults", "vlt", title="A <vault>", means="Gold & more.", instead=("POST /_pinstripe/vaults/{id}",)
    )


def test_a_refusal_links_a_page_of_this_server(panel: Panel) -> None:
    error = panel.api.get("/v1/customers/nobody").error
    link = urlsplit(error["request_log_url"])
    status, text = opened(panel, link.path)
    assert (status, link.netloc) == (200, "127.0.0.1:12111")
    assert f"<code>{link.path.rpartition('/')[2]}</code>" in text
    assert "GET /v1/events" in text


def test_a_page_says_its_words_escaped(panel: Panel, kind: pages.Page) -> None:
    status, text = opened(panel, kind.path("vlt_1_secret"))
    assert status == 200
    assert "<h1>A &lt;vault&gt;</h1>" in text
    assert "Gold &amp; more." in text
    assert "<li><code>POST /_pinstripe/vaults/vlt_1_secret</code></li>" in text


@pytest.mark.parametrize(
    "path",
    [
        "vaults",
        "vaults/",
        "vaults/vlt_",
        "vaults/cus_1",
        "vaults/vlt_<script>",
        "vaults/vlt_1/x",
        "moons/vlt_1",
    ],
)
def test_what_is_no_page_is_not_found(panel: Panel, kind: pages.Page, path: str) -> None:
    status, text = opened(panel, f"/_pinstripe/pages/{path}")
    assert (status, "<script>" in text) == (404, False)


def test_a_kind_is_declared_once_and_of_its_own_ids(kind: pages.Page) -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        pages.page("vaults", "vlt", title="", means="")
    with pytest.raises(AssertionError, match="no page vaults of cus_1"):
        kind.path("cus_1")


def test_the_public_address_is_the_servers_own_setting(api: Api) -> None:
    runtime = fresh(public_url="https://pay.example.test/stripe")
    work = Work(Batch(runtime.store, runtime.worlds.get("w")), "acct_1")
    assert work.public("/_pinstripe/pages/x/y_1") == "https://pay.example.test/stripe/_pinstripe/pages/x/y_1"
    error = Api(runtime, api.loop).get("/v1/customers/nobody").error
    assert error["request_log_url"].startswith("https://pay.example.test/stripe/_pinstripe/pages/logs/req_")
    api.loop.run_until_complete(runtime.stop())


def test_what_payers_open_is_a_page_here(panel: Panel) -> None:
    """Receipts, challenges, redirects, transfers, invoices: each address that answers carry."""
    api = panel.api
    customer = api.ok(api.post("/v1/customers", payment_method="pm_card_visa"))

    def intent(kind: str, currency: str = "usd", **given: Any) -> Answer:
        facts = {"amount": 900, "currency": currency, "confirm": True, "return_url": "https://example.com"}
        return api.ok(api.post("/v1/payment_intents", allowed_payment_method_types=[kind], **facts, **given))

    charge = api.ok(api.post("/v1/charges", amount=900, currency="usd", source="tok_visa"))
    asked = intent("card", payment_method="pm_card_threeDSecure2Required")
    led = intent("ideal", "eur", payment_method_data={"type": "ideal"})
    sent = intent("customer_balance", customer=customer.id, payment_method_data={"type": "customer_balance"})
    invoice = api.ok(api.post("/v1/invoices", customer=customer.id))
    final = api.ok(api.post(f"/v1/invoices/{invoice.id}/finalize"))
    links = {
        charge.receipt_url: "Receipt from Pinstripe",
        asked.next_action["redirect_to_url"]["url"]: "3-D Secure",
        led.next_action["redirect_to_url"]["url"]: "A payment to agree to",
        sent.next_action["display_bank_transfer_instructions"][
            "hosted_instructions_url"
        ]: "How to send a bank transfer",
        final.hosted_invoice_url: "Invoice from Pinstripe",
    }
    for link, title in links.items():
        place = urlsplit(link)
        status, text = opened(panel, link)
        assert (status, place.netloc) == (200, "127.0.0.1:12111")
        assert f"<h1>{title}</h1>" in text


@pytest.mark.parametrize(
    ("answer", "status"), [("complete", "succeeded"), ("fail", "requires_payment_method")]
)
def test_a_payer_answers_on_the_page_and_is_sent_back(panel: Panel, answer: str, status: str) -> None:
    api = panel.api
    given = {"amount": 900, "currency": "eur", "confirm": True, "return_url": "https://example.com/back?a=1"}
    data = {"allowed_payment_method_types": ["ideal"], "payment_method_data": {"type": "ideal"}}
    intent = api.ok(api.post("/v1/payment_intents", **given, **data))
    place = urlsplit(intent.next_action["redirect_to_url"]["url"])
    assert opened(panel, place.path)[0] == 200

    def said(query: str) -> Reply:
        request = Request("POST", place.path, query.encode(), {}, f"answer={answer}".encode())
        return panel.api.loop.run_until_complete(panel.control.handle(request))

    assert said(place.query + "x").status == 404
    assert api.get(f"/v1/payment_intents/{intent.id}").body["status"] == "requires_action"
    reply = said(place.query)
    back = urlsplit(dict(reply.headers)["Location"])
    assert (reply.status, back.netloc, parse_qs(back.query)) == (
        303,
        "example.com",
        {
            "a": ["1"],
            "payment_intent": [intent.id],
            "payment_intent_client_secret": [intent.client_secret],
            "redirect_status": ["succeeded" if answer == "complete" else "failed"],
        },
    )
    assert api.get(f"/v1/payment_intents/{intent.id}").body["status"] == status
    assert said(place.query).status == 404


def test_a_person_chooses_how_their_verification_ends(panel: Panel) -> None:
    api = panel.api
    path = "/v1/identity/verification_sessions"
    session = api.ok(api.post(path, type="document", return_url="https://example.com/done"))
    place = urlsplit(session.url)
    status, text = opened(panel, place.path)
    assert (status, "<script" in text) == (200, False)
    assert '<option value="document_expired">' in text

    def chose(query: str, outcome: str) -> Reply:
        request = Request("POST", place.path, query.encode(), {}, f"outcome={outcome}".encode())
        return panel.api.loop.run_until_complete(panel.control.handle(request))

    assert chose(place.query + "x", "success").status == 404
    assert chose(place.query, "nonsense").status == 404
    assert chose(place.query, "selfie_face_mismatch").status == 400
    reply = chose(place.query, "document_expired")
    assert (reply.status, dict(reply.headers)["Location"]) == (303, "https://example.com/done")
    assert api.get(f"{path}/{session.id}").body["status"] == "processing"
    assert chose(place.query, "success").status == 404
