"""The card flow: the bank answers at once, and may want the card's holder to be asked first.

Owns: asking the card network, 3-D Secure. Does not own: what follows for intent and charge
(payments/outcome.py).
Money: the charge's. Source: recorded: gumroad, stripe_world; docs: place a hold.
"""

from __future__ import annotations

from typing import Any, assert_never

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.pages import Page, page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Authorized
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.kinds import card
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import outcome, risk
from pinstripe.products.payments.outcome import Asked, Attempt

HOLD_SECONDS = 7 * DAY
"""How long a card holds money for a capture. source: docs: place a hold"""


THREE_D_SECURE = page(
    "three_d_secure",
    "pi",
    title="3-D Secure",
    means="Here a bank would ask the holder of a card whether a payment is theirs.",
    instead=(
        'POST /_pinstripe/payment_intents/authenticate {{"payment_intent": "{id}", "succeeded": true}}',
    ),
    asks=True,
)


def attempt(work: Work, asked: Asked) -> Attempt:
    """Ask the bank of a card. A decline is an outcome that is kept."""
    intent, method = asked.intent, asked.method
    known = card.known(method)
    reply = work.network("cards").authorize(
        known,
        intent.amount,
        intent.currency,
        off_session=asked.off_session,
        awaits=asked.awaits,
        reference=asked.reference,
        authenticated=asked.authenticated,
        set_up=bool(method.private.get("set_up")),
        saving=outcome.usage_of(intent, asked.kind) is not None,
        **risk.asked(
            work, payment_of(asked, known), asked.options.get("request_three_d_secure") or "automatic"
        ),
        **{
            **card.checks_given(method.body),
            **({"cvc_given": True} if intent.private.get("cvc_given") else {}),
        },
    )
    if reply.outcome is Authorized.CHALLENGED:
        return outcome.challenged(work, asked, three_d_secure(work, intent, known))
    shown = asked.kind.details(
        method.body[method.body["type"]], reply, intent.amount, captured=asked.capture, now=work.now
    )
    shown = card.granted(method.body[method.body["type"]], asked.options, shown, work.now)
    charge = charges.create(work, intent, method, reply, shown, capture=asked.capture)
    match reply.outcome:
        case Authorized.APPROVED:
            outcome.keep(work, intent, method)
            methods.seen(work, method, **{method.body["type"]: card.after(method.body, reply)})
            held = shown["capture_before"] - work.now if "capture_before" in shown else HOLD_SECONDS
            return outcome.approved(work, asked, charge, held)
        case Authorized.DECLINED | Authorized.BLOCKED:
            methods.seen(work, method, **{method.body["type"]: card.after(method.body, reply)})
            return outcome.declined(work, asked, charge, reply)
        case _:
            assert_never(reply.outcome)


def payment_of(asked: Asked, known: TestCard) -> risk.Payment:
    """The payment as rules see it."""
    intent = asked.intent
    given = (intent.amount, intent.currency, asked.off_session, asked.reference)
    return risk.Payment(intent.body, asked.method, known, *given)


def three_d_secure(
    work: Work, intent: Record, known: TestCard, place: Page = THREE_D_SECURE
) -> dict[str, Any]:
    """Where the holder is asked: on a page, or by Stripe's script, which needs the directory server's facts.

    params: place: the page

    source: recorded: gumroad (next_action: 3155 and 0008 redirect, 0123 and 3184 do not)
    """
    url = intent.private.get("return_url")
    address = work.public(place.path_for(work.account, intent.id, intent.client_secret))
    if url and not intent.private.get("use_stripe_sdk"):
        return {"redirect_to_url": {"return_url": url, "url": address}, "type": "redirect_to_url"}
    if known.redirects:
        asks: dict[str, Any] = {
            "source": work.mint.long("src", work.now, work.account),
            "stripe_js": address,
            "type": "three_d_secure_redirect",
        }
    else:
        asks = {
            **details.fingerprint_request(known, intent.id),
            "merchant": work.account,
            "three_d_secure_2_source": work.mint.long("payatt", work.now, work.account),
        }
    return {"type": "use_stripe_sdk", "use_stripe_sdk": dict(sorted(asks.items()))}
