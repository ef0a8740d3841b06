"""Answers of the simulated card network: what a charge says of its outcome, and the error that goes with it.

Owns: their words. Does not own: which one is given (sim.py). Money: none.
Source: recorded: gumroad (errors), pay-rails 2025-11; docs: Radar, declines (outcomes).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pinstripe.networks.cards.declines import decline
from pinstripe.networks.port import BLOCKED, DECLINED, Authorized, Decline, Reply


def told(base: Reply, said: Decline | None, status: str, reason: str | None, *words: str) -> dict[str, Any]:
    """charge.outcome in its newest shape; words: what the seller reads, then the type."""
    message, kind = words
    return {
        "advice_code": said.advice_code if said else None,
        "network_advice_code": said.network_advice_code if said else None,
        "network_decline_code": said.network_decline_code if said else None,
        "network_status": status,
        "reason": reason,
        "risk_level": base.risk_level,
        "risk_score": base.risk_score,
        "seller_message": message,
        "type": kind,
    }


def paid(base: Reply) -> dict[str, Any]:
    """source: recorded: pay-rails 2025-11"""
    return told(base, None, "approved_by_network", None, "Payment complete.", "authorized")


def in_review(base: Reply) -> dict[str, Any]:
    """source: docs: Radar reviews"""
    message = (
        "Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue."
    )
    outcome = told(base, None, "approved_by_network", "elevated_risk_level", message, "manual_review")
    return {**outcome, "rule": "manual_review_if_elevated_risk"}


def reviewed(base: Reply, rule: str) -> dict[str, Any]:
    """A rule of the account's own says so. source: docs: Radar reviews; words inferred"""
    message = "Stripe placed this payment in your manual review queue in accordance with your rules."
    return {**told(base, None, "approved_by_network", "rule", message, "manual_review"), "rule": rule}


def refusing(base: Reply, said: Decline, outcome: Authorized, charge_outcome: dict[str, Any]) -> Reply:
    return base._replace(
        outcome=outcome,
        code=said.code,
        decline_code=said.decline_code,
        message=said.message,
        param=said.param,
        advice_code=said.advice_code,
        network_advice_code=said.network_advice_code,
        network_decline_code=said.network_decline_code,
        charge_outcome=charge_outcome,
    )


def declined(base: Reply, decline_code: str) -> Reply:
    """The bank said no. source: recorded: gumroad-15163f4541, liberapay-d7f7573e1f"""
    said = decline(decline_code)
    message = f"The bank returned the decline code `{decline_code}`."
    if decline_code == "generic_decline":
        message = "The bank did not return any further details with this decline."
    outcome = told(base, said, "declined_by_network", decline_code, message, "issuer_declined")
    return refusing(base, said, DECLINED, outcome)


def blocked(base: Reply) -> Reply:
    """Radar said no before the bank was asked, so nobody could check what was given.

    source: recorded: gumroad (codes), airbytehq (a security code is unavailable); docs: Radar (outcome)
    """
    said = replace(
        decline("fraudulent"), advice_code=None, network_advice_code=None, network_decline_code=None
    )
    message = "Stripe blocked this payment as too risky."
    outcome = told(base, None, "not_sent_to_network", "highest_risk_level", message, "blocked")
    unseen = {name: result and "unavailable" for name, result in (base.checks or {}).items()}
    blocked = base._replace(network_transaction_id=None, checks=unseen)
    return refusing(blocked, said, BLOCKED, {**outcome, "rule": "block_if_high_risk"})


def blocked_unseen(base: Reply, rule: str) -> Reply:
    """A rule of the account's own says no before anybody is asked. source: docs: Radar; declines"""
    said = replace(
        decline("fraudulent"), advice_code=None, network_advice_code=None, network_decline_code=None
    )
    message = "Stripe blocked this payment."
    outcome = told(base, None, "not_sent_to_network", "rule", message, "blocked")
    unseen = {name: result and "unavailable" for name, result in (base.checks or {}).items()}
    blocked = base._replace(network_transaction_id=None, checks=unseen)
    return refusing(blocked, said, BLOCKED, {**outcome, "rule": rule})


def blocked_by_rule(base: Reply, decline_code: str) -> Reply:
    """The bank said yes, but the account refuses what failed a check; its yes is given back.

    source: recorded: gumroad-6ab458bb26, gumroad-c0ffab57eb (error); docs: declines (outcome)
    """
    said = replace(
        decline(decline_code), advice_code=None, network_advice_code=None, network_decline_code=None
    )
    outcome = told(base, None, "reversed_after_approval", "rule", "Stripe blocked this payment.", "blocked")
    return refusing(base, said, BLOCKED, outcome)
