"""Files of a dispute's evidence: there, and uploaded for it."""

from __future__ import annotations

import pytest

from tests.client import Api
from tests.products.files.test_files import upload

HOLDER = {
    "type": "company",
    "name": "Rocket Rides",
    "billing": {
        "address": {
            "line1": "1 Main Street",
            "city": "Austin",
            "state": "TX",
            "postal_code": "78701",
            "country": "US",
        }
    },
}


@pytest.fixture
def sale(api: Api) -> str:
    """A purchase that can be disputed."""
    holder = api.ok(api.post("/v1/issuing/cardholders", **HOLDER)).id
    card = api.ok(api.post("/v1/issuing/cards", cardholder=holder, currency="usd", type="virtual")).id
    helper = "/v1/test_helpers/issuing/transactions/create_force_capture"
    return api.ok(api.post(helper, card=card, amount=500)).id


def test_a_file_was_uploaded_as_evidence(api: Api, sale: str) -> None:
    logo, paper = (upload(api, purpose).id for purpose in ("business_logo", "dispute_evidence"))
    said = {"explanation": "Not me.", "additional_documentation": logo}
    evidence = {"reason": "fraudulent", "fraudulent": said}
    refused = api.post("/v1/issuing/disputes", transaction=sale, evidence=evidence)
    place = "evidence[fraudulent][additional_documentation]"
    assert (refused.status, refused.error["param"]) == (400, place)
    evidence["fraudulent"] = {**said, "additional_documentation": paper}
    made = api.ok(api.post("/v1/issuing/disputes", transaction=sale, evidence=evidence))
    assert made.evidence["fraudulent"]["additional_documentation"] == paper
