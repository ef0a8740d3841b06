"""The endpoints by which tests make settlements.

Owns: create, complete. Does not own: the record (settlement.py). Money: none. Source: spec (test helpers).
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing.settlement import SETTLEMENT

HELPER = "POST /v1/test_helpers/issuing/settlements"


@operation(HELPER, SETTLEMENT)
def create(work: Work, params: Params) -> Record:
    """A network's file of a day. source: spec"""
    facts = stored(SETTLEMENT, params)
    facts.setdefault("network_settlement_identifier", f"{work.mint.number(10**10):010d}")
    service = "uk_national_net" if facts["currency"] == "gbp" else "international"
    return work.create(SETTLEMENT, "done", **{"settlement_service": service, **facts})


@operation(f"{HELPER}/{{settlement}}/complete", SETTLEMENT, subject="settlement")
def complete(work: Work, settlement: Record, params: Params) -> Record:
    """The money has moved. refuses: settled. source: spec"""
    return work.advance(settlement, "complete", "done")
