"""Charges that are made without a payment intent, as before there were any.

Owns: finding the source, asking the cards' network. Does not own: the charge (charge.py), debits of bank
accounts (bank_charges.py), sources (room methods).
Money: as any charge's. Source: spec; docs: Charges API; recorded: stripe_world (refusals).
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel import addresses
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import source as sources
from pinstripe.products.methods import token as tokens
from pinstripe.products.methods.kinds import card
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.payments import (
    bank_charges,
    charge_body,
    older_refusals,
    parties,
    refusals,
    risk,
    source_charges,
    statement_descriptors,
)
from pinstripe.products.payments import charge as charges
from pinstripe.products.payments.flows import card as card_flow


def refuse_amount(params: Params, settles_in: str) -> None:
    """A sum that can be charged, in money that there is. refuses: missing_param, too_low, amount_too_small or
    _large"""
    for name in ("amount", "currency"):
        if name not in params:
            raise errors.missing_param(name)
    amount, currency = params.amount, params.currency
    if not currencies.known(currency):
        raise errors.bad_currency(currency, currencies.ACCEPTED)
    if amount < 1:
        raise errors.too_low(1, "amount")
    refusals.refuse_beyond_limits(amount, currency, settles_in)
    addresses.refuse_mail(params.get("receipt_email"), "receipt_email")


def method_of(work: Work, customer: Record | None, given: str | Params | None, param: str) -> Record:
    """What to charge: the customer's own source, or a card that comes along and is not kept.

    refuses: no_source, not_linked, no_such, used_token, bad_card, newer_method; source: docs: Charges API
    """
    if customer is None:
        assert given is not None
        if isinstance(given, str) and given.startswith(f"{methods.PAYMENT_METHOD.prefix}_"):
            raise older_refusals.newer_method()
        source = work.peek(given, OLDER_SOURCE.object) if isinstance(given, str) else None
        if source is not None:
            return source
        return sources.single_use(work, tokens.card_given(work, given, param))
    key = given if given is not None else customer.default_source
    if key is None:
        raise refusals.no_source(methods=methods.has_any(work, customer))
    source = sources.linked(work, customer, key)
    if source is None:
        raise refusals.not_linked(customer.id, key if isinstance(key, str) else "card")
    return source


def create(work: Work, params: Params) -> Record | Answer:
    """Charge a card at once, or hold the money for a week; debit a bank account. A decline is kept, and
    answered with 402.

    refuses: must_provide, no_source, not_linked, no_such, used_token, bad_card, bad_descriptor
    source: recorded: stripe_world (refusals); docs: Charges API
    """
    customer = work.find("customer", params.customer, "customer") if params.get("customer") else None
    given = params.get("source") or params.get("card")
    if given is None and customer is None:
        raise errors.must_provide(["source", "customer"])
    refuse_amount(params, work.merchant.currency)
    statement_descriptors.refuse(params)
    told = parties.legacy(params)
    parties.refuse(work, told, params.amount, *parties.names_of(params))
    facts: dict[str, Any] = {name: params.get(name) for name in charges.TAKEN_OVER} | told
    facts["metadata"] = merged_metadata(None, params.get("metadata"))
    facts["radar_options"] = dict(params.get("radar_options") or {})
    if customer is None and isinstance(given, str) and given.startswith("acct_"):
        return source_charges.debit(work, given, facts, capture=params.get("capture", True))
    method = method_of(work, customer, given, "source" if "source" in params else "card")
    if method.type == OLDER_SOURCE.object:
        return source_charges.create(work, method, facts, capture=params.get("capture", True))
    if method.body["type"] != card.NAME:
        return bank_charges.create(work, method, facts, capture=params.get("capture", True))
    known = card.known(method)
    reply = work.network("cards").authorize(
        known,
        params.amount,
        params.currency,
        off_session=True,
        reference=method.id,
        **risk.asked(
            work,
            risk.Payment(params, method, known, params.amount, params.currency, True, method.id),
            "automatic",
        ),
        **card.checks_given(method.body),
    )
    methods.seen(work, method, **{method.body["type"]: card.after(method.body, reply)})
    capture = params.get("capture", True)
    details = card.CARD.details(
        method.body[method.body["type"]], reply, params.amount, captured=capture, now=work.now
    )
    charge = charges.made(work, facts, method, reply, details, "taken" if capture else "held")
    if reply.refused:
        return refusals.charge_declined(charge_body.error_fields(reply, charge.id, None))
    if not capture:
        work.schedule("lapse", charge, work.now + card_flow.HOLD_SECONDS)
    return charge
