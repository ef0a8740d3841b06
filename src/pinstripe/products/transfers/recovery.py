"""Returning: a payer gets money back, and what others had of it goes back, too, where the refund says so.

Owns: the reversal and the refunded fee that a refund asks for, in its proportion. Does not own: the refund
(room refunds). Money: of transfer_reversal.py and fee_refund.py.
Source: docs: refunds of destination and direct charges; recorded: gumroad (in proportion).
"""

from __future__ import annotations

from fractions import Fraction

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import round_half_up
from pinstripe.products.refunds.refund import REFUND
from pinstripe.products.transfers import fee_refund as fee_refunds
from pinstripe.products.transfers import transfer_reversal as reversals


@hears(REFUND, "create", "done")
@hears(REFUND, "create", "pending")
@hears(REFUND, "create", "asking")
def refunded(work: Work, refund: Record) -> None:
    """A refund that takes back the transfer, or gives back the fee, of its payment; or one that an account
    makes of what was sent to it. refuses: those of both
    """
    charge = work.load(refund.charge, "charge")
    if refund.private.get("returns"):
        sender_work = work.acting_for(charge.source["id"])
        reversals.given_back(sender_work, sender_work.load(charge.source_transfer, "transfer"), refund)
    if refund.private.get("reverse_transfer"):
        transfer = work.load(charge.transfer, "transfer")
        amount = part(refund, charge, transfer.amount, reversals.left_of(transfer))
        reversals.take_back(work, transfer, amount, refund.transfer_reversal, refund)
    if refund.private.get("refund_application_fee"):
        platform_work = work.acting_for(work.world.account)
        fee = platform_work.load(charge.application_fee, "application_fee")
        amount = part(refund, charge, fee.amount, fee_refunds.left_of(fee))
        if amount:
            fee_refunds.give_back(platform_work, fee, amount)


def part(refund: Record, charge: Record, whole: int, left: int) -> int:
    """What of an amount goes back with a refund of its payment. intent: the charge does not count it yet"""
    last = refund.amount + charge.amount_refunded >= charge.amount
    return share(refund.amount, charge.amount_captured, whole, left, last)


def share(amount: int, of: int, whole: int, left: int, last: bool) -> int:
    """What goes back of one amount in the proportion in which another does; with the last of that, the rest.

    source: docs: refunds of destination charges (in proportion); rounding inferred
    """
    return left if last else min(round_half_up(Fraction(whole * amount, of)), left)
