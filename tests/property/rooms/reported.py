"""Payments that were made elsewhere: one that waits, one that failed, one that came."""

from __future__ import annotations

from typing import Any

from tests.property.place import Bases, Builder, Pool

REPORT = "/v1/payment_records/report_payment"
ONE = "/v1/payment_records/{id}"
NOW = 1700000000
PAID: dict[str, Any] = {
    "amount_requested": {"currency": "usd", "value": 1000},
    "initiated_at": NOW,
    "payment_method_details": {"type": "custom"},
}
REFUND = {
    "outcome": "refunded",
    "processor_details": {"type": "custom", "custom": {"refund_reference": "r1"}},
    "refunded": {"refunded_at": NOW},
}
DIFFERS = {
    (f"POST {ONE}/report_payment_attempt", "metadata"): "the attempt's, not the payment's",
    (f"POST {ONE}/report_refund", "amount"): "the refund's, not the payment's",
    (f"POST {ONE}/report_refund", "processor_details"): "the refund's, not the payment's",
}
"""Parameters that an answer shows otherwise under their own name, each with its reason."""


def build(made: Builder) -> None:
    """Payments in each state."""
    waits = made.post(REPORT, **PAID)
    made.name("report open", waits.id)
    made.name("payment_attempt_record", waits.latest_payment_attempt_record)
    made.name("report failed", made.post(REPORT, **PAID, outcome="failed", failed={"failed_at": NOW}).id)
    given = {"outcome": "guaranteed", "guaranteed": {"guaranteed_at": NOW}}
    made.name("report paid", made.post(REPORT, **PAID, **given).id)


def bases(pool: Pool) -> Bases:
    """Calls of payment records that succeed."""
    waiting, failed, paid = (pool[f"report {name}"][0] for name in ("open", "failed", "paid"))
    return {
        f"POST {REPORT}": [PAID],
        f"GET {ONE}": [{"{id}": waiting}],
        f"POST {ONE}/report_payment_attempt": [{"{id}": failed, "initiated_at": NOW}],
        f"POST {ONE}/report_payment_attempt_guaranteed": [{"{id}": waiting, "guaranteed_at": NOW}],
        f"POST {ONE}/report_payment_attempt_failed": [{"{id}": waiting, "failed_at": NOW}],
        f"POST {ONE}/report_payment_attempt_canceled": [{"{id}": waiting, "canceled_at": NOW}],
        f"POST {ONE}/report_payment_attempt_informational": [{"{id}": waiting, "description": "Late"}],
        f"POST {ONE}/report_refund": [{"{id}": paid, **REFUND}],
        "GET /v1/payment_attempt_records/{id}": [{"{id}": pool["payment_attempt_record"][0]}],
        "GET /v1/payment_attempt_records": [{"payment_record": paid}],
    }
