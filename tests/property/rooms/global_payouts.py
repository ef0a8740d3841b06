"""Payout intents that wait and that are to be confirmed, verifications in the UK, adjustments."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool
from tests.property.rooms.money_management import MANAGED, paying, sent

METHOD = {
    "type": "bank_account",
    "bank_account": {
        "account_number": "00012345",
        "routing_number": "108800",
        "country": "GB",
        "currency": "gbp",
    },
}
DIFFERS: dict[tuple[str, str], str] = {}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """One of each, in the states that calls need."""
    theirs = made.api.with_()
    theirs.account = made.pool["recipient"][0]
    setup = made.api.ok(theirs.json(f"{MANAGED}/outbound_setup_intents", {"payout_method_data": METHOD}))
    made.name("british method", setup.payout_method["id"])
    for result in ("match", "no_match"):
        helper = "/v2/test_helpers/money_management/recipient_verifications"
        one = sent(made, helper, **verifying(made.pool), match_result=result)
        made.name(f"verification {result}", one.id)
    made.name("intent waiting", sent(made, f"{MANAGED}/payout_intents", **paying(made.pool)).id)
    asking = sent(made, f"{MANAGED}/payout_intents", **paying(made.pool), confirmation_method="manual")
    made.name("intent asking", asking.id)
    bank = made.pool["storage"][0]
    for currency in ("usd", "gbp"):
        facts = {"financial_account": bank, "value": 1000, "currency": currency}
        made.know(made.act("/_pinstripe/money_management/adjustments", **facts))
    british = {
        "amount": {"value": 10, "currency": "gbp"},
        "from": {"financial_account": bank, "currency": "gbp"},
        "to": {"recipient": made.pool["recipient"][0], "payout_method": made.pool["british method"][0]},
    }
    made.name("intent british", sent(made, f"{MANAGED}/payout_intents", **british).id)


def verifying(pool: Pool) -> dict[str, Any]:
    """Whose account is it?"""
    return {"payout_method": pool["british method"][0], "recipient": pool["recipient"][0]}


def bases(pool: Pool) -> Bases:
    """Calls that succeed."""
    one = f"POST {MANAGED}/payout_intents/{{id}}"
    waiting, asking = {"{id}": pool["intent waiting"][0]}, {"{id}": pool["intent asking"][0]}
    helper = "POST /v2/test_helpers/money_management/recipient_verifications"
    return {
        f"POST {MANAGED}/payout_intents": [paying(pool)],
        one: [{**waiting, "description": "x"}],
        f"{one}/confirm": [asking],
        f"{one}/cancel": [waiting],
        f"{one}/refresh_fx_quote": [waiting],
        f"{one}/refresh_recipient_verification": [{"{id}": pool["intent british"][0]}],
        f"POST {MANAGED}/recipient_verifications": [verifying(pool)],
        f"POST {MANAGED}/recipient_verifications/{{id}}/acknowledge": [
            {"{id}": pool["verification no_match"][0]}
        ],
        helper: [{**verifying(pool), "match_result": "match"}],
    }
