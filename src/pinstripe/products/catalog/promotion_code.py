"""The promotion code record: what a customer types to get a coupon's discount.

Owns: the record, who may redeem it and when. Does not own: the endpoints (promotion_codes.py), the coupon
(coupon.py), what it was given to (discount.py). Money: none.
Source: spec; docs: Coupons and promotion codes; recorded: stripe_world 07, airbytehq.
Private fact: word, the code in small letters, as it is compared and searched.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import coupon as coupons
from pinstripe.products.catalog import refusals

PROMOTION_CODE = Resource(
    "promotion_code",
    prefix="promo",
    generated="retrieve",
    events="promotion_code",
    noun="promotion code",
    param="promotion_code",
    index=("active", "code=private.word", "coupon=promotion.coupon", "customer"),
    defaults={
        "active": True,
        "restrictions": {
            "first_time_transaction": False,
            "minimum_amount": None,
            "minimum_amount_currency": None,
        },
        "times_redeemed": 0,
    },
)


def find(work: Work, key: str, customer: str | None, param: str, *, paid: bool = False) -> Record:
    """A code that this customer may redeem now. params: paid, it is redeemed with what was just paid.

    refuses: resource_missing, inactive_code, others_code, prior_transactions

    source: docs: Coupons and promotion codes
    """
    code = work.peek(key, "promotion_code")
    if code is None:
        raise errors.no_such(PROMOTION_CODE.noun, key, param, 400)
    coupon = work.peek(code.promotion["coupon"], "coupon")
    ended = code.expires_at is not None and work.now > code.expires_at
    if not code.active or ended or coupon is None or not coupons.redeemable(work, coupon):
        raise refusals.inactive_code(param)
    if code.customer is not None and code.customer != customer:
        raise refusals.others_code(param)
    first = code.restrictions["first_time_transaction"] and not paid
    if first and customer and _paid_before(work, customer):
        raise refusals.prior_transactions(param)
    return code


def _paid_before(work: Work, customer: str) -> bool:
    """Did the customer pay, or was it asked to, before? source: spec (restrictions)"""
    charges = work.where("charge", customer=customer, limit=100)
    invoices = work.each("invoice", customer=customer)
    return any(charge.paid for charge in charges) or any(one.status in ("open", "paid") for one in invoices)


def minimum(code: Record, currency: str) -> int | None:
    """The least sum that a code is redeemed on, in that currency; None where any will do.

    source: spec (restrictions)
    """
    rules = code.restrictions
    if rules["minimum_amount"] is None or rules["minimum_amount_currency"] == currency:
        found: int | None = rules["minimum_amount"]
        return found
    option = (rules.get("currency_options") or {}).get(currency)
    return int(option["minimum_amount"]) if option else None


def redeem(work: Work, code: Record) -> None:
    """Once more; after the last time it is inactive. source: spec; that an event tells of it: inferred"""
    times = code.times_redeemed + 1
    most = code.max_redemptions
    work.change(code, times_redeemed=times, active=code.active and (most is None or times < most))


@job(PROMOTION_CODE, "expire")
def expire(work: Work, code: Record) -> None:
    """It is past the time until which it could be redeemed. source: docs: Coupons and promotion codes"""
    work.change(code, active=False)
