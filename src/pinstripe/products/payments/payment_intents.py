"""The endpoints of payment intents.

Owns: the endpoints, their parameters and defaults. Does not own: the record (payment_intent.py), asking the
network (attempt.py). Money: none. Source: spec; recorded: gumroad, stripe_world phase 8, pay-rails.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel import addresses
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.methods import kinds
from pinstripe.products.methods import token as method_tokens
from pinstripe.products.payments import (
    amount_details,
    choice,
    deposit_refusals,
    increment,
    kind_refusals,
    offer,
    options,
    parties,
    refusals,
    setup_refusals,
    statement_descriptors,
)
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import confirmation_token as tokens
from pinstripe.products.payments.flows import card as card_flow
from pinstripe.products.payments.flows import delayed_debit
from pinstripe.products.payments.payment_intent import OPEN, PAYMENT_INTENT

DATA = f"allow_redisplay billing_details metadata radar_options type {kinds.WITHIN}"
ELSEWHERE = f"{options.UNBUILT} {others('POST /v1/payment_intents', 'payment_method_data', but=DATA)}"
HELD_APART = frozenset(
    (
        "payment_method",
        "payment_method_options",
        "automatic_payment_methods",
        "payment_method_types",
        "amount",
        "amount_details",
        "mandate_data",
    )
)

WITH_CONFIRM = (
    "confirmation_token error_on_requires_action mandate mandate_data off_session return_url".split()
)
"""What is said of a try, and only together with it. source: spec"""


@operation("POST /v1/payment_intents", PAYMENT_INTENT, missing=ELSEWHERE)
def create(work: Work, params: Params) -> Record | Answer:
    """A payment that is to be made; with `confirm` it is tried at once. source: recorded: gumroad"""
    refuse_amount(params.amount, params.currency, work.merchant.currency)
    for name in WITH_CONFIRM:
        if params.get(name) not in (None, False, "false", "") and not params.get("confirm"):
            raise setup_refusals.needs_confirm(name, "PaymentIntent")
    options.refuse_early(params)
    addresses.refuse_mail(params.get("receipt_email"), "receipt_email")
    parties.refuse(work, params, params.amount)
    params = tokens.unfolded(work, params)
    if "customer" in params:
        work.find("customer", params.customer, "customer")
    method = choice.mandated(work, params, choice.chosen(work, params, PAYMENT_INTENT))
    if method is not None:
        choice.refuse_method(method, params.get("customer"), PAYMENT_INTENT)
    statement_descriptors.refuse_words(work, params, offer.named(params), method)
    key = work.new_id(PAYMENT_INTENT)
    fields = stored(PAYMENT_INTENT, params, HELD_APART)
    parts = amount_details.read(work, params, key, params.amount)
    fields |= {} if parts is None else {"amount_details": parts.shown}
    fields |= offer.types_of(work, params)
    fields[options.OPTIONS] = options.once_known(fields[options.OPTIONS], method, params.currency)
    intent = work.create(
        PAYMENT_INTENT,
        "empty" if method is None else "equipped",
        **{
            **fields,
            "capture_method": params.get("capture_method") or capture_method(work),
            "id": key,
            "amount": params.amount,
            "application": parties.application(work),
            "client_secret": f"{key}_secret_{work.mint.letters(25)}",
            "payment_method": None if method is None else method.id,
        },
        private=said(params)
        | options.remembered(None, params, options.SHAPE)
        | ({} if parts is None else {"line_items": parts.lines}),
    )
    card_flow.heard(work, intent, params)
    if not params.get("confirm"):
        return intent
    return confirmed(work, intent, params, method)


def said(params: Params) -> dict[str, Any]:
    """What an intent remembers without showing it: where its payer comes back to, whether a script asks them,
    their consent, or which one that they gave before. refuses: url_without_scheme
    """
    addresses.refuse_bare(params.get("return_url"), "return_url")
    found = params.pick("return_url", "mandate", "mandate_data", "use_stripe_sdk", "radar_options")
    return {name: value for name, value in found.items() if value}


def capture_method(work: Work) -> str:
    """When the money is taken, if nobody says. source: recorded: gumroad 2023-10-16, stripe_world phase 8"""
    early = work.version.before(SIDE_EFFECTS["capture_automatic_async"].date)
    return "automatic" if early else "automatic_async"


def refuse_amount(amount: int, currency: str, settles_in: str, param: str = "amount") -> None:
    """A sum that can be charged. refuses: bad_currency, too_low, zero_amount, amount_too_small or _large

    source: recorded: gumroad, pay-rails/pay (zero)
    """
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED)
    if amount < 0:
        raise errors.too_low(1, param)
    if amount == 0:
        raise errors.zero_amount() if param == "amount" else errors.too_low(1, param)
    refusals.refuse_beyond_limits(amount, currency, settles_in, param)


@operation("POST /v1/payment_intents/{intent}", PAYMENT_INTENT, subject="intent", missing=ELSEWHERE)
def update(work: Work, intent: Record, params: Params) -> Record:
    """New facts about a payment that has not been made. source: recorded: gumroad, stripe_world"""
    refuse_settled(intent, params)
    if intent.private.get("invoice") and params.keys() & {"amount", "currency", "customer"}:
        raise refusals.invoices_payment()
    if "amount" in params or "currency" in params:
        amount, currency = params.get("amount", intent.amount), params.get("currency", intent.currency)
        refuse_amount(amount, currency, work.merchant.currency)
    if params.get("customer"):
        work.find("customer", params.customer, "customer")
    changes = updates(
        intent,
        params,
        frozenset(("payment_method", "payment_method_types", "automatic_payment_methods", "amount_details")),
    )
    addresses.refuse_mail(params.get("receipt_email"), "receipt_email")
    changes |= amount_details.changes(work, intent, params, params.get("amount", intent.amount))
    changes |= options.asked_options(intent, params) | offer.other_types(work, intent, params)
    options.refuse_early(params)
    card_flow.heard(work, intent, params)
    if params.keys() & {"amount", *parties.TOLD}:
        whole = {**intent.body, **changes}
        parties.refuse(work, whole, whole["amount"])
    method = choice.chosen(work, params, PAYMENT_INTENT)
    changes |= options.narrowed(intent, changes, method or choice.standing(work, intent))
    work.note(intent, **options.remembered(intent, params, options.SHAPE))
    types = offer.named(params) if intent.automatic_payment_methods else intent.payment_method_types
    held = work.peek(intent.payment_method) if intent.payment_method else None
    statement_descriptors.refuse_words(work, params, types, method or held)
    if method is None:
        return work.amend(intent, **changes)
    choice.refuse_method(method, params.get("customer", intent.customer), PAYMENT_INTENT)
    return work.advance(intent, "equip", "done", payment_method=method.id, next_action=None, **changes)


SETTLED = (
    "amount",
    "currency",
    "payment_method",
    "payment_method_data",
    "allowed_payment_method_types",
    "payment_method_types",
    "payment_method_options",
    "capture_method",
    "setup_future_usage",
    "customer",
    *parties.TOLD,
)
"""Facts that an approved or canceled payment keeps; the first that is sent is refused."""


def refuse_settled(intent: Record, params: Params) -> None:
    """Notes may change for ever, what was paid may not.
    source: recorded: stripe_world (succeeded); other states inferred
    """
    if intent.status not in ("succeeded", "canceled", "requires_capture", "processing"):
        return
    for name in SETTLED:
        if name in params:
            raise refusals.too_late(intent, name.removesuffix("_data"))


@operation(
    "POST /v1/payment_intents/{intent}/confirm",
    PAYMENT_INTENT,
    subject="intent",
    missing=ELSEWHERE,
    publishable=True,
)
def confirm(work: Work, intent: Record, params: Params) -> Record | Answer:
    """Ask the network for the money. source: recorded: gumroad, stripe_world phase 8"""
    choice.refuse_secret(work, intent, params)
    if intent.private.get("checkout"):
        raise kind_refusals.of_checkout("PaymentIntent")
    if work.publishable and intent.confirmation_method == "manual":
        raise refusals.manual_confirmation(intent)
    params = tokens.unfolded(work, params)
    types = offer.other_types(work, intent, params)
    method = choice.mandated(work, params, choice.chosen(work, params, PAYMENT_INTENT))
    method = method or choice.standing(work, intent)
    if method is not None:
        choice.refuse_method(method, intent.customer, PAYMENT_INTENT)
    addresses.refuse_mail(params.get("receipt_email"), "receipt_email")
    held = frozenset(("payment_method", "off_session", "client_secret", "mandate_data", "amount_details"))
    types |= another_amount(work, intent, params)
    types |= amount_details.changes(work, intent, params, types.get("amount", intent.amount))
    changes = updates(intent, params, held) | options.asked_options(intent, params) | types
    changes |= options.narrowed(intent, changes, method)
    card_flow.heard(work, intent, params)
    if changes:
        work.amend(intent, **changes)
    work.note(intent, **said(params), **options.remembered(intent, params, options.SHAPE))
    return confirmed(work, intent, params, method)


def another_amount(work: Work, intent: Record, params: Params) -> dict[str, Any]:
    """The amount that is confirmed, where it is not the one that was asked for, as with a surcharge: the
    intent is about it from then on. refuses: as for another amount, invoices_payment, secret_alone

    source: docs: Amount to confirm (by secret keys); docs: Collect surcharges
    """
    if params.get("amount_to_confirm") is None:
        return {}
    if work.publishable:
        raise errors.unknown_param("amount_to_confirm")
    refuse_amount(params.amount_to_confirm, intent.currency, work.merchant.currency, "amount_to_confirm")
    if intent.private.get("invoice") and params.amount_to_confirm != intent.amount:
        raise refusals.invoices_payment()
    return {"amount": params.amount_to_confirm}


def confirmed(work: Work, intent: Record, params: Params, method: Record | None) -> Record | Answer:
    """Try the payment with a method; the answer is the intent, or the decline with the intent in it."""
    if method is None:
        raise refusals.missing_method(intent)
    parties.refuse(work, intent.body, intent.amount)
    tokens.spend(work, params, intent)
    wishes = (params.get(options.OPTIONS) or {}).get(kinds.DEFAULT.name) or {}
    code = wishes.get("cvc_token")
    if code:
        where = f"{options.OPTIONS}[{kinds.DEFAULT.name}][cvc_token]"
        method_tokens.code_given(work, code, where)
        work.note(intent, cvc_given=True)
    off_session = params.get("off_session") not in (None, False, "false")
    if off_session and intent.setup_future_usage:
        raise refusals.set_up_off_session()
    automatic = intent.automatic_payment_methods
    redirects = automatic is not None and automatic.get("allow_redirects") != "never"
    narrowed = intent.get(offer.ALLOWED)
    if narrowed:  # source: inferred
        redirects = redirects and any(kinds.KINDS[name].leads_away for name in narrowed)
    if (
        redirects
        and not off_session
        and not intent.private.get("return_url")
        and not params.get("use_stripe_sdk")
    ):
        raise refusals.return_url_needed()
    known = intent.private.get("authenticated") == method.id
    actions = not params.get("error_on_requires_action")
    done = attempts.attempt(
        work, intent, method, off_session=off_session, authenticated=known, actions=actions
    )
    return done.answer if done.answer is not None else intent


@operation(
    "POST /v1/payment_intents/{intent}/verify_microdeposits",
    PAYMENT_INTENT,
    subject="intent",
    publishable=True,
)
def verify_microdeposits(work: Work, intent: Record, params: Params) -> Record | Answer:
    """Whoever named a bank account says which deposits came to it; then it is debited.

    source: docs: ACH Direct Debit
    """
    choice.refuse_secret(work, intent, params)
    if intent.status != "requires_action":
        raise deposit_refusals.not_actionable(intent)
    if intent.next_action["type"] != "verify_with_microdeposits":
        raise deposit_refusals.not_verifying(intent)
    deposit_refusals.refuse_unsaid(params)
    refusal = delayed_debit.verify(work, intent, params.get("amounts") or [], params.get("descriptor_code"))
    if refusal is not None:
        return refusal
    method = work.load(intent.payment_method, "payment_method")
    done = attempts.attempt(work, intent, method, off_session=False, authenticated=True)
    return done.answer if done.answer is not None else intent


@operation(
    "POST /v1/payment_intents/{intent}/capture",
    PAYMENT_INTENT,
    subject="intent",
)
def capture(work: Work, intent: Record, params: Params) -> Record:
    """Take what was held, or less, or more where the bank agreed to that. A card whose bank agreed to several
    captures keeps the rest for the next one, where the caller says that this is not the last. refuses:
    one_capture, whole_capture. source: recorded: gumroad (23 captures); docs: Multicapture; docs: Overcapture
    """
    amount = params.get("amount_to_capture", intent.amount_capturable)
    if amount < 1:
        raise errors.too_low(1, "amount_to_capture")
    charge = work.load(intent.latest_charge, "charge")
    most = charges.most(charge) - intent.amount_received
    if amount > most:
        raise refusals.capture_too_large(currencies.symbol_amount(most, intent.currency))
    refusals.refuse_beyond_limits(amount, intent.currency, work.merchant.currency, "amount_to_capture")
    last = params.get("final_capture") is not False
    if not last and not charges.splits(charge):
        raise kind_refusals.one_capture()
    if not last and amount >= intent.amount_capturable:
        raise kind_refusals.whole_capture()
    told = updates(intent, params.pick("application_fee_amount", "transfer_data"))
    parties.refuse(work, {**intent.body, **told}, amount)
    if told:
        work.amend(charge, **charges.told(told))
    words = params.pick("statement_descriptor", "statement_descriptor_suffix")
    if words:
        work.amend(charge, **words, **charges.descriptor(work, {**charge.body, **words}))
    changes = updates(intent, params, frozenset(("amount_to_capture", "amount_details")))
    changes |= amount_details.changes(work, intent, params, amount)
    received = intent.amount_received + amount
    if not last:
        charges.capture_part(work, charge, amount)
        left = intent.amount_capturable - amount
        return work.advance(
            intent, "capture", "partly", amount_capturable=left, amount_received=received, **changes
        )
    charges.capture(work, charge, amount)
    work.unschedule("expire", intent)
    changes |= {"amount": max(intent.amount, received), "amount_capturable": 0, "amount_received": received}
    return work.advance(intent, "capture", "done", **changes)


@operation(
    "POST /v1/payment_intents/{intent}/increment_authorization",
    PAYMENT_INTENT,
    subject="intent",
    verb="increment",
)
def increment_authorization(work: Work, intent: Record, params: Params) -> Record | Answer:
    """Hold more than was held. source: spec; docs: place a hold"""
    refusals.refuse_beyond_limits(params.amount, intent.currency, work.merchant.currency)
    changes = updates(intent, params, frozenset(("amount", "amount_details")))
    parties.refuse(work, {**intent.body, **changes}, params.amount)
    changes |= amount_details.changes(work, intent, params, params.amount)
    return increment.increment(work, intent, params.amount, changes) or intent


@operation("POST /v1/payment_intents/{intent}/cancel", PAYMENT_INTENT, subject="intent")
def cancel(work: Work, intent: Record, params: Params) -> Record:
    """Nobody will pay this. An invoice's payment ends with its invoice.
    source: recorded: gumroad; spec (invoice payments)
    """
    if intent.private.get("invoice"):
        raise refusals.invoices_end()
    if intent.private.get("checkout") and intent.status in OPEN.split():
        raise kind_refusals.of_checkout("PaymentIntent")
    attempts.cancel_intent(work, intent, params.get("cancellation_reason"))
    return intent


@operation("GET /v1/payment_intents", PAYMENT_INTENT)
def list_intents(work: Work, params: Params) -> Page:
    """Payments, newest first. source: spec"""
    referred(work, params, customer="customer")
    filters = params.pick("customer")
    return show_records(work, PAYMENT_INTENT, params, "/v1/payment_intents", filters, None if filters else "")


@operation(
    "GET /v1/payment_intents/{intent}", PAYMENT_INTENT, subject="intent", verb="retrieve", publishable=True
)
def retrieve(work: Work, intent: Record, params: Params) -> Record:
    """A payment; a page names its secret. source: spec"""
    choice.refuse_secret(work, intent, params)
    return intent
