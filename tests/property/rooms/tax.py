"""A seller in Germany with registrations, a calculation, a sale and a payment that took its tax along."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

NOW = "`now` is answered as the moment that it is"
DIFFERS = {
    ("POST /v1/tax/registrations", "active_from"): NOW,
    ("POST /v1/tax/registrations", "expires_at"): NOW,
    ("POST /v1/tax/registrations/{id}", "active_from"): NOW,
    ("POST /v1/tax/registrations/{id}", "expires_at"): NOW,
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""
GERMAN: dict[str, Any] = {"address": {"country": "DE"}, "address_source": "billing"}
LINES = [{"amount": "1000", "reference": "L1"}, {"amount": "500", "reference": "L2"}]


def build(made: Builder) -> None:
    """Settings, one registration that counts and one that will, calculations, a sale, a payment's."""
    made.post("/v1/tax/settings", head_office={"address": {"country": "DE"}})
    standard = {"country_options": {"de": {"type": "standard"}}, "active_from": "now"}
    made.post("/v1/tax/registrations", country="DE", **standard)
    made.post("/v1/tax/locations", type="performance", address={"country": "DE"})
    made.name("calculation", _calculated(made))
    sold = _calculated(made)
    sale = made.post("/v1/tax/transactions/create_from_calculation", calculation=sold, reference="sale").id
    made.name("sale", sale)
    hooks = {"inputs": {"tax": {"calculation": _calculated(made)}}}
    paid = made.post(
        "/v1/payment_intents",
        amount=1785,
        currency="eur",
        payment_method="pm_card_visa",
        confirm=True,
        return_url="https://example.test",
        hooks=hooks,
    )
    made.name("payment_intent with tax", paid.id)


def _calculated(made: Builder) -> str:
    return made.post("/v1/tax/calculations", currency="eur", line_items=LINES, customer_details=GERMAN).id


def bases(pool: Pool) -> Bases:
    """Calls of taxes that succeed."""
    calculation, sale = {"{calculation}": pool["calculation"][0]}, pool["sale"][0]
    return {
        "POST /v1/tax/locations": [{"type": "performance", "address": {"country": "FR"}}],
        "GET /v1/tax/locations": [{"type": "performance"}],
        "POST /v1/tax/settings": [{"head_office": {"address": {"country": "DE"}}}],
        "POST /v1/tax/registrations": [
            {"country": "NO", "country_options": {"no": {"type": "standard"}}, "active_from": "now"}
        ],
        "POST /v1/tax/registrations/{id}": [{"{id}": pool["tax.registration"][0], "expires_at": "now"}],
        "POST /v1/tax/calculations": [{"currency": "eur", "line_items": LINES, "customer_details": GERMAN}],
        "GET /v1/tax/calculations/{calculation}": [calculation],
        "GET /v1/tax/calculations/{calculation}/line_items": [calculation],
        "POST /v1/tax/transactions/create_from_calculation": [
            {"calculation": pool["calculation"][0], "reference": "other"}
        ],
        "POST /v1/tax/transactions/create_reversal": [
            {"mode": "partial", "flat_amount": "-100", "original_transaction": sale, "reference": "back"}
        ],
        "GET /v1/tax/transactions/{transaction}/line_items": [{"{transaction}": sale}],
        "GET /v1/tax/associations/find": [{"payment_intent": pool["payment_intent with tax"][0]}],
    }
