"""Sources: a card, one that waits for its payer, and a receiver that was sent money."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

BACK = {"return_url": "https://example.com/back"}


def build(made: Builder) -> None:
    """One of each flow."""
    made.name("card source", made.post("/v1/sources", type="card", token="tok_visa").id)
    made.post("/v1/sources", type="ideal", amount=1099, currency="eur", redirect=BACK)
    owner = {"email": "amount_500@example.com"}
    receiver = made.post("/v1/sources", type="ach_credit_transfer", currency="usd", owner=owner).id
    made.name("receiver", receiver)


def bases(pool: Pool) -> Bases:
    """Calls of sources that succeed."""
    card = {"{source}": pool["card source"][0]}
    return {
        "POST /v1/sources": [
            {"type": "card", "token": "tok_visa"},
            {"type": "ideal", "amount": "1099", "currency": "eur", "redirect": BACK},
        ],
        "GET /v1/sources/{source}": [card],
        "POST /v1/sources/{source}": [{**card, "owner": {"name": "Ann"}}],
        "GET /v1/sources/{source}/source_transactions": [card],
    }
