"""A payment method made from what a request says.

Owns: reading card data and tokens. Does not own: the record (payment_method.py), tokens (token.py).
Money: none. Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards import checks, numbers
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import refusals
from pinstripe.products.methods import token as tokens


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


OTHER_TYPES = """acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
bancontact
    billie bizum blik boleto cashapp crypto custom customer_balance eps fpx giropay grabpay ideal
    interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay
    nz_bank_account oxxo
    p24 pay_by_bank payco paynow paypal payto pix promptpay revolut_pay samsung_pay satispay scalapay
    sepa_debit
    sofort sunbit swish twint upi us_bank_account wechat_pay zip"""
