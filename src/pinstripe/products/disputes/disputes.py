"""The endpoints of disputes.

Owns: list, update, close. Does not own: the record (dispute.py), what becomes of it (verdict.py). Money: the
dispute's. Source: spec; recorded: gumroad, stripe_world.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.disputes import dispute as disputes
from pinstripe.products.disputes import evidence, verdict
from pinstripe.products.disputes.dispute import DISPUTE
from pinstripe.products.payments import charge as charges


@operation("GET /v1/disputes", DISPUTE)
def list_disputes(work: Work, params: Params) -> Page:
    """Disputes, newest first. source: spec"""
    referred(work, params, charge="charge", payment_intent="payment_intent")
    filters = params.pick("charge", "payment_intent")
    clock = None if any(filters.values()) else ""
    return show_records(work, DISPUTE, params, "/v1/disputes", filters, clock)


@operation("POST /v1/disputes/{dispute}", DISPUTE, subject="dispute", verb="stage")
def update(work: Work, dispute: Record, params: Params) -> Record:
    """Evidence against a dispute, staged or sent to the bank, and notes. refuses: closed

    source: recorded: stripe_world (submit is the default); spec (submit=false stages)
    """
    changes = evidence.merged(work, dispute, params)
    details = changes.get("evidence_details", dispute.evidence_details)
    asked = params.get("submit", "evidence" in changes)
    if asked and details["has_evidence"]:
        verdict.submit(work, dispute, changes)
    elif any(dispute.get(name) != value for name, value in changes.items()):
        work.advance(dispute, "stage", "done", **changes)
    return dispute


@operation("POST /v1/disputes/{dispute}/close", DISPUTE, subject="dispute")
def close(work: Work, dispute: Record, params: Params) -> Record:
    """The merchant gives in. refuses: closed. source: recorded: stripe_world"""
    disputes.close(work, dispute)
    charges.tell(work, work.load(dispute.charge, "charge"))
    return dispute
