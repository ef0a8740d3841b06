"""The methods of a payment are what its account and its facts allow; callers narrow that set.

The older list named the methods outright, which the newer one cannot say: it reaches the product as sent.
source: sdk (16.1.0 beside 15.6.2)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.view import Patch

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = "Requests name allowed_payment_method_types; payment_method_types is only answered."
RESOURCES: Final = ("payment_intent", "setup_intent", "checkout.session")
SOURCE: Final = "sdk"
NAMED: Final = Patch(older={"payment_method_types": {"t": "list", "items": {"t": "str", "max": 5000}}})
IN_CHECKOUT: Final = """
    acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact
    billie bizum blik boleto card cashapp crypto customer_balance eps fpx giropay grabpay ideal
    kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay nz_bank_account oxxo p24
    pay_by_bank payco paynow paypal payto pix promptpay revolut_pay samsung_pay satispay scalapay
    sepa_debit sofort sunbit swish twint upi us_bank_account wechat_pay zip
""".split()
PARAMS: Final = {
    "POST /v1/payment_intents": NAMED,
    "POST /v1/payment_intents/{intent}": NAMED,
    "POST /v1/payment_intents/{intent}/confirm": NAMED,
    "POST /v1/setup_intents": NAMED,
    "POST /v1/setup_intents/{intent}": NAMED,
    "POST /v1/checkout/sessions": Patch(
        older={"payment_method_types": {"t": "list", "items": {"t": "str", "enum": IN_CHECKOUT}}}
    ),
}
