"""Kinds whose payer is handed a voucher or a code, and pays with it elsewhere.

Owns: their declarations, what the payer is shown, how long it lasts. Does not own: who waits for them
(payments/flows/redirect.py). Money: list prices.
Source: spec (fields, options, what is shown); docs: payment methods (currencies, days); inferred: fees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.methods import voucher_refusals
from pinstripe.products.methods.kinds.kind import (
    Asking,
    Facts,
    Fee,
    Flow,
    Kind,
    Lasts,
    Owner,
    Setup,
    unshown,
)
from pinstripe.products.methods.kinds.simple import REFERENCE, simple

FUTURE: Final = "setup_future_usage"
STORES: Final = ("familymart", "lawson", "ministop", "seicomart")


def images(asked: Asking) -> dict[str, str]:
    """Where the code is as a picture. source: spec; inferred (the addresses)"""
    return {"image_url_png": f"{asked.page}&image=png", "image_url_svg": f"{asked.page}&image=svg"}


def code(name: str, *more: str) -> Callable[[Asking], dict[str, Any]]:
    """A code that is shown to be scanned. params: more: further fields: expires_at, image_data_url"""
    word = f"{name}_display_qr_code"

    def action(asked: Asking) -> dict[str, Any]:
        fields: dict[str, Any] = {"data": asked.page, "hosted_instructions_url": asked.page, **images(asked)}
        known = {"expires_at": asked.expires_at, "image_data_url": f"{asked.page}&image=png"}
        return {word: {**fields, **{field: known[field] for field in more}}, "type": word}

    return action


def code_or_redirect(name: str, *more: str) -> Callable[[Asking], dict[str, Any]]:
    """A code for those at a screen, an app for those who hold it. params: more: as `code`'s"""
    word = f"{name}_handle_redirect_or_display_qr_code"

    def action(asked: Asking) -> dict[str, Any]:
        known = {"expires_at": asked.expires_at, "data": asked.page}
        fields: dict[str, Any] = {
            "hosted_instructions_url": asked.page,
            "qr_code": {**images(asked), **{field: known[field] for field in more if field in known}},
        }
        if "mobile_auth_url" in more:
            fields["mobile_auth_url"] = asked.page
        return {word: fields, "type": word}

    return action


def voucher(name: str, expires: str, *numbers: str) -> Callable[[Asking], dict[str, Any]]:
    """A voucher with a number. params: expires: what its end is called; numbers: its numbers' names"""
    word = f"{name}_display_details"

    def action(asked: Asking) -> dict[str, Any]:
        fields = {expires: asked.expires_at, "hosted_voucher_url": asked.page}
        known = {"number": asked.number, "reference": asked.number[:9], "entity": "12345", "pdf": asked.page}
        return {word: {**fields, **{field: known[field] for field in numbers}}, "type": word}

    return action


def konbini(asked: Asking) -> dict[str, Any]:
    """A payment code for each chain of shops. refuses: not_a_number, number_rejected. source: spec; docs:
    payment methods (the number that is rejected in tests)
    """
    given = asked.options.get("confirmation_number")
    if given and (not re.fullmatch(r"[0-9]{10,11}", given) or not int(given)):
        raise voucher_refusals.not_a_number()
    if given == "01234567890":
        raise voucher_refusals.number_rejected()
    said = given or asked.number[:11]
    stores = {store: {"confirmation_number": said, "payment_code": asked.number[-6:]} for store in STORES}
    fields = {"expires_at": asked.expires_at, "hosted_voucher_url": asked.page, "stores": stores}
    return {"konbini_display_details": fields, "type": "konbini_display_details"}


def blik(asked: Asking) -> dict[str, Any]:
    """The payer agrees in the app of their bank. source: spec"""
    return {"blik_authorize": {}, "type": "blik_authorize"}


def blik_mandate(reference: str, url: str) -> dict[str, Any]:
    """What the payer's bank keeps of later payments. source: spec"""
    return {"type": "off_session"}


def pix_mandate(reference: str, url: str) -> dict[str, Any]:
    """Terms of later payments where nobody says others. source: spec; inferred (what is usual)"""
    usual = {"amount_includes_iof": "never", "amount_type": "maximum", "payment_schedule": "monthly"}
    return {**usual, "reference": reference}


def payto(asked: Asking) -> dict[str, Any]:
    """The payer agrees in the app of their bank; the description has no word for it. source: inferred"""
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "payto_await_authorization"}}


def payto_mandate(reference: str, url: str) -> dict[str, Any]:
    """Terms of an agreement where nobody says others. source: spec (mandate_options)"""
    return {"amount_type": "maximum", "payment_schedule": "adhoc"}


def read_payto(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """An account by its numbers, or a name that stands for it. refuses: missing_param. source: spec"""
    if given.get("pay_id"):
        return Facts({"bsb_number": None, "last4": None, "pay_id": given.pay_id}, {})
    for name in ("bsb_number", "account_number"):
        if given.get("account_number" if name == "bsb_number" else "bsb_number") and not given.get(name):
            raise errors.missing_param(f"{where}[{name}]")
    number = given.get("account_number")
    return Facts({"bsb_number": given.get("bsb_number"), "last4": number and number[-4:], "pay_id": None}, {})


def payto_details(account: Mapping[str, Any], *, reference: str) -> dict[str, Any]:
    """A charge says what the method says. source: spec"""
    return dict(account)


PAYTO: Final = Kind(
    "payto",
    Flow.REDIRECT,
    "payto",
    read_payto,
    payto_details,
    currencies=("aud",),
    fee=Fee(100, 30, 350),
    kept=True,
    action=payto,
    built="mandate_options setup_future_usage",
    lasts=Lasts(seconds=432_000),
    setup=Setup(unshown, built="mandate_options"),
    names_mandate=True,
    agrees=payto_mandate,
)
"""How long an agreement may wait is inferred."""

VOUCHERS: Final[tuple[Kind, ...]] = (
    simple(
        "boleto",
        "brl",
        Fee(0, 345),
        must="tax_id",
        shows={"tax_id": None},
        amounts=(500, 4_999_900),
        action=voucher("boleto", "expires_at", "number", "pdf"),
        lasts=Lasts(3, -3),
        refunds=False,
        options={"expires_after_days": 3},
        built=f"{FUTURE} expires_after_days",
        needs=("name", "email"),
        kept=True,
        setup=Setup(unshown),
    ),
    simple(
        "konbini",
        "jpy",
        Fee(360),
        shows={"store": {"chain": "lawson"}},
        amounts=(120, 300_000),
        action=konbini,
        lasts=Lasts(3, 9),
        asks_where=True,
        needs=("name", "email"),
        options=dict.fromkeys(
            ("confirmation_number", "expires_after_days", "expires_at", "product_description")
        ),
        built=f"{FUTURE} confirmation_number expires_after_days expires_at product_description",
    ),
    simple(
        "multibanco",
        "eur",
        Fee(290, 25),
        shows={"entity": "12345", "reference": REFERENCE},
        action=voucher("multibanco", "expires_at", "entity", "reference"),
        lasts=Lasts(7),
        asks_where=True,
        built=FUTURE,
        needs=("email",),
    ),
    simple(
        "oxxo",
        "mxn",
        Fee(390, 300),
        shows={"number": REFERENCE},
        amounts=(1_000, 1_000_000),
        action=voucher("oxxo", "expires_after", "number"),
        lasts=Lasts(3, -6),
        refunds=False,
        options={"expires_after_days": 3},
        built=f"{FUTURE} expires_after_days",
        needs=("name", "email"),
    ),
)
"""source of days and limits: docs: payment methods"""

CODES: Final[tuple[Kind, ...]] = (
    simple(
        "blik",
        "pln",
        Fee(160, 100),
        shows={"buyer_id": None},
        action=blik,
        built=f"{FUTURE} code mandate_options",
        lasts=Lasts(seconds=60),
        kept=True,
        setup=Setup(unshown, built="code mandate_options"),
        agrees=blik_mandate,
    ),
    simple(
        "cashapp",
        "usd",
        None,
        says="buyer_id cashtag",
        shows={"buyer_id": "AAAAAAAAAAAAAAAAAAAA", "cashtag": "$jenny", "transaction_id": REFERENCE},
        action=code_or_redirect("cashapp", "expires_at", "mobile_auth_url"),
        lasts=Lasts(seconds=86_400),
        holds=True,
        kept=True,
        built=f"{FUTURE} capture_method",
        setup=Setup(unshown),
    ),
    simple(
        "paynow",
        "sgd",
        Fee(130),
        shows={"reference": REFERENCE},
        action=code("paynow"),
        lasts=Lasts(seconds=3_600),
        built=FUTURE,
    ),
    simple(
        "pix",
        "brl",
        Fee(119),
        shows={"bank_transaction_id": REFERENCE},
        amounts=(50, None),
        action=code("pix", "expires_at"),
        lasts=Lasts(seconds=14_400),
        options={"expires_after_seconds": None, "expires_at": None},
        built=f"{FUTURE} amount_includes_iof expires_after_seconds expires_at mandate_options",
        kept=True,
        names_mandate=True,
        setup=Setup(unshown, built="mandate_options"),
        agrees=pix_mandate,
    ),
    simple(
        "promptpay",
        "thb",
        Fee(165),
        shows={"reference": REFERENCE},
        action=code("promptpay"),
        lasts=Lasts(seconds=86_400),
        built=FUTURE,
        amounts=(1_000, None),
        needs=("email",),
        asks_where=True,
    ),
    simple(
        "swish",
        "sek",
        Fee(100, 300),
        shows={"fingerprint": None, "payment_reference": REFERENCE, "verified_phone_last4": None},
        action=code_or_redirect("swish", "data", "expires_at"),
        lasts=Lasts(seconds=180),
        options={"reference": None},
        built=f"{FUTURE} reference",
    ),
    simple(
        "upi",
        "inr",
        Fee(200),
        says="vpa",
        shows={"vpa": None},
        lasts=Lasts(seconds=300),
        action=code_or_redirect("upi", "expires_at"),
        built=f"{FUTURE} mandate_options",
        kept=True,
        setup=Setup(unshown, built="mandate_options setup_future_usage"),
    ),
    simple(
        "wechat_pay",
        "usd aud cad cny eur gbp hkd jpy sgd dkk nok sek chf",
        Fee(290, 30),
        shows={"fingerprint": None, "transaction_id": REFERENCE},
        action=code("wechat_pay", "image_data_url"),
        lasts=Lasts(seconds=7_200),
        options={"app_id": None, "client": None},
        built=f"{FUTURE} app_id client",
    ),
)
"""source of how long a code lasts: docs: payment methods; inferred"""
