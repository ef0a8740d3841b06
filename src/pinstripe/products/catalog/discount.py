"""The discount record: a coupon that was given to a customer, a subscription, an invoice or an item.

Owns: the record, giving one, when it counts and when it is over. Does not own: whose list it stands in (rooms
customers, invoices, subscriptions), shares of lines (room invoices).
Money: none of its own. Source: spec; docs: Coupons and promotion codes; recorded: pay-rails/pay 2025-11.
Private facts: coupon, whole, so that it may be deleted; used, by an invoice, where it counts once.
Times: start is when it was given, end when it is over, where its coupon repeats; on the customer's clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import coupon as coupons
from pinstripe.products.catalog import promotion_code as codes
from pinstripe.products.catalog import refusals

Body = dict[str, Any]
MOST = 20
"""How many stand in one list. source: docs: Coupons and promotion codes"""

# fmt: off
LIFECYCLE = lifecycle(
    # verb     outcome     from to   event
    ("create", "customer", ANY, "=", "customer.discount.created"),
    ("create", "switched", ANY, "=", "customer.discount.updated"),
    ("create", "other",    ANY, "="),
    ("end",    "customer", ANY, "=", "customer.discount.deleted"),
    ("end",    "other",    ANY, "="),
)
# fmt: on

DISCOUNT = Resource("discount", prefix="di", lifecycle=LIFECYCLE, livemode=False, status="")


class Target(NamedTuple):
    """What discounts are given to: its field in the discount, its id, whose it is, in which currency it is
    billed (None: in any), and the discounts that it has."""

    field: str
    key: str | None
    customer: str | None
    currency: str | None = None
    held: Sequence[str] = ()
    bounded: bool = False
    """Are codes that need a least sum refused?"""
    offered: bool = False
    """Is it only offered so far: nothing is redeemed, and no time runs?"""
    paid: bool = False
    """Is what it counts for paid already?"""


def given(
    work: Work, wanted: Sequence[Mapping[str, Any]] | None, target: Target, where: str = "discounts"
) -> list[str]:
    """The discounts that a list of coupons, codes and present discounts comes to.

    refuses: too_many_discounts, discount_twice, exclusive_params, missing_param, and what coupons and codes
    refuse. source: spec; docs: Coupons and promotion codes
    """
    if len(wanted or ()) > MOST:
        raise errors.long_array(where, MOST)
    found: list[str] = []
    seen: set[str] = set()
    for number, one in enumerate(wanted or ()):
        path = f"{where}[{number}]"
        names = [name for name in ("coupon", "promotion_code", "discount") if one.get(name)]
        if len(names) > 1:
            raise errors.exclusive_params([f"{path}[{name}]" for name in names])
        if not names:
            raise errors.missing_param(f"{path}[coupon]")
        discount = _one(work, names[0], str(one[names[0]]), target, path)
        coupon = discount.source["coupon"]
        if coupon in seen:
            raise refusals.discount_twice(f"{path}[{names[0]}]")
        seen.add(coupon)
        found.append(discount.id)
    return found


def _one(work: Work, name: str, key: str, target: Target, path: str) -> Record:
    param = f"{path}[{name}]"
    if name == "discount":
        if key not in target.held:
            raise errors.no_such("discount", key, param, 400)
        return work.load(key, "discount")
    return give(work, target, **{name: key}, param=param)


def give(
    work: Work,
    target: Target,
    *,
    coupon: str | None = None,
    promotion_code: str | None = None,
    param: str,
    outcome: str = "other",
) -> Record:
    """A coupon, or a code's, is redeemed for whoever is named; from now on it counts there.

    refuses: what coupons and codes refuse, amount_needed, other_currency
    """
    code = None
    if promotion_code is not None:
        code = codes.find(work, promotion_code, target.customer, param, paid=target.paid)
        if target.bounded and code.restrictions["minimum_amount"] is not None:
            raise refusals.amount_needed(param)
        coupon = code.promotion["coupon"]
    assert coupon is not None
    found = coupons.find(work, coupon, param)
    if target.currency is not None and not coupons.in_currency(found, target.currency):
        raise refusals.coupon_in_other_currency(found.currency, target.currency, param)
    months = found.duration_in_months if found.duration == "repeating" else None
    fields = {} if target.field == "customer" else {target.field: target.key}
    discount = work.create(
        DISCOUNT,
        outcome,
        customer=target.customer,
        end=None if months is None else add_interval(work.now, "month", 1, months),
        promotion_code=code.id if code is not None else None,
        source={"coupon": found.id, "type": "coupon"},
        start=work.now,
        private={"coupon": coupons.whole(found)},
        **fields,
    )
    if target.offered:
        return discount
    coupons.redeem(work, found)
    if code is not None:
        codes.redeem(work, code)
    if discount.end is not None:
        work.schedule("end", discount, discount.end)
    return discount


def check_sum(work: Work, keys: Sequence[str], amount: int, currency: str, where: str = "discounts") -> None:
    """Codes that need a least sum have it. refuses: sum_too_small. source: spec (restrictions)"""
    for number, key in enumerate(keys):
        code = work.load(key, "discount").promotion_code
        least = codes.minimum(work.load(code, "promotion_code"), currency) if code else None
        if least is not None and amount < least:
            raise refusals.sum_too_small(f"{where}[{number}][promotion_code]")


def left(work: Work, bodies: Sequence[Body]) -> list[Body]:
    """Those of a draft's discounts that no other invoice has used up since."""
    found = []
    for body in bodies:
        discount = work.peek(body["id"], "discount")
        once = body["source"]["coupon"].get("duration") == "once"
        if not (once and discount is not None and discount.private.get("used")):
            found.append(body)
    return found


def counting(work: Work, keys: Sequence[str], currency: str, moment: int | None = None) -> list[Body]:
    """Those of some discounts that count now on what is billed in this currency, with their whole coupons.

    params: moment, when it is billed, if that is later. source: docs: Coupons and promotion codes
    """
    at = work.now if moment is None else moment
    found = []
    for key in keys:
        discount = work.load(key, "discount")
        coupon = discount.private["coupon"]
        over = discount.private.get("used") or (discount.end is not None and at >= discount.end)
        amount = coupon["amount_off"] is None or currency in (coupon["currency"], *coupon["currency_options"])
        if not over and amount:
            found.append({**discount.body, "source": {"coupon": coupon, "type": "coupon"}})
    return found


def use(work: Work, amounts: Sequence[Mapping[str, Any]]) -> None:
    """An invoice is final: coupons that count once and took something off are over.

    source: docs: Coupons and promotion codes; that an invoice of nothing does not use one up: inferred
    """
    for one in amounts:
        discount = work.peek(one["discount"], "discount")
        if one["amount"] and discount is not None and discount.private["coupon"]["duration"] == "once":
            end(work, discount)


@job(DISCOUNT, "end")
def end(work: Work, discount: Record) -> None:
    """It is over; whoever has it lets it go. source: docs: Coupons and promotion codes"""
    work.unschedule("end", discount)
    work.note(discount, used=True)
    work.advance(discount, "end", _outcome(discount))


def forget(work: Work, keys: Sequence[str]) -> None:
    """These were taken away, or replaced by others: they count no more, and nobody is told."""
    for key in keys:
        discount = work.load(key, "discount")
        work.unschedule("end", discount)
        work.note(discount, used=True)


def _outcome(discount: Record) -> str:
    names = ("subscription", "subscription_item", "invoice", "invoice_item")
    return "other" if any(discount.get(name) for name in names) else "customer"


def gone(discount: Record) -> Body:
    """What taking one away answers. source: spec"""
    body = {name: value for name, value in discount.body.items() if name != "end"}
    return {**body, "deleted": True}
