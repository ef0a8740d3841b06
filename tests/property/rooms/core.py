"""Accounts of the second version: a merchant with a person, and a customer."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

ANSWERS = {"fees_collector": "application", "losses_collector": "application"}
WISH = {"requested": True}
MERCHANT = {
    "contact_email": "eve@example.com",
    "dashboard": "none",
    "identity": {"country": "de", "entity_type": "company"},
    "defaults": {"responsibilities": ANSWERS},
    "configuration": {"merchant": {"capabilities": {"card_payments": WISH}}},
}
CUSTOMER = {"configuration": {"customer": {"shipping": {"name": "Eve"}}}}
LEADS = {"refresh_url": "https://a.example", "return_url": "https://b.example"}


DIFFERS = {
    **{
        (
            f"POST /v2/core/accounts/{{account_id}}/persons{one}",
            name,
        ): "the last of a purpose, if it says anything"
        for name in ("additional_names", "additional_addresses")
        for one in ("", "/{id}")
    },
    ("POST /v2/core/account_links", "use_case"): "what belongs to another type is not looked at",
    **{
        ("POST /v2/core/event_destinations", one): "what belongs to another type is not looked at"
        for one in ("amazon_eventbridge", "azure_event_grid", "webhook_endpoint")
    },
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Two accounts, a person, and a token of each kind."""
    core = "/v2/core/accounts"
    merchant = made.api.ok(made.api.json(core, MERCHANT)).id
    made.name("v2 merchant", merchant)
    made.name("v2 customer", made.api.ok(made.api.json(core, CUSTOMER)).id)
    made.name("customer_account", made.api.ok(made.api.json(core, CUSTOMER)).id)
    person = made.api.json(f"{core}/{merchant}/persons", {"given_name": "Eve"})
    made.name("v2 person", made.api.ok(person).id)
    token = made.api.json("/v2/core/account_tokens", {"contact_email": "ann@example.com"})
    made.name("v2 account token", made.api.ok(token).id)
    told = made.api.json(f"{core}/{merchant}/person_tokens", {"given_name": "Ann"})
    made.name("v2 person token", made.api.ok(told).id)


def bases(pool: Pool) -> Bases:
    """Calls of accounts of the second version that succeed."""
    merchant, customer = pool["v2 merchant"][0], pool["v2 customer"][0]
    core, own = "/v2/core/accounts", {"{account_id}": merchant}
    person = {**own, "{id}": pool["v2 person"][0]}
    leads = {"type": "account_onboarding", "account_onboarding": LEADS}
    return {
        f"POST {core}": [MERCHANT, CUSTOMER],
        f"GET {core}/{{id}}": [{"{id}": merchant}],
        f"POST {core}/{{id}}": [{"{id}": merchant, "display_name": "Shop"}],
        f"POST {core}/{{id}}/close": [{"{id}": customer}],
        f"POST {core}/{{account_id}}/persons": [{**own, "given_name": "Max"}],
        f"GET {core}/{{account_id}}/persons": [own],
        f"GET {core}/{{account_id}}/persons/{{id}}": [person],
        f"POST {core}/{{account_id}}/persons/{{id}}": [{**person, "surname": "Berg"}],
        f"DELETE {core}/{{account_id}}/persons/{{id}}": [person],
        f"POST {core}/{{account_id}}/person_tokens": [{**own, "given_name": "Max"}],
        f"GET {core}/{{account_id}}/person_tokens/{{id}}": [{**own, "{id}": pool["v2 person token"][0]}],
        "POST /v2/core/account_tokens": [{"contact_email": "max@example.com"}],
        "GET /v2/core/account_tokens/{id}": [{"{id}": pool["v2 account token"][0]}],
        "POST /v2/core/account_links": [{"account": merchant, "use_case": leads}],
    }
