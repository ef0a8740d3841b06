"""The redirect flow: the payer agrees on a page of the bank or wallet, or pays with a code or a voucher.

Owns: what the payer is asked, the charge of a payer who agreed, codes and vouchers that run out. Does not
own: the page, the answer that a payer gives there (attempt.authenticate). Money: the charge's.
Source: spec (next actions); inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.clock.calendar import DAY
from pinstripe.ids import stable
from pinstripe.kernel import sheets
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import consent, creation
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds.kind import Asking, Kind, Lasts
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import kind_refusals, outcome, refusals, voucher_payers
from pinstripe.products.payments.outcome import PAID, Asked, Attempt
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT

ANSWER = 'POST /_pinstripe/payment_intents/authenticate {{"payment_intent": "{id}", "succeeded": true}}'
REDIRECT = page(
    "redirects",
    "pi",
    title="A payment to agree to",
    means="Here a bank or a wallet would ask the payer to agree, and send them back.",
    instead=(ANSWER,),
    asks=True,
)
VOUCHER = "vouchers"
"""The kind of page that shows a voucher or a code (control/payer_sheets.py)."""


def attempt(work: Work, asked: Asked) -> Attempt:
    """Ask the payer, or take the money of one who has agreed, now or to all later payments. refuses:
    redirect_needs_url, missing_param
    """
    intent, method, kind = asked.intent, asked.method, asked.kind
    creation.refuse_incomplete(asked.kind, asked.method.billing_details)
    agreed = asked.authenticated or (asked.off_session and method.private.get("set_up") and unasked(kind))
    if not agreed:
        action = action_of(work, asked)
        done = outcome.challenged(work, asked, action)
        if kind.lasts is not None and intent.status == "requires_action":
            wait_for(work, asked, kind.lasts)
        return done
    for verb in ("run_out", "pay_voucher"):
        work.unschedule(verb, intent)
    reference = f"{kind.name}_{stable(24, work.world.seed, asked.reference)}"
    details = details_of(asked, reference)
    later = agreed_to(work, asked)
    charge = charges.create(work, intent, method, PAID, {**details, **later}, capture=asked.capture)
    consent.came_from(work, later, intent.customer, charge=charge.id)
    outcome.keep(work, intent, method)
    methods.seen(work, method)
    return outcome.approved(work, asked, charge, kind.hold_days * DAY)


def wait_for(work: Work, asked: Asked, lasts: Lasts) -> None:
    """A voucher or a code runs out, unless its payer pays before; in tests some do so by themselves."""
    for verb in ("run_out", "pay_voucher"):
        work.unschedule(verb, asked.intent)
    over = max(expiry(work, asked, lasts), work.now + voucher_payers.SHORTLY)
    work.schedule("run_out", asked.intent, over, method=asked.method.id)
    paid = voucher_payers.PAYS.get(plan(asked))
    if paid is not None:
        work.schedule("pay_voucher", asked.intent, work.now + paid, method=asked.method.id)


def plan(asked: Asked) -> str:
    """What a payer who says so will do by themselves."""
    return voucher_payers.said(asked.method.billing_details["email"], asked.options)


def details_of(asked: Asked, reference: str) -> dict[str, Any]:
    """What the charge says of how it was paid: the method's own words, what the payment asked for and what
    its voucher showed by the same name (a language, a number), where its payer lives. source: spec; inferred
    """
    method, kind, action = asked.method, asked.kind, asked.intent.next_action or {}
    details = kind.details(method.body[method.body["type"]], reference=reference)
    voucher = action.get(f"{kind.name}_display_details") or {}
    told = {**asked.options, **voucher}
    return kind.billed(
        {name: told.get(name) or word for name, word in details.items()}, method.billing_details
    )


def unasked(kind: Kind) -> bool:
    """Can a payer who agreed once be charged without doing anything? A voucher is paid each time.
    source: inferred (boleto)
    """
    return kind.lasts is None or mandates.can_stand(kind.name)


def agreed_to(work: Work, asked: Asked) -> dict[str, Any]:
    """What a payer has agreed to beside this payment: the mandate of a kind that has any, or the account that
    is debited from now on. gives: what the charge says of it. source: spec
    """
    intent, method, kind = asked.intent, asked.method, asked.kind
    usage = outcome.usage_of(intent, kind)
    data = intent.private.get("mandate_data")
    if usage is not None and kind.debited_later is not None:
        return consent.account_of(work, method, data)
    known = mandates.standing(work, method)
    if known is None and (usage is not None or asked.options.get("mandate_options")):
        known = consent.given(
            work,
            method,
            data,
            asked.options,
            reusable=usage is not None,
            amount=intent.amount,
            currency=intent.currency,
        )
    return {"mandate": known.id} if known is not None and kind.names_mandate else {}


def expiry(work: Work, asked: Asked, lasts: Lasts) -> int:
    """When a voucher or a code can be paid no more."""
    seconds = voucher_payers.ENDS.get(plan(asked))
    return lasts.until(work.now, asked.options) if seconds is None else work.now + seconds


def action_of(work: Work, asked: Asked) -> dict[str, Any]:
    """What the payer is asked to do. refuses: redirect_needs_url. source: spec"""
    intent, kind = asked.intent, asked.kind
    back = intent.private.get("return_url")
    if kind.leads_away and not back:
        raise refusals.redirect_needs_url()
    path = REDIRECT.path_for(work.account, intent.id, intent.client_secret)
    if not kind.leads_away:
        path = sheets.secret_path(VOUCHER, intent.id, work.account, intent.client_secret)
    address = work.public(path)
    if kind.action is None:
        return {"redirect_to_url": {"return_url": back, "url": address}, "type": "redirect_to_url"}
    ends = expiry(work, asked, kind.lasts) if kind.lasts is not None else work.now
    number = "".join(str(ord(letter) % 10) for letter in stable(15, work.world.seed, asked.reference))
    return kind.action(Asking(address, back, number, ends, asked.options))


@job(PAYMENT_INTENT, "run_out")
def run_out(work: Work, intent: Record, *, method: str) -> None:
    """A voucher or a code that nobody paid with: its intent needs another method. source: docs: error
    codes (payment_intent_payment_attempt_expired); inferred
    """
    if intent.status == "requires_action" and intent.payment_method == method:
        fields = kind_refusals.attempt_expired(work.load(method, "payment_method"))
        work.advance(
            intent, "authenticate", "failed", last_payment_error=fields, next_action=None, payment_method=None
        )
