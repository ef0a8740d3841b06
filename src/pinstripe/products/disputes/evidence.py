"""Evidence: what the merchant says against a dispute, and which further rules of networks it may use.

Owns: merging it, what is missing of enhanced evidence. Does not own: the record (dispute.py), sending it
(verdict.py). Money: none. Source: spec; recorded: gumroad, stripe_world; docs: disputes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pinstripe.api.params import Params
from pinstripe.kernel.generate import updates
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.port import DisputeNotice
from pinstripe.products.disputes import refusals

LONGEST: Final = 150_000
"""Characters of all evidence together. source: docs: disputes"""
PRIORS: Final = 2
"""Earlier undisputed payments that Visa wants to see. source: docs: disputes"""
IDENTIFIERS: Final = (
    "customer_account_id",
    "customer_device_fingerprint",
    "customer_device_id",
    "customer_email_address",
    "customer_purchase_ip",
)
ENHANCED: Final = "visa_compelling_evidence_3"
FILES: Final = (
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
)
"""Evidence that is a file. source: spec"""


def eligibility(notice: DisputeNotice, brand: str) -> dict[str, dict[str, Any]]:
    """Which rules of its network a new dispute comes under, and what they ask for. source: docs: testing;
    spec
    """
    if notice.case_type == "compliance":
        return {f"{brand}_compliance": {"status": "requires_fee_acknowledgement"}}
    return {name: dict(asked({})) for name in notice.eligibility if name == ENHANCED}


def asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is missing of Visa's compelling evidence. source: spec (required_actions); inferred (when)"""
    disputed = given.get("disputed_transaction") or {}
    priors = given.get("prior_undisputed_transactions") or []
    missing = {
        "missing_customer_identifiers": not any(disputed.get(name) for name in IDENTIFIERS),
        "missing_disputed_transaction_description": not disputed.get("product_description"),
        "missing_merchandise_or_services": not disputed.get("merchandise_or_services"),
        "missing_prior_undisputed_transaction_description": not all(
            one.get("product_description") for one in priors
        ),
        "missing_prior_undisputed_transactions": len(priors) < PRIORS,
    }
    actions = [name for name, lacks in missing.items() if lacks]
    return {"required_actions": actions, "status": "requires_action" if actions else "qualified"}


def merged(work: Work, dispute: Record, params: Params) -> dict[str, Any]:
    """The changes that new evidence makes. refuses: too_much_evidence, an unknown charge or file

    source: recorded: stripe_world (merged), gumroad (files); docs: disputes (limit)
    """
    changes = updates(dispute, params, frozenset(("submit",)))
    if "evidence" not in changes:
        return changes
    said = changes["evidence"]
    for name in FILES:
        if params.evidence.get(name):
            work.find("file", said[name], f"evidence[{name}]")
    files = ((said.get("appeal") or {}).get("card") or {}).get("supporting_files") or ()
    for at, key in enumerate(files):
        work.find("file", key, f"evidence[appeal][card][supporting_files][{at}]")
    for one in (said["enhanced_evidence"].get(ENHANCED) or {}).get("prior_undisputed_transactions") or ():
        work.find("charge", one["charge"], "evidence[enhanced_evidence]")
    if sum(len(text) for text in texts(said)) > LONGEST:
        raise refusals.too_much_evidence()
    details = dispute.evidence_details
    found = {name: answered(name, said, old) for name, old in details["enhanced_eligibility"].items()}
    changes["evidence_details"] = {**details, "enhanced_eligibility": found, "has_evidence": True}
    return changes


def texts(said: Any) -> Iterator[str]:
    """All that is said, also within hashes: of an appeal, and of enhanced evidence."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from texts(value)


def answered(name: str, said: Mapping[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """How far the evidence answers what a rule of the network asks for. source: spec; docs: disputes"""
    given = said["enhanced_evidence"].get(name) or {}
    if name == ENHANCED:
        return asked(given)
    return {"status": "fee_acknowledged"} if given.get("fee_acknowledged") else old
