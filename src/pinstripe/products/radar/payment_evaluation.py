"""The payment evaluation record: how risky a payment is that is going to be made elsewhere.

Owns: the record. Does not own: the endpoint (payment_evaluations.py), rules (verdict.py). Money: none. No
event.
Source: spec.
"""

from __future__ import annotations

from pinstripe.kernel.resource import Resource

PAYMENT_EVALUATION = Resource(
    "radar.payment_evaluation",
    prefix="peval",
    defaults={"events": []},
    noun="payment evaluation",
    source="spec",
)
