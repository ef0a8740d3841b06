"""The outbound setup intent record: a payout method is set up for what it is to be used for.

Owns: the record and its states. Does not own: endpoints, the method (payout_method.py). Money: none.
Source: spec; sdk; when it succeeds, inferred: bank accounts need nothing more.
"""

from __future__ import annotations

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.money_management import payout_method as payout_methods
from pinstripe.products.money_management import refusals

LACKS = "requires_payout_method"

# fmt: off
LIFECYCLE = lifecycle(
    # verb      outcome  from   to
    ("create", "lacks", ANY,   "requires_payout_method"),
    ("create", "done",  ANY,   "succeeded"),
    ("equip",  "done",  LACKS, "succeeded"),
    ("cancel", "done",  LACKS, "canceled"),
)
# fmt: on

OUTBOUND_SETUP_INTENT = Resource(
    "v2.money_management.outbound_setup_intent",
    prefix="osi",
    ids="v2",
    path="/v2/money_management/outbound_setup_intents",
    generated="retrieve",
    noun="outbound_setup_intent",
    lifecycle=LIFECYCLE,
    unexpected=refusals.wrong_state,
    source="spec; sdk",
)


def equipped(work: Work, intent: Record, method: Record) -> Record:
    """A method is set up by an intent. gives: the method, which may be used from now on"""
    usage = {**method.usage_status, payout_methods.WAYS[intent.usage_intent]: "eligible"}
    return work.amend(method, latest_outbound_setup_intent=intent.id, usage_status=usage)
