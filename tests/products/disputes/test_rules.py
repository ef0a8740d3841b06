"""Rules of disputes: when evidence is due, and what of enhanced evidence is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pinstripe.networks.port import DisputeNotice
from pinstripe.products.disputes import dispute, evidence


def moment(text: str) -> int:
    """A moment of a recording, in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("created", "due"),
    [
        ("2023-10-30T16:58:10", "2023-11-08T23:59:59"),  # recorded: gumroad
        ("2024-12-16T15:58:33", "2024-12-25T23:59:59"),  # recorded: gumroad
        ("2026-01-01T00:00:00", "2026-01-10T23:59:59"),
        ("2026-01-01T23:59:59", "2026-01-10T23:59:59"),
    ],
)
def test_evidence_is_due_at_the_end_of_the_ninth_day(created: str, due: str) -> None:
    assert dispute.due_by(moment(created)) == moment(due)


DISPUTED = {
    "customer_email_address": "ann@example.com",
    "merchandise_or_services": "merchandise",
    "product_description": "Boots",
}
PRIORS = [
    {"charge": "ch_1", "product_description": "Hat"},
    {"charge": "ch_2", "product_description": "Scarf"},
]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (
            {},
            [
                "missing_customer_identifiers",
                "missing_disputed_transaction_description",
                "missing_merchandise_or_services",
                "missing_prior_undisputed_transactions",
            ],
        ),
        ({"disputed_transaction": DISPUTED}, ["missing_prior_undisputed_transactions"]),
        (
            {"disputed_transaction": DISPUTED, "prior_undisputed_transactions": [{"charge": "ch_1"}]},
            ["missing_prior_undisputed_transaction_description", "missing_prior_undisputed_transactions"],
        ),
        (
            {
                "disputed_transaction": {**DISPUTED, "customer_email_address": None},
                "prior_undisputed_transactions": PRIORS,
            },
            ["missing_customer_identifiers"],
        ),
        ({"disputed_transaction": DISPUTED, "prior_undisputed_transactions": PRIORS}, []),
    ],
)
def test_what_visa_still_asks_for(given: dict[str, Any], missing: list[str]) -> None:
    found = evidence.asked(given)
    assert found["required_actions"] == missing
    assert found["status"] == ("requires_action" if missing else "qualified")


def test_a_compliance_dispute_asks_for_the_networks_fee() -> None:
    notice = DisputeNotice("noncompliant", "compliance", "needs_response", "98")
    found = evidence.eligibility(notice, "mastercard")
    assert found == {"mastercard_compliance": {"status": "requires_fee_acknowledgement"}}
    said = {"enhanced_evidence": {"mastercard_compliance": {"fee_acknowledged": True}}}
    assert evidence.answered("mastercard_compliance", said, {}) == {"status": "fee_acknowledged"}
    plain = DisputeNotice("fraudulent", "chargeback", "needs_response", "10.4")
    assert evidence.eligibility(plain, "visa") == {}
