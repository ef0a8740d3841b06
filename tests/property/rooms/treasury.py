"""Financial accounts with all features and money, and every flow in the states that its calls need."""

from __future__ import annotations

from typing import Any

from pinstripe.http.auth import world_name
from tests.property.place import Bases, Builder, Pool

YES = {"requested": True}
FEATURES = {
    "card_issuing": YES,
    "deposit_insurance": YES,
    "financial_addresses": {"aba": YES},
    "inbound_transfers": {"ach": YES},
    "intra_stripe_flows": YES,
    "outbound_payments": {"ach": YES, "us_domestic_wire": YES},
    "outbound_transfers": {"ach": YES, "us_domestic_wire": YES},
}
TEST = "/v1/test_helpers/treasury"
WAITS = "pm_usBankAccount_processing"
DATA = {
    "type": "us_bank_account",
    "us_bank_account": {"account_number": "000000000009", "routing_number": "110000000"},
    "billing_details": {"name": "Ann"},
}
NAMED = "a published name becomes a method of its own"
DIFFERS = {
    ("POST /v1/treasury/inbound_transfers", "origin_payment_method"): NAMED,
    ("POST /v1/treasury/outbound_payments", "destination_payment_method"): NAMED,
    ("POST /v1/treasury/outbound_transfers", "destination_payment_method"): NAMED,
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def opened(made: Builder) -> str:
    """An account whose features are active."""
    return str(
        made.post("/v1/treasury/financial_accounts", supported_currencies=["usd"], features=FEATURES).id
    )


def build(made: Builder) -> None:
    """Two accounts, one of them with money, and flows under way, done and over."""
    bank, other = opened(made), opened(made)
    runtime = made.api.runtime
    world = runtime.worlds.get(world_name(made.api.key.removeprefix("sk_test_")))
    made.api.loop.run_until_complete(runtime.scheduler.advance(world, world.now()))
    made.name("bank", bank)
    made.name("bank empty", other)
    own: dict[str, Any] = {"financial_account": bank, "currency": "usd"}
    made.post(f"{TEST}/received_credits", **own, amount=1_000_000, network="us_domestic_wire")
    for name in ("credit", "credit other"):
        made.name(name, made.post(f"{TEST}/received_credits", **own, amount=500, network="ach").id)
    made.name("debit", made.post(f"{TEST}/received_debits", **own, amount=100, network="ach").id)
    made.name("debit other", made.post(f"{TEST}/received_debits", **own, amount=100, network="ach").id)
    made.post("/v1/treasury/credit_reversals", received_credit=made.pool["credit other"][0])
    made.post("/v1/treasury/debit_reversals", received_debit=made.pool["debit other"][0])
    inbound = {**own, "amount": 300, "origin_payment_method": WAITS}
    for name in ("inbound waiting", "inbound here"):
        made.name(name, made.post("/v1/treasury/inbound_transfers", **inbound).id)
    made.post(f"{TEST}/inbound_transfers/{made.pool['inbound here'][0]}/succeed")
    to_ann: dict[str, Any] = {"outbound_payments": {"destination_payment_method_data": DATA}}
    for kind in ("outbound_payments", "outbound_transfers"):
        how = to_ann.get(kind, {"destination_payment_method": WAITS})
        for name in (f"{kind} waiting", f"{kind} gone"):
            made.name(name, made.post(f"/v1/treasury/{kind}", **own, amount=200, **how).id)
        made.post(f"{TEST}/{kind}/{made.pool[f'{kind} gone'][0]}/post")
    for kind in ("transactions", "transaction_entries"):
        made.know(made.api.get(f"/v1/treasury/{kind}", financial_account=bank, limit=1).data[0])


def bases(pool: Pool) -> Bases:
    """Calls of Treasury that succeed."""
    bank = pool["bank"][0]
    whose = {"financial_account": bank}
    own = {**whose, "amount": "10", "currency": "usd"}
    tracking = {"tracking_details": {"type": "ach", "ach": {"trace_id": "1"}}}
    lists = "credit_reversals debit_reversals inbound_transfers outbound_payments outbound_transfers"
    lists += " received_credits received_debits transactions transaction_entries"
    found: Bases = {f"GET /v1/treasury/{kind}": [whose] for kind in lists.split()}
    one = "/v1/treasury/financial_accounts/{financial_account}"
    at, empty = {"{financial_account}": bank}, {"{financial_account}": pool["bank empty"][0]}
    wanted = {"supported_currencies": ["usd"], "features": {"card_issuing": YES}}
    found |= {
        "POST /v1/treasury/financial_accounts": [wanted],
        f"POST {one}": [{**at, "nickname": "x"}],
        f"POST {one}/close": [empty],
        f"GET {one}/features": [at],
        f"POST {one}/features": [{**empty, "card_issuing": YES}],
        f"POST {TEST}/received_credits": [{**own, "network": "ach"}],
        f"POST {TEST}/received_debits": [{**own, "network": "ach"}],
        "POST /v1/treasury/credit_reversals": [{"received_credit": pool["credit"][0]}],
        "POST /v1/treasury/debit_reversals": [{"received_debit": pool["debit"][0]}],
        "POST /v1/treasury/inbound_transfers": [{**own, "origin_payment_method": "pm_usBankAccount"}],
        "POST /v1/treasury/inbound_transfers/{inbound_transfer}/cancel": [
            {"{inbound_transfer}": pool["inbound waiting"][0]}
        ],
        "POST /v1/treasury/outbound_payments": [{**own, "destination_payment_method_data": DATA}],
        "POST /v1/treasury/outbound_transfers": [{**own, "destination_payment_method": WAITS}],
    }
    for verb, name in (("succeed", "waiting"), ("fail", "waiting"), ("return", "here")):
        path = f"POST {TEST}/inbound_transfers/{{id}}/{verb}"
        found[path] = [{"{id}": pool[f"inbound {name}"][0]}]
    for kind, word in (("outbound_payments", "{id}"), ("outbound_transfers", "{outbound_transfer}")):
        waits, gone = {word: pool[f"{kind} waiting"][0]}, {word: pool[f"{kind} gone"][0]}
        found[f"POST /v1/treasury/{kind}/{word}/cancel"] = [waits]
        found[f"POST {TEST}/{kind}/{word}"] = [{**gone, **tracking}]
        for verb in ("post", "fail", "return"):
            found[f"POST {TEST}/{kind}/{word}/{verb}"] = [waits]
    return found
