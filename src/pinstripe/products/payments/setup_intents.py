"""The endpoints of setup intents.

Owns: the endpoints, their parameters and defaults. Does not own: the record (setup_intent.py), asking bank
and payer (setup.py). Money: none. Source: spec; recorded: gumroad, flexile, spree, stripe_world phase 10.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel import addresses
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.payments import (
    choice,
    deposit_refusals,
    kind_refusals,
    options,
    parties,
    setup,
    setup_options,
)
from pinstripe.products.payments import confirmation_token as tokens
from pinstripe.products.payments import setup_refusals as refusals
from pinstripe.products.payments.flows import card as card_flow
from pinstripe.products.payments.setup_intent import SETUP_INTENT

CREATE = "POST /v1/setup_intents"
DATA = f"allow_redisplay billing_details metadata radar_options type {kinds.WITHIN}"
ELSEWHERE = f"{setup_options.UNBUILT} {others(CREATE, 'payment_method_data', but=DATA)}"
HELD_APART = frozenset(
    (
        "automatic_payment_methods",
        "client_secret",
        "mandate_data",
        "payment_method",
        "payment_method_options",
        "payment_method_types",
        "single_use",
    )
)


@operation(CREATE, SETUP_INTENT, missing=ELSEWHERE)
def create(work: Work, params: Params) -> Record | Answer:
    """A way to pay that is to be kept; with `confirm` it is tried at once. source: recorded: gumroad"""
    referred(work, params, customer="customer")
    refuse_wishes(work, params)
    params = tokens.unfolded(work, params)
    if params.get("customer"):
        work.find("customer", params.customer, "customer")
    method = choice.chosen(work, params, SETUP_INTENT)
    if method is not None:
        choice.refuse_method(method, params.get("customer"), SETUP_INTENT)
    key = work.new_id(SETUP_INTENT)
    intent = work.create(
        SETUP_INTENT,
        "empty" if method is None else "equipped",
        **{
            **stored(SETUP_INTENT, params, HELD_APART),
            **setup_options.types_of(work, params),
            "id": key,
            "client_secret": f"{key}_secret_{work.mint.letters(25)}",
            "payment_method": None if method is None else method.id,
        },
        private=said(params) | options.remembered(None, params, setup_options.SHAPE),
    )
    card_flow.heard(work, intent, params)
    return confirmed(work, intent, params, method) if params.get("confirm") else intent


def refuse_wishes(work: Work, params: Params) -> None:
    """What cannot be asked for together. refuses: needs_confirm, self_and_customer, used_once_later
    source: spec
    """
    for name in ("confirmation_token", "mandate_data", "return_url", "use_stripe_sdk"):
        if params.get(name) and not params.get("confirm"):
            raise refusals.needs_confirm(name)
    if params.get("attach_to_self") and params.get("customer"):
        raise refusals.self_and_customer()
    if params.get("single_use") and params.get("usage") != "on_session":
        raise refusals.used_once_later()
    if params.get("on_behalf_of"):
        parties.refuse_behalf(work, params.on_behalf_of)


def said(params: Params) -> dict[str, Any]:
    """What an intent remembers without showing it: where its payer comes back to, whether a script asks them,
    their consent, and for which payment alone. refuses: url_without_scheme
    """
    addresses.refuse_bare(params.get("return_url"), "return_url")
    found = params.pick("return_url", "mandate_data", "single_use", "use_stripe_sdk")
    return {name: value for name, value in found.items() if value}


@operation("POST /v1/setup_intents/{intent}", SETUP_INTENT, subject="intent", missing=ELSEWHERE)
def update(work: Work, intent: Record, params: Params) -> Record:
    """New facts about a setup; notes may change for ever. source: recorded: stripe_world phase 10"""
    if intent.status in ("succeeded", "canceled"):
        for name in params:
            if name not in ("description", "metadata"):
                raise refusals.too_late(intent, name)
    if params.get("customer"):
        work.find("customer", params.customer, "customer")
    if params.get("attach_to_self", intent.get("attach_to_self")) and params.get("customer", intent.customer):
        raise refusals.self_and_customer()
    changes = updates(intent, params, HELD_APART) | setup_options.changed(work, intent, params)
    card_flow.heard(work, intent, params)
    method = choice.chosen(work, params, SETUP_INTENT)
    work.note(intent, **options.remembered(intent, params, setup_options.SHAPE))
    if method is None:
        return work.amend(intent, **changes)
    choice.refuse_method(method, params.get("customer", intent.customer), SETUP_INTENT)
    setup.release(work, intent)
    return work.advance(intent, "equip", "done", payment_method=method.id, next_action=None, **changes)


@operation(
    "POST /v1/setup_intents/{intent}/confirm",
    SETUP_INTENT,
    subject="intent",
    missing=ELSEWHERE,
    publishable=True,
)
def confirm(work: Work, intent: Record, params: Params) -> Record | Answer:
    """Try to set the method up. The customer's default is not taken where none is named.
    source: recorded: gumroad, stripe_world phase 10
    """
    choice.refuse_secret(work, intent, params)
    if intent.private.get("checkout"):
        raise kind_refusals.of_checkout("SetupIntent")
    params = tokens.unfolded(work, params)
    method = choice.chosen(work, params, SETUP_INTENT)
    if method is None and intent.payment_method:
        method = work.load(intent.payment_method, "payment_method")
    if method is not None:
        choice.refuse_method(method, intent.customer, SETUP_INTENT)
    changes = updates(intent, params, HELD_APART) | setup_options.changed(work, intent, params)
    if changes:
        work.amend(intent, **changes)
    card_flow.heard(work, intent, params)
    work.note(intent, **said(params), **options.remembered(intent, params, setup_options.SHAPE))
    return confirmed(work, intent, params, method)


def confirmed(work: Work, intent: Record, params: Params, method: Record | None) -> Record | Answer:
    """Try the setup with a method; the answer is the intent, or the decline with the intent in it."""
    if method is None:
        raise refusals.missing_method(intent)
    tokens.spend(work, params, intent)
    if (
        setup_options.redirects(intent)
        and not intent.private.get("return_url")
        and not params.get("use_stripe_sdk")
    ):
        raise refusals.return_url_needed()
    setup.release(work, intent)
    answer = setup.attempt(work, intent, method)
    return intent if answer is None else answer


@operation(
    "POST /v1/setup_intents/{intent}/verify_microdeposits",
    SETUP_INTENT,
    subject="intent",
    publishable=True,
)
def verify_microdeposits(work: Work, intent: Record, params: Params) -> Record | Answer:
    """Whoever named a bank account says which deposits came to it; then it is set up.

    source: docs: ACH Direct Debit; recorded: stripe_world phase 10 (refusal)
    """
    choice.refuse_secret(work, intent, params)
    if intent.status != "requires_action":
        raise refusals.not_actionable(intent)
    if intent.next_action["type"] != "verify_with_microdeposits":
        raise refusals.not_verifying(intent)
    deposit_refusals.refuse_unsaid(params)
    answer = setup.verify(work, intent, params.get("amounts") or [], params.get("descriptor_code"))
    return intent if answer is None else answer


@operation("POST /v1/setup_intents/{intent}/cancel", SETUP_INTENT, subject="intent")
def cancel(work: Work, intent: Record, params: Params) -> Record:
    """Nobody will set this up. source: recorded: gumroad, stripe_world phase 10; spec (checkout sessions)"""
    if intent.private.get("checkout"):
        raise kind_refusals.of_checkout("SetupIntent")
    return setup.cancel(work, intent, params.get("cancellation_reason"))


@operation("GET /v1/setup_intents", SETUP_INTENT)
def list_intents(work: Work, params: Params) -> Page:
    """Setups, newest first. source: spec"""
    referred(work, params, customer="customer", payment_method="payment_method")
    filters = params.pick("attach_to_self", "customer", "payment_method")
    clock = None if filters.keys() & {"customer", "payment_method"} else ""
    return show_records(work, SETUP_INTENT, params, "/v1/setup_intents", filters, clock)


@operation(
    "GET /v1/setup_intents/{intent}", SETUP_INTENT, subject="intent", verb="retrieve", publishable=True
)
def retrieve(work: Work, intent: Record, params: Params) -> Record:
    """A setup; a page names its secret. source: spec"""
    choice.refuse_secret(work, intent, params)
    return intent
