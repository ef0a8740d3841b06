"""The coupon record: a percentage or an amount off, for how long, how often, on what.

Owns: the record, whether it can be redeemed, counting redemptions. Does not own: the endpoints (coupons.py),
codes that customers type (promotion_code.py), what it was given to (discount.py), what it takes off an
invoice (room invoices).
Money: amounts in minor units; nothing moves. Source: spec; recorded: stripe_world 07, airbytehq.
Private facts: products (it counts on these alone), currency_options (its amount in other currencies).
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import refusals


def applies_to(coupon: Record) -> dict[str, Any] | None:
    """The products that it counts on, where not on all. source: spec"""
    products = coupon.private.get("products")
    return {"products": products} if products else None


def currency_options(coupon: Record) -> dict[str, Any] | None:
    """Its amount in each currency, its own included. source: spec; the last inferred from prices"""
    if coupon.amount_off is None:
        return None
    return {coupon.currency: {"amount_off": coupon.amount_off}, **(_others(coupon))}


def _others(coupon: Record) -> dict[str, Any]:
    return coupon.private.get("currency_options") or {}


COUPON = Resource(
    "coupon",
    generated="retrieve list",
    events="coupon",
    param="coupon",
    defaults={"duration": "once", "times_redeemed": 0, "valid": True},
    includable={
        "applies_to": lambda shower, coupon: applies_to(coupon),
        "currency_options": lambda shower, coupon: currency_options(coupon),
    },
)


def whole(coupon: Record) -> dict[str, Any]:
    """The coupon as a discount keeps it, so that it may be deleted and still count."""
    products, options = applies_to(coupon), _others(coupon)
    return {**coupon.body, "applies_to": products, "currency_options": options}


def in_currency(coupon: Record, currency: str) -> bool:
    """Does it take something off a sum of this currency?"""
    return coupon.amount_off is None or coupon.currency == currency or currency in _others(coupon)


def find(work: Work, key: str, param: str) -> Record:
    """A coupon that can be redeemed now. refuses: resource_missing, coupon_expired"""
    coupon = work.find("coupon", key, param)
    if not redeemable(work, coupon):
        raise refusals.coupon_expired(coupon.id, param)
    return coupon


def redeemable(work: Work, coupon: Record) -> bool:
    """Is it valid, by the customer's clock too?"""
    return bool(coupon.valid) and (coupon.redeem_by is None or work.now <= coupon.redeem_by)


def redeem(work: Work, coupon: Record) -> None:
    """Once more; after the last time nobody redeems it, nor its codes. source: spec; that an event tells of
    it: inferred"""
    times = coupon.times_redeemed + 1
    most = coupon.max_redemptions
    work.change(coupon, times_redeemed=times, valid=coupon.valid and (most is None or times < most))
    if not coupon.valid:
        put_codes_away(work, coupon)


def put_codes_away(work: Work, coupon: Record) -> None:
    """The codes of a coupon that is not valid any more are inactive for good. source: docs: Coupons and
    promotion codes"""
    for code in work.each("promotion_code", coupon=coupon.id, active=True):
        work.change(code, active=False)


@job(COUPON, "lapse")
def lapse(work: Work, coupon: Record) -> None:
    """It is past the time until which it could be redeemed.

    source: docs: Coupons and promotion codes; that an event tells of it: inferred
    """
    work.change(coupon, valid=False)
    put_codes_away(work, coupon)
