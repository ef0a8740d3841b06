"""The financing offer record: what an account may be advanced, and on which terms.

Owns: the record, its expiry. Does not own: the endpoints (financing_offers.py), what follows from its states
(grant.py), what is paid back (repayment.py). Money: none of its own; it moves with transactions.
An offer is a record of the platform, whoever's it is (`account`).
Times: an offer that nobody takes expires at the thirtieth midnight after the day of its making; one that was
accepted is paid out the next business day. Source: docs: Capital; recorded: API reference samples of Capital.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.clock.calendar import DAY, midnight
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.capital import refusals

OPEN: Final = "undelivered delivered"
NAME: Final = "capital.financing_offer"

# fmt: off
LIFECYCLE = lifecycle(
    # verb            outcome  from           to                      event
    ("create",       "done",  ANY,           "undelivered",          "capital.financing_offer.created"),
    ("deliver",      "done",  OPEN,          "delivered"),
    ("accept",       "done",  "delivered",   "accepted",             "capital.financing_offer.accepted"),
    ("pay_out",      "done",  "accepted",    "paid_out",             "capital.financing_offer.paid_out"),
    ("repay",        "done",  "paid_out",    "fully_repaid",         "capital.financing_offer.fully_repaid"),
    ("complete",     "done",  "paid_out",    "completed",            "capital.financing_offer.fully_repaid"),
    ("cancel",       "done",  "accepted",    "canceled",             "capital.financing_offer.canceled"),
    ("reject",       "done",  "accepted",    "rejected",             "capital.financing_offer.rejected"),
    ("expire",       "done",  OPEN,          "expired",              "capital.financing_offer.expired"),
    ("revoke",       "done",  OPEN,          "revoked"),
    ("replace",      "done",  OPEN,          "replaced"),
    ("give_way",     "done",  OPEN,          "accepted_other_offer", "capital.financing_offer.accepted_other_offer"),
    ("refill",       "done",  ANY,           "=",                    "capital.financing_offer.replacement_created"),
)
# fmt: on

FINANCING_OFFER = Resource(
    "capital.financing_offer",
    prefix="financingoffer",
    noun="financing offer",
    lifecycle=LIFECYCLE,
    index=("connected_account=account", "status"),
    absent="charged_off_at type",
    unexpected=refusals.wrong_state,
    source="docs: Capital",
)

OFFER_DAYS: Final = 30
"""How long an offer stands. source: recorded: API reference samples of Capital"""
REACHED: Final[dict[str, str]] = {
    "accepted": "accepted_at",
    "canceled": "canceled_at",
    "completed": "fully_repaid_at",
    "fully_repaid": "fully_repaid_at",
    "paid_out": "paid_out_at",
    "rejected": "rejected_at",
    "replaced": "replaced_at",
}
"""State → the field that says when it was reached. source: sdk"""


def expiry(now: int) -> int:
    """Until when an offer of this moment stands."""
    return midnight(now) + OFFER_DAYS * DAY


def reach(work: Work, offer: Record, verb: str, **changes: Any) -> None:
    """The offer goes on to its next state, and says when it got there."""
    target = FINANCING_OFFER.steps[(verb, "done")].target
    field = REACHED.get(target)
    if field is not None:
        changes["status_transitions"] = {**offer.status_transitions, field: work.now}
    if offer.status in OPEN.split() and target != "delivered":
        work.unschedule("expire", offer)
    work.advance(offer, verb, "done", **changes)


@job(FINANCING_OFFER, "expire")
def expire(work: Work, offer: Record) -> None:
    """Nobody took it in time. source: docs: Capital"""
    reach(work, offer, "expire")
