"""Authorizations in every state, transactions of both kinds, disputes that are prepared and sent."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

HELPER = "/v1/test_helpers/issuing/authorizations"
DIFFERS = {
    (
        "POST /v1/test_helpers/issuing/transactions/create_force_capture",
        "amount",
    ): "what is spent is negative",
    (
        "POST /v1/test_helpers/issuing/transactions/create_unlinked_refund",
        "amount",
    ): "it is converted to the card's currency",
    **{
        (f"POST /v1/test_helpers/issuing/transactions/create_{one}", "currency"): "it is the merchant's"
        for one in ("force_capture", "unlinked_refund")
    },
    **{
        ("POST /v1/test_helpers/issuing/authorizations", one): "it is shown in the card's currency"
        for one in ("amount", "currency")
    },
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""
SAID = {"reason": "fraudulent", "fraudulent": {"explanation": "It was not me."}}


def build(made: Builder) -> None:
    """Payments with the active card of room issuing."""
    card = made.pool["card active"][0]

    def paid(name: str, **facts: Any) -> str:
        one = str(made.post(HELPER, card=card, amount=1000, **facts).id)
        made.name(f"payment {name}", one)
        return one

    for name in ("capture", "expire", "finalize_amount", "increment", "reverse", "noted"):
        paid(name)
    paid("challenged", risk_assessment={"fraud_risk": {"level": "highest"}})
    for name in ("open", "submitted", "plain"):
        sold = made.post(f"{HELPER}/{paid('sold')}/capture").transactions[0]
        made.know(sold)
        made.name(f"sale {name}", sold["id"])
        if name != "plain":
            dispute = made.post("/v1/issuing/disputes", transaction=sold["id"], evidence=SAID).id
            made.name(f"dispute of card {name}", dispute)
    submitted = made.pool["dispute of card submitted"][0]
    made.post(f"/v1/issuing/disputes/{submitted}/submit")


def bases(pool: Pool) -> Bases:
    """Calls of authorizations that succeed; nobody waits for an answer here, so none can be given."""
    card = pool["card active"][0]
    one = f"POST {HELPER}/{{authorization}}"
    more: dict[str, dict[str, Any]] = {
        "increment": {"increment_amount": 10},
        "finalize_amount": {"final_amount": 900},
    }
    disputed = {"{dispute}": pool["dispute of card open"][0]}
    return {
        f"POST {HELPER}": [{"card": card, "amount": 100}],
        "POST /v1/issuing/cards/{card}/test/authorizations": [{"{card}": card, "held_amount": 100}],
        **{
            f"{one}/{verb}": [{"{authorization}": pool[f"payment {verb}"][0], **more.get(verb, {})}]
            for verb in ("capture", "expire", "finalize_amount", "increment", "reverse")
        },
        f"{one}/fraud_challenges/respond": [
            {"{authorization}": pool["payment challenged"][0], "confirmed": True}
        ],
        "POST /v1/issuing/authorizations/{authorization}": [{"{authorization}": pool["payment noted"][0]}],
        "POST /v1/test_helpers/issuing/transactions/create_force_capture": [{"card": card, "amount": 100}],
        "POST /v1/test_helpers/issuing/transactions/create_unlinked_refund": [{"card": card, "amount": 100}],
        "POST /v1/test_helpers/issuing/transactions/{transaction}/refund": [
            {"{transaction}": pool["sale plain"][0]}
        ],
        "POST /v1/issuing/disputes": [{"transaction": pool["sale plain"][0], "evidence": SAID}],
        "POST /v1/issuing/disputes/{dispute}": [{**disputed, "amount": 10}],
        "POST /v1/issuing/disputes/{dispute}/submit": [disputed],
    }
