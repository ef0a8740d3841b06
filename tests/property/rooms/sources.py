"""Sources: a card, one that waits for its payer, and a receiver that was sent money."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

BACK = {"return_url": "https://example.com/back"}


DIFFERS = {
    ("POST /v1/sources", one): "what belongs to another flow is not looked at"
    for one in ("receiver", "redirect")
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """One of each flow."""
    made.name("card source", made.post("/v1/sources", type="card", token="tok_visa").id)
    made.post("/v1/sources", type="ideal", amount=1099, currency="eur", redirect=BACK)
    owner = {"email": "amount_500@example.com"}
    receiver = made.post("/v1/sources", type="ach_credit_transfer", currency="usd", owner=owner).id
    made.act("/_pinstripe/sources/fund", source=receiver, amount=500)
    made.name("receiver", receiver)
    paid = made.api.get(f"/v1/sources/{receiver}/source_transactions").body["data"][0]["id"]
    made.name("source_transaction of receiver", paid)


def bases(pool: Pool) -> Bases:
    """Calls of sources that succeed."""
    card = {"{source}": pool["card source"][0]}
    return {
        "POST /v1/sources": [
            {"type": "card", "token": "tok_visa"},
            {"type": "ideal", "amount": "1099", "currency": "eur", "redirect": BACK},
            {
                "type": "sepa_debit",
                "currency": "eur",
                "owner": {"name": "Ann"},
                "sepa_debit": {"iban": "DE89370400440532013000"},
            },
        ],
        "GET /v1/sources/{source}": [card],
        "POST /v1/sources/{source}": [{**card, "owner": {"name": "Ann"}}],
        "GET /v1/sources/{source}/source_transactions": [card],
        "GET /v1/sources/{source}/source_transactions/{source_transaction}": [
            {
                "{source}": pool["receiver"][0],
                "{source_transaction}": pool["source_transaction of receiver"][0],
            }
        ],
        "GET /v1/exchange_rates/{rate_id}": [{"{rate_id}": "usd"}],
    }
