"""The grant of an offer: it is on its way from its making to its money, and what that means for other offers.

Owns: a new offer, each step of it, the refill of an older one. Does not own: the record (financing_offer.py),
what is paid back (repayment.py). Money: an offer that is paid out moves what is advanced; one that refills
another pays back the rest of that first. Source: docs: Capital; sdk; inferred.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock import business_days
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.balance import balance
from pinstripe.products.capital import financing_offer as offers
from pinstripe.products.capital import financing_summary as summaries
from pinstripe.products.capital import refusals, repayment
from pinstripe.products.capital.financing_offer import FINANCING_OFFER, reach

USUAL_RATE: Final = 0.1
"""Which part of each charge is withheld where nobody says. source: inferred"""
MOMENTS: Final = "accepted_at canceled_at fully_repaid_at paid_out_at rejected_at replaced_at".split()


def make(work: Work, params: Params, refilled: Record | None = None) -> Record:
    """An offer of these terms, brought to the state that is asked for. intent: the work acts for its account.
    refuses: too_low, not_a_rate"""
    for name, least in (("advance_amount", 1), ("fee_amount", 0)):
        if params[name] < least:
            raise errors.too_low(least, name)
    rate = params.get("withhold_rate")
    rate = USUAL_RATE if rate is None else rate
    if not 0 < rate <= 1:
        raise refusals.not_a_rate()
    summaries.held(work)
    platform_work = work.acting_for(work.world.account)
    offer = platform_work.create(
        FINANCING_OFFER,
        "done",
        account=work.account,
        accepted_terms=None,
        expires_after=offers.expiry(work.now),
        financing_type=params.financing_type,
        offered_terms={
            "advance_amount": params.advance_amount,
            "campaign_type": "newly_eligible_user" if refilled is None else "repeat_user",
            "currency": work.merchant.currency,
            "fee_amount": params.fee_amount,
            "previous_financing_fee_discount_rate": None,
            "withhold_rate": rate,
        },
        product_type="standard" if refilled is None else "refill",
        replacement_for=refilled.id if refilled is not None else None,
        status_transitions=dict.fromkeys(MOMENTS),
    )
    platform_work.schedule("expire", offer, offers.expiry(work.now))
    for step in PATHS[params.get("status") or "undelivered"]:
        step(work, offer)
    return offer


def deliver(work: Work, offer: Record) -> None:
    """The account is shown the offer."""
    platform_work = work.acting_for(work.world.account)
    reach(platform_work, offer, "deliver")
    summaries.show(work, offer)


def accept(work: Work, offer: Record) -> None:
    """The account takes it: it gives way to no other, and its other offers do to it."""
    platform_work = work.acting_for(work.world.account)
    offered = offer.offered_terms
    same = ("advance_amount", "currency", "fee_amount", "withhold_rate")
    terms = {name: offered[name] for name in same} | {"previous_financing_fee_discount_amount": None}
    reach(platform_work, offer, "accept", accepted_terms=terms)
    for other in platform_work.where(offers.NAME, connected_account=work.account):
        if other.id != offer.id and other.status in offers.OPEN.split():
            reach(platform_work, other, "give_way")
    summaries.show(work, offer)
    platform_work.schedule("pay_out", offer, business_days.days_after(work.now, 1, "US"))


def pay_out(work: Work, offer: Record) -> None:
    """The money is in the account's balance, and what is left of an older one is paid back with it."""
    platform_work = work.acting_for(work.world.account)
    platform_work.unschedule("pay_out", offer)
    summary = summaries.held(work)
    reach(platform_work, offer, "pay_out")
    terms = offer.accepted_terms
    shares = (terms["advance_amount"], terms["fee_amount"])
    repayment.enter(
        work, "payout", offer.id, shares, terms["advance_amount"], terms["currency"], reason="user_initiated"
    )
    if summaries.is_active(summary):
        repayment.pay(work, summary, summary.details["remaining_amount"], "refill")
    repayment.begin(work, summary, offer)
    balance.tell_available(work)


def repay(work: Work, offer: Record, verb: str = "repay") -> None:
    """All of it is paid back at once."""
    summary = summaries.held(work)
    repayment.pay(work, summary, summary.details["remaining_amount"], "user_initiated", verb)


def complete(work: Work, offer: Record) -> None:
    """The same, by the older name of the state."""
    repay(work, offer, "complete")


def leave(verb: str) -> Callable[[Work, Record], None]:
    """A step that ends an offer without money."""

    def step(work: Work, offer: Record) -> None:
        platform_work = work.acting_for(work.world.account)
        platform_work.unschedule("pay_out", offer)
        reach(platform_work, offer, verb)
        summaries.show(work, None)

    return step


Steps = tuple[Callable[[Work, Record], None], ...]
TAKEN: Final[Steps] = (deliver, accept)
PAID: Final[Steps] = (*TAKEN, pay_out)
PATHS: Final[dict[str, Steps]] = {
    "undelivered": (),
    "delivered": (deliver,),
    "accepted": TAKEN,
    "accepted_other_offer": (deliver, leave("give_way")),
    "canceled": (*TAKEN, leave("cancel")),
    "completed": (*PAID, complete),
    "expired": (deliver, leave("expire")),
    "fully_repaid": (*PAID, repay),
    "paid_out": PAID,
    "rejected": (*TAKEN, leave("reject")),
    "replaced": (deliver, leave("replace")),
    "revoked": (leave("revoke"),),
}
"""How an offer gets into a state. source: docs: Capital; inferred"""


def refill(work: Work, refilled: Record, params: Params) -> Record:
    """Another offer in the place of one: what was paid out goes on until the new one is, what was not is
    replaced at once. refuses: wrong_state, those of make. source: sdk; inferred
    """
    if refilled.status not in {*offers.OPEN.split(), "paid_out"}:
        raise refusals.wrong_state(refilled, "refilled")
    platform_work = work.acting_for(work.world.account)
    offer = make(work, params, refilled)
    platform_work.advance(refilled, "refill", "done", replacement=offer.id)
    if refilled.status in offers.OPEN.split():
        reach(platform_work, refilled, "replace")
    return offer


@job(FINANCING_OFFER, "pay_out")
def pay_out_later(work: Work, offer: Record) -> None:
    """What was accepted has been looked at: it is paid out. source: docs: Capital; inferred (when)"""
    own_work = work.acting_for(offer.body["account"])
    pay_out(own_work, offer)


def of_account(work: Work, offer: Record) -> Record | None:
    """Gives the offer to whoever it is of, and to the platform."""
    mine: Any = offer.body["account"]
    return offer if work.account in (mine, work.world.account) else None
