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
from pinstripe.api.table import NEWEST, Table
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import completed, referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.unbuilt import others
from pinstripe.kernel.work import Work
from pinstripe.products.methods import creation
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals as method_refusals
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments import refusals
from pinstripe.products.payments.payment_intent import PAYMENT_INTENT, UNBUILT_OPTIONS, card_options

CONNECT = "application_fee_amount on_behalf_of transfer_data"
DATA = "allow_redisplay billing_details metadata type"
ELSEWHERE = (
    f"{CONNECT} amount_details confirmation_token customer_account excluded_payment_method_types hooks "
    f"mandate mandate_data payment_details payment_method_configuration radar_options {UNBUILT_OPTIONS} "
    f"{others('POST /v1/payment_intents', 'payment_method_data', but=DATA)}"
)
HELD_APART = frozenset(
    (
        "payment_method",
        "payment_method_options",
        "automatic_payment_methods",
        "payment_method_types",
        "amount",
    )
)


@operation("POST /v1/payment_intents", PAYMENT_INTENT, missing=ELSEWHERE)
def create(work: Work, params: Params) -> Record | Answer:
    """A payment that is to be made; with `confirm` it is tried at once. source: recorded: gumroad"""
    refuse_amount(params.amount, params.currency)
    if "customer" in params:
        work.find("customer", params.customer, "customer")
    if params.get("off_session") and not params.get("confirm"):
        raise refusals.off_session_alone()
    method = chosen(work, params)
    if method is not None:
        refuse_method(method, params.get("customer"))
    key = work.new_id(PAYMENT_INTENT)
    fields = stored(PAYMENT_INTENT, params, HELD_APART)
    intent = work.create(
        PAYMENT_INTENT,
        "empty" if method is None else "equipped",
        **{
            **fields,
            **types_of(work, params),
            "capture_method": params.get("capture_method") or capture_method(work),
            "id": key,
            "amount": params.amount,
            "client_secret": f"{key}_secret_{work.mint.letters(25)}",
            "payment_method": None if method is None else method.id,
        },
        private={"return_url": params.return_url} if params.get("return_url") else None,
    )
    if not params.get("confirm"):
        return intent
    return confirmed(work, intent, params, method)


def capture_method(work: Work) -> str:
    """When the money is taken, if nobody says. source: recorded: gumroad 2023-10-16, stripe_world phase 8"""
    early = work.version.before(SIDE_EFFECTS["capture_automatic_async"].date)
    return "automatic" if early else "automatic_async"


def types_of(work: Work, params: Params) -> dict[str, Any]:
    """Which methods it takes: named ones, or all that the account has; cards alone for old callers.

    source: recorded: stripe_world phase 8, gumroad 2020-08-27; sdk (the allowed ones narrow the account's)
    """
    named = params.get("payment_method_types")
    early = work.version.before(SIDE_EFFECTS["automatic_payment_methods"].date)
    if named is None and early and not params.get("automatic_payment_methods"):
        named = ["card"]
    options = options_of(params, card_options())
    refuse_types(params, "allowed_payment_method_types")
    if named is not None:
        refuse_types(params)
        return {
            "automatic_payment_methods": None,
            "payment_method_types": list(named),
            "payment_method_options": {name: options[name] for name in named if name in options},
        }
    automatic = {
        "allow_redirects": "always",
        "enabled": True,
        **(params.get("automatic_payment_methods") or {}),
    }
    return {
        "automatic_payment_methods": automatic if automatic["enabled"] else None,
        "payment_method_types": ["card"],
        "payment_method_options": {"card": options["card"]},
    }


CARD_SHAPE = {"ref": "payment_intent_payment_method_options_card"}


def options_of(params: Params, known: dict[str, Any]) -> dict[str, Any]:
    """What is asked of card payments from now on, unset wishes back at their defaults. source: recorded:
    gumroad (mandate options), spree (setup_future_usage)
    """
    given = (params.get("payment_method_options") or {}).get("card")
    if not given:
        return known
    blank = card_options()["card"]
    whole = completed(dict(given), CARD_SHAPE, Table.load(NEWEST))
    card = {**(known.get("card") or blank), **{name: whole[name] for name in given}}
    kept = {name: value for name, value in card.items() if value is not None or name in blank}
    return {**known, "card": {name: blank.get(name) if v is None else v for name, v in kept.items()}}


def asked_options(intent: Record, params: Params) -> dict[str, Any]:
    """The change that a later request's options make, none if it has none."""
    if "payment_method_options" not in params:
        return {}
    return {"payment_method_options": options_of(params, intent.payment_method_options or card_options())}


def refuse_types(params: Params, name: str = "payment_method_types") -> list[str] | None:
    """The methods that a request names. Cards only, as yet. refuses: unknown_type, not_implemented"""
    if params.get(name) is None:
        return None
    known = Table.load(NEWEST).object("payment_method").props["type"]["enum"]
    for number, kind in enumerate(params[name]):
        if kind not in known:
            raise refusals.unknown_type(kind, name)
        if kind != "card":
            raise errors.not_implemented("POST /v1/payment_intents", f"{name}[{number}]={kind}")
    return list(params[name])


def refuse_amount(amount: int, currency: str) -> None:
    """A sum that can be charged. refuses: bad_currency, too_low, zero_amount, amount_too_small or _large

    source: recorded: gumroad, pay-rails/pay (zero)
    """
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED)
    if amount < 0:
        raise errors.too_low(1, "amount")
    if amount == 0:
        raise errors.zero_amount()
    refusals.refuse_beyond_limits(amount, currency)


def chosen(work: Work, params: Params) -> Record | None:
    """The method that a request names or describes."""
    if params.get("payment_method"):
        return methods.resolve(work, params.payment_method, "payment_method")
    data = params.get("payment_method_data")
    if data:
        if data.get("type") != "card":
            raise errors.not_implemented(
                "POST /v1/payment_intents", f"payment_method_data[type]={data.get('type')}"
            )
        given = {
            "billing": data.get("billing_details"),
            "metadata": data.get("metadata"),
            "allow_redisplay": data.get("allow_redisplay", "unspecified"),
        }
        return creation.from_data(work, data.get("card") or Params(), given)
    return None


def refuse_method(method: Record, customer: str | None) -> None:
    """Whose method is it, and is it still good? source: recorded: stripe_world, gumroad"""
    if method.customer is not None:
        if customer is None:
            raise refusals.customer_left_out(method.id, method.customer)
        if method.customer != customer:
            raise refusals.other_customers_method(method.id, customer)
    elif method.private.get("used"):
        raise method_refusals.consumed_method()


@operation("POST /v1/payment_intents/{intent}", PAYMENT_INTENT, subject="intent", missing=ELSEWHERE)
def update(work: Work, intent: Record, params: Params) -> Record:
    """New facts about a payment that has not been made. source: recorded: gumroad, stripe_world"""
    refuse_settled(intent, params)
    if intent.private.get("invoice") and params.keys() & {"amount", "currency", "customer"}:
        raise refusals.invoices_payment("update")
    if "amount" in params or "currency" in params:
        refuse_amount(params.get("amount", intent.amount), params.get("currency", intent.currency))
    if params.get("customer"):
        work.find("customer", params.customer, "customer")
    changes = updates(
        intent, params, frozenset(("payment_method", "payment_method_types", "automatic_payment_methods"))
    )
    changes |= asked_options(intent, params)
    refuse_types(params, "allowed_payment_method_types")
    named = refuse_types(params)
    if named is not None:
        changes["payment_method_types"] = named
    method = chosen(work, params)
    if method is None:
        return work.amend(intent, **changes)
    refuse_method(method, params.get("customer", intent.customer))
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
)
"""Facts that an approved or canceled payment keeps; the first that is sent is refused."""


def refuse_settled(intent: Record, params: Params) -> None:
    """Notes may change for ever, what was paid may not. source: recorded: stripe_world (succeeded); other
    states inferred
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
    missing=f"{ELSEWHERE} amount_to_confirm",
    publishable=True,
)
def confirm(work: Work, intent: Record, params: Params) -> Record | Answer:
    """Ask the network for the money. source: recorded: gumroad, stripe_world phase 8"""
    refuse_secret(work, intent, params)
    if work.publishable and intent.confirmation_method == "manual":
        raise refusals.manual_confirmation(intent)
    refuse_types(params, "allowed_payment_method_types")
    refuse_types(params)
    method = chosen(work, params)
    if method is None and intent.payment_method:
        method = work.load(intent.payment_method, "payment_method")
    if method is not None:
        refuse_method(method, intent.customer)
    held = frozenset(("payment_method", "off_session", "client_secret"))
    changes = updates(intent, params, held) | asked_options(intent, params)
    if changes:
        work.amend(intent, **changes)
    if params.get("return_url"):
        work.note(intent, return_url=params.return_url)
    return confirmed(work, intent, params, method)


def refuse_secret(work: Work, intent: Record, params: Params) -> None:
    """A page may touch only the intent whose secret it has. source: inferred"""
    secret = params.get("client_secret")
    if secret is not None and secret != intent.client_secret:
        raise refusals.wrong_secret(intent.id)
    if secret is None and work.publishable:
        raise errors.missing_param("client_secret")


def confirmed(work: Work, intent: Record, params: Params, method: Record | None) -> Record | Answer:
    """Try the payment with a method; the answer is the intent, or the decline with the intent in it."""
    if method is None:
        raise refusals.missing_method(intent)
    off_session = params.get("off_session") not in (None, False, "false")
    automatic = intent.automatic_payment_methods
    redirects = automatic is not None and automatic.get("allow_redirects") != "never"
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
    "POST /v1/payment_intents/{intent}/capture",
    PAYMENT_INTENT,
    subject="intent",
    missing=f"{CONNECT} amount_details final_capture hooks payment_details",
)
def capture(work: Work, intent: Record, params: Params) -> Record:
    """Take what was held, or less. source: recorded: gumroad (23 captures)"""
    amount = params.get("amount_to_capture", intent.amount_capturable)
    if amount < 1:
        raise errors.too_low(1, "amount_to_capture")
    if amount > intent.amount_capturable:
        raise refusals.capture_too_large(currencies.symbol_amount(intent.amount_capturable, intent.currency))
    charge = work.load(intent.latest_charge, "charge")
    words = params.pick("statement_descriptor", "statement_descriptor_suffix")
    if words:
        work.amend(charge, **words, **charges.descriptor(work, {**charge.body, **words}))
    charges.capture(work, charge, amount)
    work.unschedule("expire", intent)
    changes = updates(intent, params, frozenset(("amount_to_capture",)))
    work.advance(intent, "capture", "done", amount_capturable=0, amount_received=amount, **changes)
    return intent


@operation("POST /v1/payment_intents/{intent}/cancel", PAYMENT_INTENT, subject="intent")
def cancel(work: Work, intent: Record, params: Params) -> Record:
    """Nobody will pay this. An invoice's payment ends with its invoice. source: recorded: gumroad; spec
    (invoice payments)"""
    if intent.private.get("invoice"):
        raise refusals.invoices_payment("cancel")
    attempts.cancel_intent(work, intent, params.get("cancellation_reason"))
    return intent


@operation("GET /v1/payment_intents", PAYMENT_INTENT, missing="customer_account")
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
    refuse_secret(work, intent, params)
    return intent
