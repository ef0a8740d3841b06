"""Cards without an owner, and a token."""

from __future__ import annotations

from pinstripe.products.methods.kinds import KINDS
from tests.property.place import Bases, Builder, Pool

CARD = {"number": "4242424242424242", "exp_month": "1", "exp_year": "2030", "cvc": "123"}

BANK = {
    "country": "US",
    "currency": "usd",
    "account_number": "000123456789",
    "routing_number": "110000000",
}

DIFFERS = {("POST /v1/payment_methods", kind): "details of another kind are not looked at" for kind in KINDS}
DIFFERS[("POST /v1/payment_methods/{payment_method}", "card")] = (
    "a network that a card lacks is not preferred"
)
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Methods that nobody has yet."""
    made.name("payment_method free", made.post("/v1/payment_methods", type="card", card=CARD).id)
    made.post("/v1/payment_methods", type="card", card={"token": "tok_mastercard"})
    made.post("/v1/tokens", card=CARD)


def bases(pool: Pool) -> Bases:
    """Calls of payment methods that succeed."""
    attached = {"{payment_method}": pool["payment_method attached"][0]}
    free = {"{payment_method}": pool["payment_method free"][0]}
    return {
        "POST /v1/payment_methods": [
            {"type": "card", "card": CARD},
            {"type": "card", "card": {"token": "tok_visa"}},
        ],
        "POST /v1/payment_methods/{payment_method}": [{**attached, "metadata": {"a": "1"}}],
        "POST /v1/payment_methods/{payment_method}/attach": [{**free, "customer": pool["customer"][0]}],
        "POST /v1/payment_methods/{payment_method}/detach": [attached],
        "POST /v1/tokens": [{"card": CARD}, {"bank_account": BANK}, {"person": {"first_name": "Eve"}}],
    }
