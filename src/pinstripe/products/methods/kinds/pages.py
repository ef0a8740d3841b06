"""Kinds whose payer agrees on a page of a bank, a wallet or a lender, and comes back.

Owns: their declarations. Does not own: the page (payments/flows/redirect.py), iDEAL (ideal.py).
Money: list prices. Source: spec (fields, options); docs: payment methods (currencies, holds, kept or not);
inferred: fees, what banks answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pinstripe.products.methods.kinds.debits import sepa_of
from pinstripe.products.methods.kinds.kind import Asking, Fee, Kind, Setup, unshown
from pinstripe.products.methods.kinds.simple import REFERENCE, simple

PAID: Final = {"transaction_id": REFERENCE}
BUYER: Final = {"buyer_id": None, **PAID}
NAME: Final = "Jenny Rosen"
DOLLARS: Final = "usd cad gbp aud nzd eur"
WIDELY: Final = f"{DOLLARS} chf czk dkk nok pln ron sek"
FUTURE: Final = "setup_future_usage"
HELD: Final = "capture_method setup_future_usage"


def alipay(asked: Asking) -> dict[str, Any]:
    """The payer is sent to the wallet, in a browser or its app. source: spec"""
    where = {"native_data": None, "native_url": None, "return_url": asked.back, "url": asked.page}
    return {"alipay_handle_redirect": where, "type": "alipay_handle_redirect"}


def account_of(name: str) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """What a setup's try says of the account that the payer used on a page. source: spec"""

    def shown(fields: dict[str, Any], reply: Any) -> dict[str, Any]:
        found = next(kind for kind in BANKS if kind.name == name).details(fields, reference="")
        return {field: word for field, word in found.items() if field != "country"}

    return shown


def buyer(fields: dict[str, Any], reply: Any) -> dict[str, Any]:
    """Whose wallet it is. source: spec"""
    return {"buyer_id": fields["buyer_id"]} if fields.get("buyer_id") else {}


def resident(shown: dict[str, Any], billing: Mapping[str, Any]) -> dict[str, Any]:
    """Where a lender's payer lives, and their language. source: spec; inferred (language)"""
    country = (billing.get("address") or {}).get("country")
    locale = shown["preferred_locale"] or (f"en-{country}" if country else None)
    return {**shown, "payer_details": {"address": {"country": country}}, "preferred_locale": locale}


def billing_agreement(reference: str, url: str) -> dict[str, Any]:
    """What the wallet calls the consent to later payments. source: spec; inferred"""
    return {"billing_agreement_id": f"B-{reference}"}


LATER: Final = Setup(unshown)
BANKS: Final[tuple[Kind, ...]] = (
    simple(
        "bancontact",
        "eur",
        Fee(140, 25),
        shows={
            "bank_code": "VAPE",
            "bank_name": "VAN DE PUT & CO",
            "bic": "VAPEBE22",
            "generated_sepa_debit": None,
            "generated_sepa_debit_mandate": None,
            "iban_last4": "7061",
            "preferred_language": "en",
            "verified_name": NAME,
        },
        options={"preferred_language": "en"},
        built=f"{FUTURE} preferred_language",
        needs=("name",),
        debited_later=sepa_of("be//BE62510007547061"),
        setup=Setup(account_of("bancontact")),
    ),
    simple(
        "eps",
        "eur",
        Fee(160, 25),
        says="bank",
        shows={"bank": None, "verified_name": NAME},
        built=FUTURE,
        needs=("name",),
    ),
    simple(
        "giropay",
        "eur",
        Fee(140, 25),
        shows={"bank_code": "10010010", "bank_name": "POSTBANK", "bic": "PBNKDEFF", "verified_name": NAME},
        built=FUTURE,
        needs=("name",),
    ),
    simple(
        "sofort",
        "eur",
        Fee(140, 25),
        must="country",
        shows={
            "bank_code": "VAPE",
            "bank_name": "VAN DE PUT & CO",
            "bic": "VAPEBE22",
            "country": None,
            "generated_sepa_debit": None,
            "generated_sepa_debit_mandate": None,
            "iban_last4": "7061",
            "preferred_language": None,
            "verified_name": NAME,
        },
        options={"preferred_language": None},
        built=f"{FUTURE} preferred_language",
        debited_later=sepa_of("be//BE62510007547061"),
        setup=Setup(account_of("sofort")),
    ),
    simple(
        "p24",
        "eur pln",
        Fee(220, 30),
        says="bank",
        shows={"bank": None, "reference": REFERENCE, "verified_name": NAME},
        built=f"{FUTURE} tos_shown_and_accepted",
        needs=("email",),
    ),
    simple(
        "fpx",
        "myr",
        Fee(300, 100),
        must="bank",
        shows={"bank": None, **PAID},
        built=FUTURE,
        amounts=(200, 3_000_000),
    ),
    simple("pay_by_bank", "gbp eur", Fee(150, 20)),
    simple(
        "twint",
        "chf",
        Fee(190, 30),
        built=FUTURE,
        amounts=(1, 500_000),
        kept=True,
        setup=LATER,
        names_mandate=True,
    ),
    simple("bizum", "eur", Fee(150, 25), shows=BUYER),
    simple("mb_way", "eur", Fee(150, 25), built=FUTURE),
)
"""source of the options: spec"""

WALLETS: Final[tuple[Kind, ...]] = (
    simple(
        "alipay",
        f"{DOLLARS} cny hkd jpy sgd myr",
        Fee(290, 30),
        action=alipay,
        shows={"buyer_id": "2088000000000000", "fingerprint": None, **PAID},
        built=FUTURE,
        kept=True,
        subscribes=False,
    ),
    simple(
        "amazon_pay",
        f"{DOLLARS} chf dkk hkd jpy nok sek zar",
        None,
        shows=PAID,
        holds=True,
        kept=True,
        built=HELD,
        setup=LATER,
    ),
    simple("crypto", "usd", Fee(150), shows={}, built=FUTURE),
    simple("grabpay", "sgd myr", Fee(330), shows=PAID, built=FUTURE),
    simple(
        "kakao_pay",
        "krw",
        Fee(300),
        shows=BUYER,
        holds=True,
        kept=True,
        built=HELD,
        setup=LATER,
    ),
    simple(
        "kr_card",
        "krw",
        Fee(300),
        says="brand last4",
        shows={"brand": None, "buyer_id": None, "last4": None, **PAID},
        holds=True,
        kept=True,
        built=HELD,
        setup=LATER,
    ),
    simple(
        "link",
        "",
        None,
        says="email",
        shows={"country": "US"},
        holds=True,
        kept=True,
        options={"persistent_token": None},
        built=f"{HELD} persistent_token",
        setup=LATER,
    ),
    simple(
        "mobilepay",
        "dkk eur nok sek",
        Fee(150, 25),
        shows={"card": None},
        holds=True,
        built=HELD,
    ),
    simple(
        "naver_pay",
        "krw",
        Fee(300),
        says="buyer_id funding=card",
        shows=BUYER,
        holds=True,
        kept=True,
        built=HELD,
        setup=Setup(buyer),
    ),
    simple(
        "payco",
        "krw",
        Fee(300),
        shows=BUYER,
        holds=True,
        built=HELD,
    ),
    simple("paypay", "jpy", Fee(350)),
    simple(
        "paypal",
        f"{WIDELY} hkd sgd",
        None,
        says="country payer_email payer_id",
        shows={
            "country": "US",
            "payer_email": "jenny@example.com",
            "payer_id": "LP7YDKHDVXWZE",
            "payer_name": NAME,
            "seller_protection": {
                "dispute_categories": ["fraudulent", "product_not_received"],
                "status": "eligible",
            },
            **PAID,
        },
        holds=True,
        kept=True,
        hold_days=10,
        options={"preferred_locale": None, "reference": None},
        built=f"{HELD} preferred_locale reference risk_correlation_id",
        setup=Setup(unshown, built="billing_agreement_id"),
        agrees=billing_agreement,
    ),
    simple(
        "revolut_pay",
        "gbp eur ron huf pln dkk",
        None,
        shows=PAID,
        holds=True,
        kept=True,
        built=HELD,
        setup=LATER,
    ),
    simple(
        "samsung_pay",
        "krw",
        Fee(300),
        shows=BUYER,
        holds=True,
        built=HELD,
    ),
    simple("satispay", "eur", Fee(150, 25), shows=PAID, holds=True, built=HELD, kept=True, setup=LATER),
)
"""source of holds and of what is kept: spec (options)"""

LENDERS: Final[tuple[Kind, ...]] = (
    simple(
        "affirm",
        "usd cad",
        Fee(600, 30),
        shows=PAID,
        holds=True,
        hold_days=30,
        built=f"{HELD} preferred_locale",
    ),
    simple(
        "afterpay_clearpay",
        "usd cad gbp aud nzd eur",
        Fee(600, 30),
        shows={"order_id": REFERENCE, "reference": None},
        holds=True,
        hold_days=13,
        options={"reference": None},
        built=f"{HELD} reference",
        needs=("name", "email"),
    ),
    simple("alma", "eur", Fee(400, 30), shows=PAID, holds=True, built="capture_method"),
    simple(
        "billie",
        "eur gbp sek",
        Fee(400, 30),
        shows=PAID,
        holds=True,
        built="capture_method company_details reference",
    ),
    simple(
        "klarna",
        WIDELY,
        Fee(599, 30),
        may="dob",
        shows={
            "payer_details": {"address": {"country": None}},
            "payment_method_category": "pay_later",
            "preferred_locale": None,
        },
        billed=resident,
        holds=True,
        hold_days=28,
        options={"preferred_locale": None},
        built=f"{HELD} on_demand preferred_locale subscriptions",
        needs=("email", "address.country"),
        needs_later=True,
        kept=True,
        setup=Setup(unshown, built="currency on_demand preferred_locale subscriptions"),
    ),
    simple("scalapay", "eur", Fee(400, 30), shows=PAID, holds=True, built="capture_method"),
    simple("sunbit", "usd", Fee(600, 30), shows=PAID, built=HELD, holds=True),
    simple("sequra", "eur", Fee(500, 30), holds=True, built=HELD),
    simple("zip", "aud usd", Fee(400, 30), built=FUTURE),
)
"""source of how long money is held: docs: place a hold"""

PAGES: Final = (*BANKS, *WALLETS, *LENDERS)
