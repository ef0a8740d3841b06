"""A try to set up a way to pay: the bank or the payer is asked, and nothing is taken.

Owns: what the five flows ask where there is no payment, what follows for the intent and its attempt. Does
not own: parameters and refusals of the endpoints (setup_intents.py), the records. Money: none.
Source: recorded: gumroad, flexile, stripe_world phase 10; docs: ACH Direct Debit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from pinstripe.api.errors import Answer, ApiError
from pinstripe.api.table import NEWEST, Table
from pinstripe.kernel.operation import job
from pinstripe.kernel.pages import page
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.port import Authorized
from pinstripe.products.methods import consent, kinds
from pinstripe.products.methods import mandate as mandates
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.methods.kinds import card as cards
from pinstripe.products.methods.kinds.kind import Asking, Flow
from pinstripe.products.payments import charge_body, options, setup_attempt
from pinstripe.products.payments import refusals as payment_refusals
from pinstripe.products.payments import setup_refusals as refusals
from pinstripe.products.payments.flows import card, delayed_debit, in_person
from pinstripe.products.payments.setup_intent import SETUP_INTENT

ANSWER = 'POST /_pinstripe/setup_intents/authenticate {{"setup_intent": "{id}", "succeeded": true}}'

THREE_D_SECURE = page(
    "set_up_secure",
    "seti",
    title="3-D Secure",
    means="Here a bank would ask the holder of a card whether it may be kept for later payments.",
    instead=(ANSWER,),
    asks=True,
)
REDIRECT = page(
    "set_up_redirects",
    "seti",
    title="Later payments to agree to",
    means="Here a bank or a wallet would ask the payer to agree to later payments, and send them back.",
    instead=(ANSWER,),
    asks=True,
)
ACTIONS = Table.load(NEWEST).object("setup_intent_next_action").props
"""What a payer can be asked to do. source: spec"""
MICRODEPOSITS = "set_up_deposits"
"""As delayed_debit.MICRODEPOSITS."""


def attempt(work: Work, intent: Record, method: Record, *, authenticated: bool = False) -> Answer | None:
    """Try to set a method up. gives: the 402 that a declined caller reads; it is kept. params: authenticated,
    the payer has agreed, or the account is shown to be theirs. refuses: kind_not_allowed, no_mandate
    """
    kind = kinds.kind_of(method)
    if kind.setup is None or kind.name not in intent.payment_method_types:
        raise refusals.kind_not_allowed(intent, kind.name)
    if not authenticated:
        work.note(intent, attempts=intent.private.get("attempts", 0) + 1)
    match kind.flow:
        case Flow.CARD:
            return of_card(work, intent, method, authenticated)
        case Flow.DELAYED_DEBIT:
            of_account(work, intent, method, authenticated)
        case Flow.REDIRECT:
            of_page(work, intent, method, authenticated)
        case Flow.IN_PERSON:
            at_reader(work, intent, method)
        case Flow.PUSH:
            raise refusals.kind_not_allowed(intent, kind.name)
        case _:
            assert_never(kind.flow)
    return None


def of_card(work: Work, intent: Record, method: Record, authenticated: bool) -> Answer | None:
    """Ask the card's bank whether the card is good; it may want its holder to be asked.
    source: recorded: gumroad
    """
    known = cards.known(method)
    reply = work.network("cards").verify(
        known,
        purpose="setup",
        reference=f"{intent.id}/{intent.private['attempts']}",
        authenticated=authenticated,
        request_three_d_secure=options_of(intent, method).get("request_three_d_secure") or "automatic",
        **card.unasked(work, intent, known, options_of(intent, method).get("network")),
        **cards.checks_given(method.body),
    )
    if reply.outcome is Authorized.CHALLENGED:
        action = card.three_d_secure(work, intent, known, THREE_D_SECURE)
        challenged(work, intent, method, action, reply)
        return None
    looked = cards.after(method.body, reply)
    match reply.outcome:
        case Authorized.APPROVED:
            if intent.private.get("mandate_data"):
                agreed(work, intent, method)
            passed(work, intent, method, reply, looked)
            return None
        case Authorized.DECLINED | Authorized.BLOCKED:
            fields = charge_body.error_fields(reply, None, method.body)
            failed(work, intent, method, fields, reply)
            return refusals.declined(intent, fields)
        case _:
            assert_never(reply.outcome)


def present(work: Work, intent: Record, presented: in_person.Presented) -> Record | None:
    """A card is held to a reader to be kept. gives: the card that is kept of it, None where its bank does not
    want that. source: spec; docs: Terminal testing
    """
    method = in_person.method_of(work, intent, presented)
    attempt(work, intent, method)
    if intent.status != "succeeded":
        return None
    return work.load(intent.private["generated"], "payment_method")


def at_reader(work: Work, intent: Record, method: Record) -> None:
    """Ask the bank of a presented card; what is kept for later payments is a card that is made of it.
    source: spec (generated_card); docs: Terminal testing (the code of a refusal)
    """
    reply = work.network("cards").verify(
        cards.known(method), purpose="attach", reference=f"{intent.id}/{intent.private['attempts']}"
    )
    name = kinds.kind_of(method).name
    if not reply.approved:
        failed(work, intent, method, refusals.authentication_failed(method), reply)
        return
    kept = in_person.generated(work, method)
    shown_hash = {**method.body[name], "generated_card": kept.id}
    work.note(intent, generated=kept.id)
    tried = setup_attempt.settle(work, intent, method, "passed", shown(method, reply, shown_hash))
    said = in_person.said(work, method, reply, 0)
    in_person.came_from(
        work,
        kept,
        {"payment_method_details": {name: said, "type": name}, "setup_attempt": tried.id},
        intent.customer,
    )
    methods.seen(work, method)
    done(work, intent, method, tried)


def of_account(work: Work, intent: Record, method: Record, authenticated: bool) -> None:
    """An account may be debited later, once its owner agreed and is known to be its owner.
    source: recorded: flexile; docs: ACH Direct Debit. refuses: no_mandate
    """
    agreed(work, intent, method)
    methods.hear(work, method, options_of(intent, method))
    asked = options_of(intent, method).get("verification_method")
    verified = method.private.get("verified") and asked != "microdeposits"
    if verified or authenticated:
        passed(work, intent, method)
        return
    challenged(work, intent, method, delayed_debit.microdeposits(work, intent, method, MICRODEPOSITS))


def of_page(work: Work, intent: Record, method: Record, authenticated: bool) -> None:
    """Send the payer to the page, or keep what one has agreed to. refuses: redirect_needs_url.
    source: spec; inferred
    """
    kind = kinds.kind_of(method)
    if authenticated:
        agreed(work, intent, method, consent.ON_PAGE)
        passed(work, intent, method)
        return
    back = intent.private.get("return_url")
    if kind.leads_away and not back:
        raise payment_refusals.redirect_needs_url()
    address = work.public(REDIRECT.path_for(work.account, intent.id, intent.client_secret))
    action = {"redirect_to_url": {"return_url": back, "url": address}, "type": "redirect_to_url"}
    if kind.action is not None and kind.lasts is not None:
        wanted = options_of(intent, method)
        shown = kind.action(Asking(address, back, "", kind.lasts.until(work.now, wanted), wanted))
        action = shown if shown["type"] in ACTIONS else action
    challenged(work, intent, method, action)


def options_of(intent: Record, method: Record) -> dict[str, Any]:
    """What the intent asks of the method's kind in particular."""
    return options.of(intent, kinds.kind_of(method).name)


def agreed(work: Work, intent: Record, method: Record, usual: Mapping[str, Any] | None = None) -> None:
    """The consent that later payments rest on: given with this intent, or standing. params: usual: what is
    known of a payer who agreed on a page. refuses: no_mandate
    """
    if usual is not None and not mandates.can_stand(method.body["type"]):
        return
    key = intent.mandate or intent.single_use_mandate
    found = work.load(key, "mandate") if key else None
    if found is not None and found.payment_method == method.id and found.status == "active":
        return
    data, once = intent.private.get("mandate_data") or usual, intent.private.get("single_use")
    if data:
        found = consent.given(
            work,
            method,
            data,
            options_of(intent, method),
            reusable=not once,
            amount=once["amount"] if once else 0,
            currency=once["currency"] if once else "",
        )
    else:
        found = mandates.standing(work, method)
    if found is None:
        raise method_refusals.no_mandate("SetupIntent")
    single = found.body["type"] == "single_use"
    work.amend(intent, **{"single_use_mandate" if single else "mandate": found.id})


def shown(method: Record, reply: Any, looked: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the attempt says of the method. params: reply: its bank's, where one was asked"""
    kind = kinds.kind_of(method)
    assert kind.setup is not None, f"{kind.name} cannot be set up"
    return kind.setup.details(looked or method.body[kind.name], reply)


def passed(
    work: Work, intent: Record, method: Record, reply: Any = None, looked: dict[str, Any] | None = None
) -> None:
    """The method is set up, and kept for the intent's customer.
    source: recorded: stripe_world phase 10 (the method is attached first)
    """
    known = looked or method.body[kinds.kind_of(method).name]
    later = consent.account_of(work, method, intent.private.get("mandate_data"))
    if later:
        methods.seen(work, method)
    elif intent.customer is not None and method.customer is None:
        methods.attach(work, method, work.load(intent.customer, "customer"), looked=known)
    else:
        methods.set_up(work, method, known, of_account=bool(intent.get("attach_to_self")))
    if intent.usage == "off_session":
        methods.remember_set_up(work, method)
    said = {**shown(method, reply, known), **later}
    tried = setup_attempt.settle(work, intent, method, "passed", said)
    consent.came_from(work, later, intent.customer, setup_attempt=tried.id)
    done(work, intent, method, tried)


def done(work: Work, intent: Record, method: Record, tried: Record) -> None:
    """The intent has what it asked for. params: tried: the attempt that succeeded"""
    work.advance(
        intent,
        "confirm",
        "done",
        last_setup_error=None,
        latest_attempt=tried.id,
        next_action=None,
        payment_method=method.id,
    )


def challenged(work: Work, intent: Record, method: Record, action: dict[str, Any], reply: Any = None) -> None:
    """The payer has to act first. params: action: `next_action`"""
    tried = setup_attempt.settle(work, intent, method, "challenged", shown(method, reply))
    work.advance(
        intent,
        "confirm",
        "challenged",
        last_setup_error=None,
        latest_attempt=tried.id,
        next_action=action,
        payment_method=method.id,
    )


def failed(
    work: Work,
    intent: Record,
    method: Record,
    fields: dict[str, Any],
    reply: Any = None,
    verb: str = "confirm",
) -> None:
    """The method was not set up: the intent needs another, or another try. params: fields: the error"""
    tried = setup_attempt.settle(work, intent, method, "declined", shown(method, reply), fields)
    work.advance(
        intent,
        verb,
        "failed" if verb == "authenticate" else "declined",
        last_setup_error=fields,
        latest_attempt=tried.id,
        mandate=None,
        next_action=None,
        payment_method=None,
        single_use_mandate=None,
    )


def must_ask(work: Work, method: Record) -> bool:
    """Would a try ask the payer first? Not one whom an earlier setup asked.
    source: docs: testing; inferred
    """
    if kinds.kind_of(method).flow is not Flow.CARD or method.private.get("set_up"):
        return False
    reply = work.network("cards").verify(
        cards.known(method), purpose="setup", reference=method.id, **cards.checks_given(method.body)
    )
    return reply.outcome is Authorized.CHALLENGED


def open_for(work: Work, key: str, customer: Record, method: Record | None, *, subscription: str) -> Record:
    """A setup that another room asks for, tried at once where there is a method. params: key: the id that it
    is to have. source: docs: Subscriptions (`pending_setup_intent`); fields inferred
    """
    name = kinds.kind_of(method).name if method is not None else kinds.DEFAULT.name
    kind = kinds.KINDS[name]
    intent = work.create(
        SETUP_INTENT,
        "empty" if method is None else "equipped",
        id=key,
        client_secret=f"{key}_secret_{work.mint.letters(25)}",
        customer=customer.id,
        payment_method=None if method is None else method.id,
        payment_method_options={name: dict(kind.setup.options)} if kind.setup is not None else {},
        payment_method_types=[name],
        private={"subscription": subscription},
    )
    if method is not None:
        attempt(work, intent, method)
    return intent


def asked_on_page(intent: Record) -> bool:
    """Does the intent wait for an answer on a page? Deposits are waited for otherwise."""
    return (intent.next_action or {}).get("type") not in (None, "verify_with_microdeposits")


def authenticate(work: Work, intent: Record, succeeded: bool) -> None:
    """The payer answered on the page. refuses: answered_otherwise. source: docs: payment intents (states)"""
    if not asked_on_page(intent):
        raise refusals.answered_otherwise(intent)
    method = work.load(intent.payment_method, "payment_method")
    if succeeded:
        attempt(work, intent, method, authenticated=True)
    else:
        refused(work, intent, method, refusals.authentication_failed(method))


def refused(work: Work, intent: Record, method: Record, fields: dict[str, Any]) -> None:
    """The payer did not agree, or is not the account's owner; a consent that waited for it ends.
    source: docs: mandates (it ends when the account was not verified); spec
    """
    for key in (intent.mandate, intent.single_use_mandate):
        if key:
            mandates.withdraw(work, work.load(key, "mandate"))
    failed(work, intent, method, fields, verb="authenticate")


def verify(work: Work, intent: Record, amounts: list[int], code: str | None) -> Answer | None:
    """The account's owner says which deposits came; then it is set up. gives: the refusal that a caller
    reads, kept with its tries. source: docs: ACH Direct Debit; docs: testing
    """
    method = work.load(intent.payment_method, "payment_method")
    refusal = delayed_debit.compared(work, intent, method, amounts, code, over)
    return refusal or attempt(work, intent, method, authenticated=True)


@job(SETUP_INTENT, "lapse")
def lapse(work: Work, intent: Record) -> None:
    """Ends a verification whose deposits were not confirmed in time, or never arrived.
    source: docs: error codes
    """
    if (intent.next_action or {}).get("type") == "verify_with_microdeposits":
        method = work.load(intent.payment_method, "payment_method")
        over(work, intent, method, delayed_debit.lapsed(intent))


def over(work: Work, intent: Record, method: Record, error: ApiError) -> Answer:
    """Nobody may name the deposits any longer: the intent needs another method. source: docs: error codes"""
    work.unschedule("lapse", intent)
    refused(work, intent, method, refusals.unverified(method, error))
    return error.answer()


def release(work: Work, intent: Record) -> None:
    """Nobody waits any longer for what the last try asked for."""
    work.unschedule("lapse", intent)
    setup_attempt.abandon(work, intent)


def cancel(work: Work, intent: Record, reason: str | None) -> Record:
    """Nobody will set this up. source: recorded: gumroad"""
    release(work, intent)
    return work.advance(intent, "cancel", "done", cancellation_reason=reason, next_action=None)
