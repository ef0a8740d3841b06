"""The form behind an account link: filled in without a script, it opens the account and sends back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from pinstripe.http.seen import Request
from pinstripe.kernel.call import Reply
from tests.client import Api
from tests.control.conftest import Panel

BACK = {"refresh_url": "https://a.example/again", "return_url": "https://a.example/done"}


class Form(HTMLParser):
    """The first form of a page: where it goes, and what its fields hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.labels: list[str] = []
        self.done = False
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = given["action"] or ""
        if self.done or self.action is None:
            return
        if tag == "input":
            self.fields[given["name"] or ""] = given.get("value") or ""
        if tag == "select":
            self._select = given["name"] or ""
        if tag == "option" and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = given["value"] or ""
        if tag == "label":
            self.labels.append(given["for"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.done = self.done or tag == "form"


def send(panel: Panel, method: str, address: str, **fields: str) -> Reply:
    """As a browser does, without a key."""
    place = urlsplit(address)
    body = urlencode(fields).encode()
    request = Request(method, place.path, place.query.encode(), {}, body, "192.0.2.7")
    return panel.api.loop.run_until_complete(panel.control.handle(request))


def led(reply: Reply) -> str | None:
    """Where a reply sends whoever asked."""
    return dict(reply.headers).get("Location")


def express(api: Api, country: str = "DE", **more: Any) -> str:
    wish = {"card_payments": {"requested": "true"}, "transfers": {"requested": "true"}}
    made = api.post("/v1/accounts", type="express", country=country, capabilities=wish, **more)
    return str(api.ok(made).id)


def link(api: Api, account: str, kind: str = "account_onboarding", **more: Any) -> str:
    made = api.ok(api.post("/v1/account_links", account=account, type=kind, **BACK, **more))
    assert made.body.keys() == {"object", "created", "expires_at", "url"}
    return str(made.url)


def filled(panel: Panel, address: str, **fields: str) -> list[str]:
    """Send form after form as it is, but for these fields. gives: names that were asked, then where it led"""
    asked: list[str] = []
    reply = send(panel, "GET", address)
    for _ in range(5):
        if led(reply) is not None:
            return [*asked, str(led(reply))]
        form = Form(reply.body.decode())
        assert {f"field-{name}" for name in form.fields if name not in HIDDEN} == set(form.labels)
        asked += form.fields
        known = {name: value for name, value in fields.items() if name in form.fields}
        reply = send(panel, "POST", form.action or "", **{**form.fields, **known})
    raise AssertionError(f"the form never ends: {asked}")


HIDDEN = ("terms", "company.owners_provided", "representative.relationship.executive")


def test_a_form_asks_what_is_lacking_and_opens_the_account(panel: Panel) -> None:
    api = panel.api
    account = express(api)
    asked = filled(panel, link(api, account), **{"individual.first_name": "Eve"})
    assert asked[0] == "business_type"
    assert {"individual.dob.year", "external_account.account_number", "terms"} <= set(asked)
    assert asked[-1] == BACK["return_url"]
    known = api.ok(api.get(f"/v1/accounts/{account}"))
    assert (known.charges_enabled, known.payouts_enabled, known.details_submitted) == (True, True, True)
    assert known.tos_acceptance["ip"] == "192.0.2.7"
    assert known.requirements["currently_due"] == []
    # Of an account that tells Stripe itself the platform sees no more than that it has told.
    assert not {"individual", "company"} & known.body.keys()
    (person,) = api.ok(api.get(f"/v1/accounts/{account}/persons")).data
    assert (person["first_name"], person["last_name"]) == ("Eve", "Rosen")
    assert api.ok(api.post(f"/v1/accounts/{account}/login_links")).url.startswith("http")
    assert filled(panel, link(api, account)) == [BACK["return_url"]]


def test_a_standard_account_asks_for_its_capabilities_itself(panel: Panel) -> None:
    api = panel.api
    account = api.ok(api.post("/v1/accounts", type="standard", country="FR")).id
    asked = filled(panel, link(api, account), business_type="company")
    assert {"company.tax_id", "representative.relationship.title"} <= set(asked)
    known = api.ok(api.get(f"/v1/accounts/{account}"))
    assert known.capabilities == {"card_payments": "active", "transfers": "active"}
    assert (known.business_type, known.charges_enabled) == ("company", True)


def test_a_company_of_a_platform_that_collects(panel: Panel) -> None:
    api = panel.api
    facts = {"type": "custom", "country": "GB", "requested_capabilities": ["transfers", "card_payments"]}
    account = api.ok(api.post("/v1/accounts", **facts)).id
    asked = filled(panel, link(api, account, collect="eventually_due"), business_type="company")
    assert {"owners.first_name", "representative.dob.day"} <= set(asked)
    known = api.ok(api.get(f"/v1/accounts/{account}"))
    assert (known.requirements["currently_due"], known.charges_enabled) == ([], True)
    assert known.company["name"] == "Rocket Rides"
    changed = filled(panel, link(api, account, "account_update"), **{"business_profile.name": "Moon"})
    assert changed[-1] == BACK["return_url"]
    assert api.get(f"/v1/accounts/{account}").business_profile["name"] == "Moon"


def test_a_link_is_good_once_and_for_five_minutes(panel: Panel) -> None:
    api = panel.api
    account = express(api)
    first = link(api, account)
    form = Form(send(panel, "GET", first).body.decode())
    assert led(send(panel, "GET", first)) == BACK["refresh_url"]
    assert led(send(panel, "POST", first, business_type="company")) == BACK["refresh_url"]
    assert led(send(panel, "POST", form.action or "", later="yes")) == BACK["return_url"]
    late = link(api, account)
    panel.post("clock/advance", seconds=301)
    assert led(send(panel, "GET", late)) == BACK["refresh_url"]
    assert api.get(f"/v1/accounts/{account}").business_type is None


def test_what_is_wrong_is_said_beside_its_field(panel: Panel) -> None:
    api = panel.api
    account = express(api, business_type="individual")
    form = Form(send(panel, "GET", link(api, account)).body.decode())
    bad = {**form.fields, "individual.first_name": " ", "individual.dob.day": "first"}
    text = send(panel, "POST", form.action or "", **bad).body.decode()
    assert '<strong id="field-individual.first_name-problem">This is needed.</strong>' in text
    assert '<strong id="field-individual.dob.day-problem">This has to be a number.</strong>' in text
    wrong = {**form.fields, "external_account.account_number": "<1>"}
    text = send(panel, "POST", form.action or "", **wrong).body.decode()
    assert '<p role="alert">You must use a test bank account number' in text
    assert "<1>" not in text
    assert api.get(f"/v1/accounts/{account}/persons").data == []


@pytest.mark.parametrize("key", ["alink_nowhere", "alink_", "cus_1", "alink_<x>"])
def test_there_is_no_form_but_of_a_link(panel: Panel, key: str) -> None:
    account = express(panel.api)
    path = f"/_pinstripe/pages/onboarding/{key}?merchant={account}"
    for reply in (send(panel, "GET", path), send(panel, "POST", path, business_type="company")):
        assert reply.status == 404
        assert b"no form" in reply.body or b"no page" in reply.body
