"""Repayment: what an account is advanced comes back from its charges, a part of each.

Owns: what is withheld and given back, the share of the fee, what is collected where too little was withheld.
Does not own: who is advanced what (grant.py), charges and refunds.
Money: each is a financing transaction. What is withheld comes from where the charge's money waits.
Source: docs: Capital; inferred (rounding, shares, the minimum of an interval).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.work import Work
from pinstripe.ledger.accounts import AVAILABLE, PENDING
from pinstripe.ledger.posting import Move
from pinstripe.money import round_half_up
from pinstripe.products.capital import financing_offer as offers
from pinstripe.products.capital import financing_summary as summaries
from pinstripe.products.capital.financing_summary import FINANCING_SUMMARY, INTERVAL_DAYS, INTERVALS
from pinstripe.products.capital.financing_transaction import FINANCING_TRANSACTION
from pinstripe.products.payments.charge import CHARGE
from pinstripe.products.refunds.refund import REFUND

WORDS: Final = {
    "payout": "Financing payout",
    "payment": "Financing repayment",
    "reversal": "Financing repayment reversal",
}
"""What an account reads of each kind. source: inferred"""
Body = dict[str, Any]


def enter(
    work: Work,
    kind: str,
    offer: str,
    shares: tuple[int, int],
    amount: int,
    currency: str,
    *,
    holding: Record | None = None,
    **details: Any,
) -> Record:
    """Money moves, and the account is told. params: shares, of the advance and of the fee; holding, the
    balance transaction whose money it comes from or goes to"""
    key = work.new_id(REGISTRY["balance_transaction"])
    waits = holding is not None and not holding.private.get("at_once")
    facts: Body = {"id": key, "description": WORDS[kind]}
    names: Body = {"holding": PENDING if waits else AVAILABLE}
    if holding is not None and waits:
        facts["available_on"] = names["available_on"] = holding.available_on
    made = work.create(
        FINANCING_TRANSACTION,
        kind,
        moves=Move(amount, currency, names=names, transaction=facts),
        account=work.account,
        created_at=work.world_now,
        details={
            "advance_amount": shares[0],
            "currency": currency,
            "fee_amount": shares[1],
            "total_amount": sum(shares),
            "transaction": None,
            **details,
        },
        financing_offer=offer,
        type=kind,
        user_facing_description=WORDS[kind],
    )
    made.clock = ""  # the money of an account moves in the world's time, whatever clock a payer hangs on
    return made


def change(work: Work, summary: Record, amount: int) -> tuple[int, int]:
    """So much was paid back, or less than nothing was. gives: the shares of advance and fee

    source: inferred (in the ratio of the whole; what is rounded is made up for by the last payment)
    """
    told = summary.details
    paid = told["paid_amount"] + amount
    whole = told["advance_amount"] + told["fee_amount"]
    fee = round_half_up(Fraction(paid * told["fee_amount"], whole)) if whole else 0
    share = fee - summary.private["fee_paid"]
    work.note(summary, fee_paid=fee)
    interval = told["current_repayment_interval"]
    if interval is not None:
        minimum = interval["paid_amount"] + interval["remaining_amount"]
        counted = interval["paid_amount"] + amount
        left = max(minimum - counted, 0)
        interval = {**interval, "paid_amount": counted, "remaining_amount": left}
    details = {
        **told,
        "current_repayment_interval": interval,
        "paid_amount": paid,
        "remaining_amount": whole - paid,
    }
    work.amend(summary, details=details)
    return abs(amount - share), abs(share)


def pay(work: Work, summary: Record, amount: int, reason: str, verb: str = "repay", **more: Any) -> None:
    """A part is paid back; with the last of it the offer is done."""
    offer, currency = summary.financing_offer, summary.details["currency"]
    shares = change(work, summary, amount)
    enter(work, "payment", offer, shares, amount, currency, reason=reason, **more)
    if summary.details["remaining_amount"] == 0:
        finish(work, summary, verb)


def finish(work: Work, summary: Record, verb: str = "repay") -> None:
    """Everything is paid back."""
    platform_work = work.acting_for(work.world.account)
    offers.reach(platform_work, platform_work.load(summary.financing_offer, offers.NAME), verb)
    work.unschedule("collect", summary)
    work.advance(summary, "end", "done", **summaries.nothing())


def begin(work: Work, summary: Record, offer: Record) -> None:
    """The account was advanced the money: from now on it is paid back."""
    terms = offer.accepted_terms
    whole = terms["advance_amount"] + terms["fee_amount"]
    work.note(summary, fee_paid=0)
    details: Body = {
        "advance_amount": terms["advance_amount"],
        "advance_paid_out_at": work.world_now,
        "currency": terms["currency"],
        "current_repayment_interval": None,
        "fee_amount": terms["fee_amount"],
        "paid_amount": 0,
        "remaining_amount": whole,
        "repayments_begin_at": work.world_now,
        "withhold_rate": terms["withhold_rate"],
    }
    if offer.financing_type not in summaries.WITHOUT_MINIMUM:
        details["current_repayment_interval"] = interval(work.world_now, whole, whole)
        work.schedule("collect", summary, work.world_now + INTERVAL_DAYS * DAY)
    work.advance(summary, "take", "done", details=details, financing_offer=offer.id)


def interval(now: int, whole: int, left: int) -> Body:
    """The next days in which a part is to be paid back."""
    return {
        "due_at": now + INTERVAL_DAYS * DAY,
        "duration_days": INTERVAL_DAYS,
        "paid_amount": 0,
        "remaining_amount": min(-(-whole // INTERVALS), left),
    }


@job(FINANCING_SUMMARY, "collect")
def collect(work: Work, summary: Record) -> None:
    """An interval is over: what was not withheld in it is taken from the balance. source: docs: Capital"""
    told = summary.details
    missing = min(told["current_repayment_interval"]["remaining_amount"], told["remaining_amount"])
    if missing > 0:
        pay(work, summary, missing, "collection")
    if summaries.is_active(summary):
        told = summary.details
        whole = told["advance_amount"] + told["fee_amount"]
        new = interval(work.world_now, whole, told["remaining_amount"])
        work.amend(summary, details={**told, "current_repayment_interval": new})
        work.schedule("collect", summary, work.world_now + INTERVAL_DAYS * DAY)


def part_of(summary: Record, amount: int) -> int:
    """The part of an amount that is withheld."""
    rate = Decimal(str(summary.details["withhold_rate"]))
    return round_half_up(Fraction(rate) * amount)


@hears(CHARGE, "create", "captured")
@hears(CHARGE, "capture", "done")
@hears(CHARGE, "settle", "done")
@hears(CHARGE, "succeed", "done")
def withhold(work: Work, charge: Record) -> None:
    """The account was paid: a part of it goes back. source: docs: Capital"""
    summary = summaries.of(work)
    if summary is None or not summaries.is_active(summary):
        return
    taken = work.load(charge.balance_transaction, "balance_transaction")
    if taken.currency != summary.details["currency"]:
        return
    amount = min(part_of(summary, taken.amount), summary.details["remaining_amount"])
    if amount > 0:
        named: Body = {"linked_payment": charge.id, "transaction": {"charge": charge.id}}
        pay(work, summary, amount, "automatic_withholding", holding=taken, **named)


@hears(REFUND, "create", "done")
@hears(REFUND, "create", "pending")
@hears(REFUND, "create", "asking")
def give_back(work: Work, refund: Record) -> None:
    """The account gives money back, and gets its part of what was withheld. source: docs: Capital"""
    summary = summaries.of(work)
    if summary is None or not summaries.is_active(summary):
        return
    every = work.where(FINANCING_TRANSACTION.object, charge=refund.charge)
    every = [one for one in every if one.financing_offer == summary.financing_offer]
    payment = next((one for one in every if one.body["type"] == "payment"), None)
    if payment is None:
        return
    signs = {"payment": 1, "reversal": -1}
    left = sum(signs[one.body["type"]] * one.details["total_amount"] for one in every)
    given = work.load(refund.balance_transaction, "balance_transaction")
    amount = min(part_of(summary, -given.amount), left)
    if amount > 0:
        shares = change(work, summary, -amount)
        enter(
            work,
            "reversal",
            summary.financing_offer,
            shares,
            amount,
            given.currency,
            holding=given,
            reason="automatic_withholding_refund",
            reversed_transaction=payment.id,
            transaction={"charge": refund.charge},
        )
