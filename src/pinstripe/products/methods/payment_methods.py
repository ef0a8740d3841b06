"""The endpoints of payment methods: how somebody pays.

Owns: the endpoints. Does not own: the record, making and attaching it (payment_method.py, creation.py).
Money: none. Source: spec; recorded: stripe_world phase 6.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import page_of, show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record, merged, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks
from pinstripe.products.methods import clone, kinds, refusals
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods.creation import described
from pinstripe.products.methods.kinds import card as cards
from pinstripe.products.methods.kinds import us_bank_account
from pinstripe.products.methods.payment_method import PAYMENT_METHOD

PAYTO = "payto"
CHANGEABLE = (kinds.DEFAULT.name, us_bank_account.NAME, "link", "pay_by_bank", PAYTO)
"""Kinds of which something can be said later: of some, only that a method is one. source: spec, sdk"""


@operation(
    "POST /v1/payment_methods",
    PAYMENT_METHOD,
    publishable=True,
)
def create(work: Work, params: Params) -> Record:
    """A method that nobody keeps yet, from its kind's data, or copied from the platform's.
    source: spec; recorded: gumroad
    """
    if params.get("payment_method") and not work.publishable:
        return clone.of_platform(work, params)
    if params.get("payment_method") or params.get("customer"):
        raise refusals.nothing_copied("payment_method" if params.get("payment_method") else "customer")
    return described(work, params, "", "POST /v1/payment_methods")


@operation(
    "POST /v1/payment_methods/{payment_method}",
    PAYMENT_METHOD,
    subject="payment_method",
)
def update(work: Work, method: Record, params: Params) -> Record:
    """New expiry, address or notes of a kept method. source: docs: payment methods"""
    if method.customer is None:
        raise refusals.needs_attachment()
    changes: dict[str, Any] = params.pick("allow_redisplay")
    if "metadata" in params:
        changes["metadata"] = merged_metadata(method.metadata, params.metadata)
    if "billing_details" in params:
        changes["billing_details"] = merged(method.billing_details, params.billing_details)
    for name in CHANGEABLE:
        if params.get(name) is not None and name != method.body["type"]:
            raise refusals.another_type(method.body["type"], name)
    if params.get("card"):
        month = params.card.get("exp_month", method.card["exp_month"])
        year = checks.full_year(params.card.get("exp_year", method.card["exp_year"]))
        fault = checks.expiry_refusal(month, year, work.now)
        if fault is not None:
            raise refusals.bad_card(fault)
        said = params.card.get("networks")
        shown = cards.preferring(method, said.get("preferred") or None) if said else method.card
        changes["card"] = {**shown, "exp_month": month, "exp_year": year}
    for name in (us_bank_account.NAME, PAYTO):
        if params.get(name):
            changes[name] = {**method.body[name], **said_of(name, params[name])}
    return work.advance(method, "update", "done", **changes)


def said_of(name: str, given: Params) -> dict[str, Any]:
    """What is said of a bank account now, as its hash shows it. source: spec; sdk (payto)"""
    if name != PAYTO:
        return dict(given)
    if given.get("pay_id"):
        return {"bsb_number": None, "last4": None, "pay_id": given.pay_id}
    number = given.get("account_number")
    return {**given.pick("bsb_number"), "pay_id": None, **({"last4": number[-4:]} if number else {})}


@operation("POST /v1/payment_methods/{payment_method}/attach", PAYMENT_METHOD)
def attach(work: Work, params: Params, payment_method: str) -> Record:
    """Keep it for a customer. refuses: unverified, those of attach. source: recorded: stripe_world phase 6;
    recorded: issue reports (banks)
    """
    if "customer" not in params:
        raise errors.must_provide(["customer", "customer_account"])
    customer = work.find("customer", params.customer, "customer")
    method = found(work, payment_method)
    if method.body["type"] == us_bank_account.NAME and not method.private.get("verified"):
        raise refusals.unverified(method.id)
    return methods.attach(work, method, customer)


def found(work: Work, key: str) -> Record:
    """The method of the path, published names included. refuses: no_such (404)"""
    return methods.published(work, key) or work.subject("payment_method", key)


@operation("GET /v1/payment_methods", PAYMENT_METHOD)
def list_methods(work: Work, params: Params) -> Page:
    """A customer's methods; nobody's are not listed. source: recorded: stripe_world phase 6"""
    if "customer" not in params:
        return Page([], False, "/v1/payment_methods")
    customer = work.find("customer", params.customer, "customer")
    return listed(work, customer, params, "/v1/payment_methods")


def listed(work: Work, customer: Record, params: Params, url: str) -> Page:
    """A customer's methods, of a type or with the consent asked for; both are few. source: spec"""
    filters = {"customer": customer.id, **params.pick("type")}
    consent = params.get("allow_redisplay")
    if consent is None:
        return show_records(work, PAYMENT_METHOD, params, url, filters, None)
    found = [one for one in work.each("payment_method", **filters) if one.allow_redisplay == consent]
    return page_of(found, params, url, PAYMENT_METHOD.noun)


@operation(
    "GET /v1/customers/{customer}/payment_methods",
    PAYMENT_METHOD,
    subject="customer",
    of="customer",
    verb="methods",
)
def list_of_customer(work: Work, customer: Record, params: Params) -> Page:
    """The methods that a customer keeps. source: spec"""
    return listed(work, customer, params, f"/v1/customers/{customer.id}/payment_methods")


@operation(
    "GET /v1/customers/{customer}/payment_methods/{payment_method}",
    PAYMENT_METHOD,
    subject="customer",
    of="customer",
    verb="methods",
)
def retrieve_of_customer(work: Work, customer: Record, params: Params, payment_method: str) -> Record:
    """One method of a customer. source: spec"""
    method = work.subject("payment_method", payment_method)
    if method.customer != customer.id:
        raise errors.no_such("PaymentMethod", payment_method, "payment_method", 404)
    return method


@operation("POST /v1/payment_methods/{payment_method}/detach", PAYMENT_METHOD, subject="payment_method")
def detach(work: Work, method: Record, params: Params) -> Record:
    """Its customer forgets it, and it can't be used again. source: recorded: stripe_world phase 6"""
    if method.customer is None:
        raise refusals.not_attached()
    return methods.detach(work, method)
