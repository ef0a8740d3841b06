"""The reduction: the coupon or the code that counts in a session.

Owns: one coupon or code of a session, before it is redeemed and when it is. Does not own: coupons, codes and
discounts (room catalog), shares of lines (line_terms/bill.py). Money: none. Source: spec; docs: Checkout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.kernel import payer
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import coupon as coupons
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import promotion_code as codes
from pinstripe.products.catalog import refusals as catalog_refusals
from pinstripe.products.catalog.discount import DISCOUNT

Body = dict[str, Any]
MOST = 1
"""source: spec"""


def given(
    work: Work,
    wanted: Sequence[Mapping[str, Any]] | None,
    key: str,
    customer: str | None,
    currency: str | None,
) -> Body | None:
    """The discount that a request names; it is not redeemed yet. params: key, the session's id

    refuses: long_array, exclusive_params, missing_param, and what coupons and codes refuse
    """
    if not wanted:
        return None
    if len(wanted) > MOST:
        raise errors.long_array("discounts", MOST)
    one = wanted[0]
    names = [name for name in ("coupon", "promotion_code") if one.get(name)]
    if len(names) > 1:
        raise errors.exclusive_params([f"discounts[0][{name}]" for name in names])
    if not names:
        raise errors.missing_param("discounts[0][coupon]")
    param = f"discounts[0][{names[0]}]"
    return of(work, names[0], str(one[names[0]]), param, key, customer, currency)


def of(
    work: Work, name: str, named: str, param: str, key: str, customer: str | None, currency: str | None
) -> Body:
    """The discount that a coupon or a code would be. refuses: resource_missing, coupon_expired, and what
    codes refuse"""
    code = codes.find(work, named, customer, param) if name == "promotion_code" else None
    coupon = coupons.find(work, code.promotion["coupon"] if code is not None else named, param)
    if currency is not None and not coupons.in_currency(coupon, currency):
        raise catalog_refusals.coupon_in_other_currency(coupon.currency, currency, param)
    return {
        "id": work.new_id(DISCOUNT),
        "object": "discount",
        "checkout_session": key,
        "customer": customer,
        "customer_account": payer.account_of(work, customer),
        "end": None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": code.id if code is not None else None,
        "source": {"coupon": coupons.whole(coupon), "type": "coupon"},
        "start": work.now,
        "subscription": None,
        "subscription_item": None,
    }


def typed(work: Work, word: str, session: Record) -> Body | None:
    """The discount of a code that a buyer typed; None where there is no such code, or it can't be redeemed.

    refuses: prior_transactions, what codes refuse. source: docs: Checkout (promotion codes)
    """
    known = [one for one in work.where("promotion_code", 100, code=word.lower()) if one.active]
    if not known:
        return None
    found = of(
        work, "promotion_code", known[0].id, "promotion_code", session.id, session.customer, session.currency
    )
    check_guest(work, found, bool(session.customer) or session.private["remembers"], "promotion_code")
    return found


def shown(discount: Body | None) -> list[Body]:
    """As a session lists it: the code, or the coupon where there is none. source: spec; inferred (which)"""
    if discount is None:
        return []
    code = discount["promotion_code"]
    return [{"coupon": None if code else discount["source"]["coupon"]["id"], "promotion_code": code}]


def check_sum(work: Work, discount: Body | None, subtotal: int, currency: str) -> None:
    """A code that needs a least sum has it. refuses: sum_too_small"""
    if discount is None or not discount["promotion_code"]:
        return
    least = codes.minimum(work.load(discount["promotion_code"], "promotion_code"), currency)
    if least is not None and subtotal < least:
        raise catalog_refusals.sum_too_small("discounts[0][promotion_code]")


def check_guest(work: Work, discount: Body | None, knows_buyer: bool, param: str) -> None:
    """Nobody can tell of a guest whether it is their first purchase. params: knows_buyer, somebody is known,
    or will be. refuses: prior_transactions. source: docs: Checkout (promotion codes); recorded: issue
    reports (wording)"""
    if discount is None or knows_buyer or not discount["promotion_code"]:
        return
    if work.load(discount["promotion_code"], "promotion_code").restrictions["first_time_transaction"]:
        raise catalog_refusals.prior_transactions(param)


def asked(discount: Body | None) -> list[Body]:
    """What a subscription that begins is told of it."""
    if discount is None:
        return []
    code = discount["promotion_code"]
    return [{"promotion_code": code} if code else {"coupon": discount["source"]["coupon"]["id"]}]


def redeem(work: Work, session: Record, customer: str | None) -> None:
    """It counts as redeemed once the session is paid. refuses: what coupons and codes refuse. source: docs:
    Coupons and promotion codes"""
    discount = session.private.get("discount")
    if discount is None:
        return
    code = discount["promotion_code"]
    coupon = None if code else discount["source"]["coupon"]["id"]
    target = discounts.Target("checkout_session", session.id, customer, session.currency, paid=True)
    discounts.give(work, target, coupon=coupon, promotion_code=code, param="discounts")
