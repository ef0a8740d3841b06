"""Evidence: what is said against a merchant, by reason.

Owns: its form, what a network wants at least. Does not own: the dispute (dispute.py). Money: none.
Source: spec (fields); docs: Issuing disputes; what is needed inferred from the fields' purposes.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import refusals
from pinstripe.products.authorizations.shop import filled

REASONS: Final = {
    "canceled": "explanation canceled_at cancellation_reason expected_at product_type product_description",
    "duplicate": "explanation",
    "fraudulent": "explanation",
    "merchandise_not_as_described": "explanation received_at return_status return_description",
    "no_valid_authorization": "explanation",
    "not_received": "explanation expected_at product_type product_description",
    "other": "explanation product_type product_description",
    "service_not_as_described": "explanation received_at canceled_at cancellation_reason",
}
"""What has to be said at least. source: inferred"""
PROOFS: Final = ("card_statement", "cash_receipt", "check_image", "original_transaction")
"""Of a duplicate, one of these. source: inferred"""
FILES: Final = ("additional_documentation", "card_statement", "cash_receipt", "check_image")

PURPOSE: Final = "dispute_evidence"
"""What its files are uploaded for. source: docs: Issuing disputes"""


def merged(work: Work, known: dict[str, Any] | None, given: dict[str, Any] | None) -> dict[str, Any]:
    """Evidence after what was given. Another reason puts aside what was said for the one before.

    refuses: other_reason, resource_missing (a file, a transaction). source: spec
    """
    stated = dict(given or {})
    named = [name for name in stated if name != "reason" and stated[name]]
    usual = known["reason"] if known else named[0] if named else "fraudulent"
    reason = stated.get("reason") or usual
    for name in named:
        if name != reason:
            raise refusals.other_reason(reason, name)
    said = stated.get(reason)
    before = (known or {}).get(reason) or {}
    facts = {**before, **said} if said is not None else before
    check(work, reason, said or {})
    blank = filled(f"issuing_dispute_{reason}_evidence", {"explanation": None})
    return {"reason": reason, reason: {**(blank or {}), **facts}}


def check(work: Work, reason: str, said: dict[str, Any]) -> None:
    """What it names is there, and was uploaded for it. refuses: resource_missing, wrong_file"""
    for name in FILES:
        if said.get(name):
            param = f"evidence[{reason}][{name}]"
            file = work.find("file", said[name], param)
            if file.purpose != PURPOSE:
                raise refusals.wrong_file(file.purpose, PURPOSE, param)
    if said.get("original_transaction"):
        param = f"evidence[{reason}][original_transaction]"
        work.find("issuing.transaction", said["original_transaction"], param)


def require(said: dict[str, Any]) -> None:
    """Is it enough for a network? refuses: evidence_lacking"""
    reason = said["reason"]
    facts = said[reason]
    needed = REASONS[reason].split()
    if reason == "canceled" and facts["product_type"] == "merchandise":
        needed.append("return_status")
        if facts["return_status"] == "successful":
            needed.append("returned_at")
    for name in needed:
        if facts[name] in (None, ""):
            raise refusals.evidence_lacking(reason, name)
    if reason == "duplicate" and not any(facts[name] for name in PROOFS):
        raise refusals.evidence_lacking(reason, PROOFS[-1])
