"""What the behaviours named in numbers.py mean: when a holder is asked, which disputes follow.

Owns: those two tables. Does not own: which card behaves so (numbers.py), the answers (sim.py).
Money: none. Source: docs: testing; recorded: gumroad (3155, 3184, 0446, India), liberapay (3063).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pinstripe.networks.port import DisputeNotice


@dataclass(frozen=True, slots=True)
class Authentication:
    """When a card asks for its holder: challenge, pass, refuse, fail or frictionless, by occasion."""

    on_session: str = "pass"
    off_session: str = "pass"
    setup: str = "pass"
    saving: str = "pass"
    on_request: str = "attempt"
    refused_with: str = "authentication_required"


AUTHENTICATION: Final[Mapping[str, Authentication]] = {
    "": Authentication(),
    "always": Authentication("challenge", "refuse", "challenge", "challenge", "challenge"),
    "always_else_generic": Authentication(
        "challenge", "refuse", "challenge", "challenge", "challenge", "generic_decline"
    ),
    "on_setup": Authentication("challenge", "set_up", "challenge", "challenge", "challenge"),
    "already_set_up": Authentication("challenge", "pass", "pass", "challenge", "challenge"),
    "on_session": Authentication("challenge", "pass", "challenge", "challenge", "challenge"),
    "optional": Authentication(on_request="challenge"),
    "optional_fails": Authentication(on_request="fail", refused_with="processing_error"),
    "lookup_fails": Authentication("fail", "refuse", "fail", "fail", "fail", "generic_decline"),
    "frictionless": Authentication(
        "frictionless", "frictionless", "frictionless", "frictionless", "frictionless"
    ),
    "unsupported": Authentication(on_request="unsupported"),
    "mandate": Authentication(setup="challenge", saving="challenge", on_request="challenge"),
    "mandate_canceled": Authentication(
        off_session="refuse",
        setup="challenge",
        saving="challenge",
        on_request="challenge",
        refused_with="india_recurring_payment_mandate_canceled",
    ),
}

INQUIRY: Final = DisputeNotice("fraudulent", "inquiry", "warning_needs_response", "10")
FRAUDULENT: Final = DisputeNotice("fraudulent", "chargeback", "needs_response", "10.4")
DISPUTES: Final[Mapping[str, DisputeNotice]] = {
    "fraudulent": FRAUDULENT,
    "preventable": FRAUDULENT,
    "smart": FRAUDULENT,
    "compelling_evidence": replace(FRAUDULENT, eligibility=("visa_compelling_evidence_3",)),
    "product_not_received": DisputeNotice("product_not_received", "chargeback", "needs_response", "13.1"),
    "inquiry": INQUIRY,
    "compliance": DisputeNotice(
        "noncompliant", "compliance", "needs_response", "98.1", eligibility=("visa_compliance",)
    ),
}
MASTERCARD_REASONS: Final = {"10.4": "4837", "13.1": "4853", "98.1": "98"}
PROTECTED: Final = frozenset({"fraudulent"})
"""Kinds that the card's bank carries itself once its holder was authenticated. source: docs: testing"""


def need(asked: Authentication, occasion: str, off_session: bool, set_up: bool, requested: str) -> str:
    """What authentication a payment or a setup calls for. Off session nobody is there to be asked."""
    if off_session:
        if asked.off_session == "set_up":
            return "pass" if set_up else "refuse"
        return asked.off_session
    answer: str = asked.setup if occasion == "setup" else asked.on_session
    if occasion == "saving" and answer == "pass":
        answer = asked.saving
    if answer == "pass" and requested in ("any", "challenge"):
        answer = asked.on_request
    return answer
