"""The redirect flow: the payer agrees on a page of the bank or wallet, and comes back.

Owns: the page's address, the charge of a payer who agreed. Does not own: the page, the answer that a payer
gives there (attempt.authenticate). Money: the charge's. Source: inferred.
"""

from __future__ import annotations

from pinstripe.ids import stable
from pinstripe.kernel.pages import page
from pinstripe.kernel.work import Work
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import outcome, refusals
from pinstripe.products.payments.outcome import PAID, Asked, Attempt

REDIRECT = page(
    "redirects",
    "pi",
    title="A payment to agree to",
    means="Here a bank or a wallet would ask the payer to agree, and send them back.",
    instead=(
        'POST /_pinstripe/payment_intents/authenticate {{"payment_intent": "{id}", "succeeded": true}}',
    ),
    asks=True,
)


def attempt(work: Work, asked: Asked) -> Attempt:
    """Send the payer to the page, or take the money of one who has agreed. refuses: redirect_needs_url"""
    intent, method = asked.intent, asked.method
    if not asked.authenticated:
        back = intent.private.get("return_url")
        if not back:
            raise refusals.redirect_needs_url()
        address = work.public(REDIRECT.path_for(work.account, intent.id, intent.client_secret))
        action = {"redirect_to_url": {"return_url": back, "url": address}, "type": "redirect_to_url"}
        return outcome.challenged(work, asked, action)
    reference = f"{asked.kind.name}_{stable(24, work.world.seed, asked.reference)}"
    details = asked.kind.details(method.body[method.body["type"]], reference=reference)
    charge = charges.create(work, intent, method, PAID, details)
    methods.seen(work, method)
    return outcome.approved(work, asked, charge, 0)
