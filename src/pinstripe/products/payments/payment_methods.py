"""Payment methods: how somebody pays. Cards only, as yet.

Owns: the endpoints. Does not own: making and attaching (methods.py). Money: none. Source: spec; recorded.
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
from pinstripe.networks.cards import checks, numbers
from pinstripe.products.payments import methods, refusals, sources, tokens
from pinstripe.products.payments.methods import PAYMENT_METHOD

OTHER_TYPES = """acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
bancontact
    billie bizum blik boleto cashapp crypto custom customer_balance eps fpx giropay grabpay ideal
    interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay
    nz_bank_account oxxo
    p24 pay_by_bank payco paynow paypal payto pix promptpay revolut_pay samsung_pay satispay scalapay
    sepa_debit
    sofort sunbit swish twint upi us_bank_account wechat_pay zip"""


@operation(
    "POST /v1/payment_methods",
    PAYMENT_METHOD,
    missing=f"{OTHER_TYPES} customer payment_method radar_options card.networks",
    publishable=True,
)
def create(work: Work, params: Params) -> Record:
    """A card that nobody keeps yet, from its data or a token. source: spec; recorded: gumroad"""
    kind = params.get("type", "card" if "card" in params else None)
    if kind is None:
        raise errors.missing_param("type")
    if kind != "card":
        raise errors.not_implemented("POST /v1/payment_methods", f"type={kind}")
    if not params.get("card"):
        raise errors.missing_param("card")
    given = {
        "billing": params.get("billing_details"),
        "metadata": params.get("metadata"),
        "allow_redisplay": params.get("allow_redisplay", "unspecified"),
    }
    return from_data(work, params.card, given)


def from_data(work: Work, card: Params, given: dict[str, Any]) -> Record:
    """A method from a token, or from a number with its expiry. refuses: bad_card, used_token"""
    if "token" in card:
        return tokens.spend(work, card.token, "card[token]", given)
    for name in ("number", "exp_month", "exp_year"):
        if name not in card:
            raise errors.missing_param(f"card[{name}]")
    fault = checks.refusal(card.number, card.exp_month, card.exp_year, card.get("cvc"), work.now)
    if fault is not None:
        raise refusals.bad_card(fault)
    known = numbers.by_number(checks.digits(card.number))
    assert known is not None, "a number that nobody published passed its checks"
    year = checks.full_year(card.exp_year)
    return methods.make(work, known, card.exp_month, year, "cvc" in card, **given)


@operation(
    "POST /v1/payment_methods/{payment_method}",
    PAYMENT_METHOD,
    subject="payment_method",
    missing="link pay_by_bank payto us_bank_account card.networks",
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
    if params.get("card"):
        month = params.card.get("exp_month", method.card["exp_month"])
        year = checks.full_year(params.card.get("exp_year", method.card["exp_year"]))
        fault = checks.expiry_refusal(month, year, work.now)
        if fault is not None:
            raise refusals.bad_card(fault)
        changes["card"] = {**method.card, "exp_month": month, "exp_year": year}
    return work.advance(method, "update", "done", **changes)


@operation("POST /v1/payment_methods/{payment_method}/attach", PAYMENT_METHOD, missing="customer_account")
def attach(work: Work, params: Params, payment_method: str) -> Record:
    """Keep it for a customer. source: recorded: stripe_world phase 6"""
    if "customer" not in params:
        raise errors.must_provide(["customer", "customer_account"])
    customer = work.find("customer", params.customer, "customer")
    method = found(work, payment_method)
    return methods.attach(work, method, customer)


def found(work: Work, key: str) -> Record:
    """The method of the path, published names included. refuses: no_such (404)"""
    return methods.published(work, key) or work.subject("payment_method", key)


@operation("POST /v1/payment_methods/{payment_method}/detach", PAYMENT_METHOD, subject="payment_method")
def detach(work: Work, method: Record, params: Params) -> Record:
    """Its customer forgets it, and it can't be used again. source: recorded: stripe_world phase 6"""
    if method.customer is None:
        raise refusals.not_attached()
    owner = work.peek(method.customer, "customer")
    work.note(method, used=True, source=None)
    work.advance(method, "detach", "done", customer=None)
    if owner is not None and owner.at("invoice_settings", "default_payment_method") == method.id:
        work.amend(owner, invoice_settings={**owner.invoice_settings, "default_payment_method": None})
    if owner is not None and owner.default_source == method.id:
        sources.make_default(work, owner, sources.next_default(work, owner))
    return method


@operation("GET /v1/payment_methods", PAYMENT_METHOD, missing="customer_account")
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
