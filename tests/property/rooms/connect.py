"""Connected accounts: one that may take money, one that is told more of."""

from __future__ import annotations

from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from tests.client import Answer, Api
from tests.property.place import Bases, Builder, Pool

CUSTOM = {
    "type": "custom",
    "country": "US",
    "business_type": "company",
    "capabilities": {"transfers": {"requested": True}},
}
EURO = {
    "object": "bank_account",
    "country": "DE",
    "currency": "eur",
    "account_number": "DE89370400440532013000",
}


def connected(api: Api, kind: str = "standard") -> str:
    """The id of a new connected account."""
    headers = {"authorization": f"Bearer {api.key}"}
    request = Request(
        "POST", "/_pinstripe/accounts", b"", headers, b'{"country":"US","type":"%s"}' % kind.encode()
    )
    reply = api.loop.run_until_complete(Control(api.runtime).handle(request))
    assert reply.status == 200, reply.body
    return str(Answer(200, {}, reply.body).id)


def build(made: Builder) -> None:
    """One account beside the platform's; one with a person and two bank accounts; one of Express."""
    made.know({"object": "account", "id": connected(made.api)})
    made.name("account custom", (acct := made.post("/v1/accounts", **CUSTOM).id))
    made.post(f"/v1/accounts/{acct}/external_accounts", external_account="btok_us")
    other = made.post(f"/v1/accounts/{acct}/external_accounts", external_account="btok_us").id
    made.name("bank_account second", other)
    euro = made.post(f"/v1/accounts/{acct}/external_accounts", external_account=EURO).id
    made.name("bank_account euro", euro)
    person = made.post(f"/v1/accounts/{acct}/persons", first_name="Eve", relationship={"owner": True}).id
    made.name("person of account", person)
    made.name("account express", connected(made.api, "express"))


def bases(pool: Pool) -> Bases:
    """Calls of accounts and what hangs on them that succeed."""
    custom = {"{account}": pool["account custom"][0]}
    person = {**custom, "{person}": pool["person of account"][0]}
    bank = {**custom, "{id}": pool["bank_account second"][0]}
    asked = {**custom, "{capability}": "transfers"}
    urls = {"refresh_url": "https://a.example", "return_url": "https://b.example"}
    account = custom["{account}"]
    found: Bases = {
        "GET /v1/country_specs/{country}": [{"{country}": "DE"}],
        "POST /v1/external_accounts/{id}": [{"{id}": bank["{id}"], "account_holder_name": "Eve"}],
        "POST /v1/accounts": [
            {"type": "custom", "country": "DE", "business_type": "company"},
            {"type": "standard", "email": "eve@example.com"},
        ],
        "POST /v1/accounts/{account}": [{**custom, "business_profile": {"name": "Eve"}}],
        "DELETE /v1/accounts/{account}": [custom],
        "POST /v1/accounts/{account}/reject": [{**custom, "reason": "other"}],
        "POST /v1/accounts/{account}/unreject": [custom],
        "GET /v1/accounts/{account}/capabilities": [custom],
        "GET /v1/accounts/{account}/capabilities/{capability}": [asked],
        "POST /v1/accounts/{account}/capabilities/{capability}": [{**asked, "requested": "true"}],
        "POST /v1/accounts/{account}/login_links": [{"{account}": pool["account express"][0]}],
        "POST /v1/account_links": [{"account": account, "type": "account_onboarding", **urls}],
        "POST /v1/account_sessions": [
            {"account": account, "components": {"payments": {"enabled": "true"}}},
        ],
        "GET /v1/accounts/{account}/external_accounts": [custom],
    }
    for path in ("persons", "people"):
        place = f"/v1/accounts/{{account}}/{path}"
        found[f"GET {place}"] = [custom]
        found[f"POST {place}"] = [{**custom, "first_name": "Max"}]
        for verb in ("GET", "POST", "DELETE"):
            found[f"{verb} {place}/{{person}}"] = [person]
    for path in ("external_accounts", "bank_accounts"):
        place = f"/v1/accounts/{{account}}/{path}"
        found[f"POST {place}"] = [{**custom, "external_account": "btok_us"}]
        for verb in ("GET", "POST"):
            found[f"{verb} {place}/{{id}}"] = [bank]
        first = {**custom, "{id}": pool["bank_account euro"][0]}
        found[f"DELETE {place}/{{id}}"] = [first]
    return found


DIFFERS = {
    (f"POST /v1/accounts/{{account}}/{path}{one}", "phone"): "a number is kept with its country's code"
    for path in ("persons", "people")
    for one in ("", "/{person}")
} | {
    (
        f"POST /v1/accounts/{{account}}/{path}{one}",
        "default_for_currency",
    ): "the only one of a currency stays its default"
    for path in ("external_accounts", "bank_accounts")
    for one in ("", "/{id}")
}
DIFFERS |= {(f"POST /v1/accounts{one}", "company"): "individuals have none" for one in ("", "/{account}")}
