"""The card flow: the bank answers at once, and may want the card's holder to be asked first.

Owns: asking the card network, 3-D Secure. Does not own: what follows for intent and charge
(payments/outcome.py).
Money: the charge's. Source: recorded: gumroad, stripe_world; docs: place a hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from pinstripe.clock.calendar import DAY
from pinstripe.kernel.pages import Page, page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import details
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import Authorized, Reply
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as card_refusals
from pinstripe.products.methods.kinds import card, card_wishes
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
    """Ask the bank of a card. A decline is an outcome that is kept. refuses: cvc_recollected, no_such_plan"""
    intent, method = asked.intent, asked.method
    recollect = asked.options.get("require_cvc_recollection") and not asked.off_session
    if recollect and method.customer is not None and not intent.private.get("cvc_given"):
        raise card_refusals.cvc_recollected()
    known = card.known(method)
    reply = bank_said(work, asked, known)
    if reply.outcome is Authorized.CHALLENGED:
        return outcome.challenged(work, asked, three_d_secure(work, intent, known))
    shown = asked.kind.details(
        method.body[method.body["type"]], reply, intent.amount, captured=asked.capture, now=work.now
    )
    shown = card.granted(method, asked.options, shown, intent.currency, work.now)
    shown |= {name: intent.private[name] for name in USAGES if intent.private.get(name)}
    if reply.approved:
        shown |= consent(work, asked)
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


def consent(work: Work, asked: Asked) -> dict[str, Any]:
    """The consent to later payments that the holder gives with this one, or gave before: its charge names it.
    source: spec (mandate of a charge's card); inferred
    """
    intent, key = asked.intent, asked.intent.private.get("mandate")
    if key and work.load(key, "mandate").payment_method == asked.method.id:
        return {"mandate": key}
    data = intent.private.get("mandate_data")
    if not data:
        return {}
    reusable = outcome.usage_of(intent, asked.kind) is not None
    terms = {"reusable": reusable, "amount": intent.amount, "currency": intent.currency}
    found = mandates.accept(work, asked.method, data, **terms)
    work.note(intent, mandate=found.id)
    return {"mandate": found.id}


def bank_said(work: Work, asked: Asked, known: TestCard) -> Reply:
    """What the card's bank says to the payment."""
    intent, method = asked.intent, asked.method
    return work.network("cards").authorize(
        known,
        intent.amount,
        intent.currency,
        off_session=asked.off_session,
        awaits=asked.awaits,
        reference=asked.reference,
        authenticated=asked.authenticated,
        set_up=bool(method.private.get("set_up")),
        saving=outcome.usage_of(intent, asked.kind) is not None,
        **unasked(work, intent, known, asked.options.get("network")),
        **risk.asked(
            work, payment_of(asked, known), asked.options.get("request_three_d_secure") or "automatic"
        ),
        **{
            **card.checks_given(method.body),
            **({"cvc_given": True} if intent.private.get("cvc_given") else {}),
        },
    )


USAGES = ("setup_credential_usage", "stored_credential_usage")
"""What a card is kept or used for, as its network is told; a charge shows it."""
UNSHOWN = ("moto", *USAGES, "three_d_secure")
"""Wishes that no intent shows: they are for the card's bank. source: spec"""
WHERE = "payment_method_options[card]"


def heard(work: Work, intent: Record, params: Mapping[str, Any]) -> None:
    """What a request says to the card's bank alone is remembered until a try. refuses: moto_on_session, and
    what an imported result is refused for. source: docs: Import 3D Secure results; docs: Card-on-file usage
    """
    said = (params.get("payment_method_options") or {}).get(card.NAME) or {}
    found: dict[str, Any] = {name: said[name] or None for name in UNSHOWN if name in said}
    usage = said.get("setup_future_usage", params.get("setup_future_usage", intent.get("setup_future_usage")))
    if found.get("moto") and usage == "on_session":
        raise card_refusals.moto_on_session()
    if found.get("three_d_secure"):
        known = (intent.payment_method_options or {}).get(card.NAME) or {}
        network = said.get("network", known.get("network"))
        card_wishes.refuse_imported(found["three_d_secure"], network, f"{WHERE}[three_d_secure]")
    if found:
        work.note(intent, **found)


def unasked(work: Work, intent: Record, known: TestCard, network: str | None) -> dict[str, Any]:
    """Why nobody is asked now: the card was read out on the phone, or its holder was asked elsewhere, which
    is good for this try alone. gives: arguments of the network's questions. source: docs: Import 3D Secure
    results; sdk (moto)
    """
    said = intent.private.get("three_d_secure")
    found: dict[str, Any] = {"exempt": bool(intent.private.get("moto"))}
    if said:
        found["imported"] = card_wishes.imported(said, network, known, f"{WHERE}[three_d_secure]")
        work.note(intent, three_d_secure=None)
    return found


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
