"""Thresholds: published cards by which an account is asked for more than it told at first, or stops.

Owns: what a payment with one of them does to the account that takes it, or on whose behalf it is taken.
Does not own: the cards (networks/cards), what follows (assessment.py). Money: none.
Source: docs: Connect testing (trigger cards), Connect testing verification.
"""

from __future__ import annotations

from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.connect import assessment, external
from pinstripe.products.connect import person as persons
from pinstripe.products.methods import kinds
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card
from pinstripe.products.methods.kinds.kind import Flow
from pinstripe.products.payments.charge import CHARGE

RESPITE_SECONDS = 14 * 86400
"""How long an account has for what it is asked. source: inferred"""


@hears(CHARGE, "create", "captured")
@hears(CHARGE, "create", "collecting")
@hears(CHARGE, "create", "authorized")
def reached(work: Work, charge: Record) -> None:
    """A card that stands for a threshold was charged: what an account will be asked for is asked for now.

    An account that has not told the first information yet is left alone. One of which nothing will be asked
    shows a document where it is stopped. source: docs: Connect testing; inferred (the document)
    """
    key = charge.on_behalf_of or work.account
    if key == work.world.account or kinds.paid_by(charge.body).flow is not Flow.CARD:
        return
    kind = card.known(methods.payer(work, charge.payment_method)).pressure
    if not kind:
        return
    platform_work = work.acting_for(work.world.account)
    own_work = work.acting_for(key)
    account = platform_work.load(key, "account")
    if account.private.get("waived") or not (account.charges_enabled or account.payouts_enabled):
        return
    people = persons.newest(own_work)
    needs = assessment.needs_of(account.body, account.private, people, external.newest(own_work))
    names = needs.later | needs.soon
    if not names and kind != "soon":
        heads = [one for one in people if one.at("relationship", "representative")]
        names = {*assessment.unshown(heads, assessment.is_company(account.body))}
    if names:
        pressed = {"kind": kind, "names": sorted(names), "by": platform_work.now + RESPITE_SECONDS}
        platform_work.note(account, pressed=pressed)
        assessment.settle(platform_work, account, "enforce")
