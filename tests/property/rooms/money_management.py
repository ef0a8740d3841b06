"""A storage account with money, a proved bank account, payout methods and payments under way."""

from __future__ import annotations

from typing import Any

from pinstripe.http.auth import world_name
from tests.property.place import Bases, Builder, Pool

MANAGED = "/v2/money_management"
VAULT = "/v2/core/vault"
US = {"account_number": "000123456789", "routing_number": "110000000"}
METHOD = {"type": "bank_account", "bank_account": {**US, "country": "US", "currency": "usd"}}
DIFFERS: dict[tuple[str, str], str] = {}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def sent(made: Builder, path: str, **params: Any) -> Any:
    """An object of /v2 that must come to be."""
    answer = made.api.ok(made.api.json(path, params))
    made.know(answer.body)
    return answer


def usd(value: int) -> dict[str, Any]:
    """An amount."""
    return {"value": value, "currency": "usd"}


def build(made: Builder) -> None:
    """One of each, in the states that calls need."""
    bank = made.api.get(f"{MANAGED}/financial_accounts").data[0]["id"]
    made.name("storage", bank)
    sent(made, f"{MANAGED}/financial_accounts/{bank}", display_name="Operating")
    wanted = {"financial_account": bank, "type": "bank_account", "bank_account": {"currency": "usd"}}
    address = sent(made, f"{MANAGED}/financial_addresses", **wanted).id
    runtime = made.api.runtime
    world = runtime.worlds.get(world_name(made.api.key.removeprefix("sk_test_")))
    made.api.loop.run_until_complete(runtime.scheduler.advance(world, world.now()))
    credit = f"{MANAGED}/test_helpers/financial_addresses/{address}/credit"
    made.api.ok(made.api.json(credit, {"amount": usd(100_000), "network": "ach"}))
    for name, proof in (("proved", "SM11AA"), ("sent", ""), ("fresh", "-")):
        key = sent(made, f"{VAULT}/us_bank_accounts", **US, currency="usd").id
        made.name(f"us {name}", key)
        if proof != "-":
            sent(made, f"{VAULT}/us_bank_accounts/{key}/send_microdeposits")
        if proof == "SM11AA":
            sent(made, f"{VAULT}/us_bank_accounts/{key}/confirm_microdeposits", descriptor_code=proof)
    sent(made, f"{VAULT}/gb_bank_accounts", account_number="00012345", sort_code="108800", currency="gbp")
    made.name("setup done", sent(made, f"{MANAGED}/outbound_setup_intents", payout_method_data=METHOD).id)
    made.name("setup empty", sent(made, f"{MANAGED}/outbound_setup_intents").id)
    method = made.api.get(f"{MANAGED}/payout_methods").data[0]
    made.know(method)
    seller = made.pool["account"][0]
    made.name("recipient", seller)
    theirs = made.api.with_()
    theirs.account = seller
    made.api.ok(theirs.json(f"{MANAGED}/outbound_setup_intents", {"payout_method_data": METHOD}))
    sent(made, f"{MANAGED}/inbound_transfers", **moving(made.pool))
    made.name("payment", sent(made, f"{MANAGED}/outbound_payments", **paying(made.pool)).id)
    for kind in ("received_credits", "transactions", "transaction_entries"):
        made.know(made.api.get(f"{MANAGED}/{kind}", limit=1).data[0])


def moving(pool: Pool) -> dict[str, Any]:
    """An inbound transfer."""
    source = {"payment_method": pool["us proved"][0]}
    return {
        "amount": usd(10),
        "from": source,
        "to": {"financial_account": pool["storage"][0], "currency": "usd"},
    }


def paying(pool: Pool) -> dict[str, Any]:
    """An outbound payment."""
    source = {"financial_account": pool["storage"][0], "currency": "usd"}
    return {"amount": usd(10), "from": source, "to": {"recipient": pool["recipient"][0]}}


def bases(pool: Pool) -> Bases:
    """Calls of /v2 money that succeed."""
    bank = {"{id}": pool["storage"][0]}
    address = {"financial_account": pool["storage"][0], "type": "bank_account"}
    us = f"{VAULT}/us_bank_accounts"
    return {
        f"GET {MANAGED}/financial_accounts/{{id}}": [bank],
        f"POST {MANAGED}/financial_accounts/{{id}}": [{**bank, "display_name": "x"}],
        f"POST {MANAGED}/financial_addresses": [{**address, "bank_account": {"currency": "usd"}}],
        f"POST {MANAGED}/test_helpers/financial_addresses/{{id}}/credit": [
            {"amount": usd(5), "network": "ach"}
        ],
        f"POST {us}": [{**US, "currency": "usd"}],
        f"POST {us}/{{id}}/send_microdeposits": [{"{id}": pool["us fresh"][0]}],
        f"POST {us}/{{id}}/confirm_microdeposits": [
            {"{id}": pool["us sent"][0], "descriptor_code": "SM11AA"}
        ],
        f"POST {VAULT}/gb_bank_accounts": [
            {"account_number": "00012345", "sort_code": "108800", "currency": "gbp"}
        ],
        f"POST {MANAGED}/inbound_transfers": [moving(pool)],
        f"POST {MANAGED}/outbound_payments": [paying(pool)],
        f"POST {MANAGED}/outbound_payments/{{id}}/cancel": [{"{id}": pool["payment"][0]}],
        f"POST {MANAGED}/outbound_setup_intents": [{"payout_method_data": METHOD}],
        f"POST {MANAGED}/outbound_setup_intents/{{id}}": [
            {"{id}": pool["setup empty"][0], "payout_method_data": METHOD}
        ],
        f"POST {MANAGED}/outbound_setup_intents/{{id}}/cancel": [{"{id}": pool["setup empty"][0]}],
    }
