"""The endpoints of disputes by their older path, below a charge.

Owns: these paths. Does not own: what they do (disputes.py). Money: the dispute's. Source: spec; recorded:
stripe_world.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.disputes import disputes, refusals
from pinstripe.products.disputes.dispute import DISPUTE


def of_charge(work: Work, charge: Record) -> Record:
    """The newest dispute of a charge. refuses: undisputed"""
    found = work.where("dispute", 1, charge=charge.id)
    if not found:
        raise refusals.undisputed(charge.id)
    return work.load(found[0].id, "dispute")


def of_open(work: Work, charge: Record) -> Record:
    """The newest dispute of a charge, if it is open. refuses: undisputed, closed"""
    found = of_charge(work, charge)
    if DISPUTE.refuses("stage", found):
        raise refusals.closed(found, "stage")
    return found


@operation("GET /v1/charges/{charge}/dispute", DISPUTE, subject="charge", of="charge", param="charge")
def retrieve(work: Work, charge: Record, params: Params) -> Record:
    """The dispute of a charge. source: recorded: stripe_world (refusal)"""
    return of_charge(work, charge)


@operation(
    "POST /v1/charges/{charge}/dispute",
    DISPUTE,
    subject="charge",
    of="charge",
    verb="answer",
    param="charge",
)
def update(work: Work, charge: Record, params: Params) -> Record:
    """Evidence against the dispute of a charge. source: spec"""
    return disputes.update(work, of_open(work, charge), params)


@operation(
    "POST /v1/charges/{charge}/dispute/close",
    DISPUTE,
    subject="charge",
    of="charge",
    verb="answer",
    param="charge",
)
def close(work: Work, charge: Record, params: Params) -> Record:
    """The merchant gives in. source: spec"""
    return disputes.close(work, of_open(work, charge), params)
