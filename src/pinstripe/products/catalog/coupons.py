"""The endpoints of coupons.

Owns: create, update, delete. Does not own: the record (coupon.py). Money: none.
Source: spec; recorded: stripe_world 07.
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.generate import deleted, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import percentage
from pinstripe.products.catalog import coupon as coupons
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.coupon import COUPON

APART = frozenset(("applies_to", "currency_options"))
MOST_YEARS = 5
"""How far ahead a coupon or a code may end. source: recorded: stripe_world 07"""


@operation("POST /v1/coupons", COUPON)
def create(work: Work, params: Params) -> Record:
    """A percentage or an amount off. refuses: no_reduction, two_reductions, and what does not fit together

    source: recorded: stripe_world 07
    """
    _reduction(params)
    if params.get("duration", "once") == "repeating":
        if params.get("duration_in_months") is None:
            raise refusals.months_of_repeating()
    elif params.get("duration_in_months") is not None:
        raise refusals.months_of_others()
    for name in ("duration_in_months", "max_redemptions"):
        if params.get(name, 1) < 1:
            raise errors.too_low(1, name)
    key = params.get("id")
    if key and work.peek(key) is not None:
        raise errors.already_exists("Coupon")
    if params.get("redeem_by") is not None:
        check_end(work, params.redeem_by, "redeem_by")
    products = list((params.get("applies_to") or {}).get("products") or ())
    for number, product in enumerate(products):
        work.find("product", product, f"applies_to[products][{number}]")
    options = _options(params, params.get("currency"))
    fields = stored(COUPON, params, APART)
    fields["id"] = key or work.mint.letters(8)
    if fields.get("currency") is not None:
        fields["currency"] = fields["currency"].lower() if fields.get("amount_off") is not None else None
    private = {"products": products, "currency_options": options}
    coupon = work.create(COUPON, **fields, private={name: fact for name, fact in private.items() if fact})
    if coupon.redeem_by is not None:
        work.schedule("lapse", coupon, coupon.redeem_by)
    return coupon


def _reduction(params: Params) -> None:
    """Exactly one way to say how much. refuses: as recorded. source: recorded: stripe_world 07; above 100 %
    inferred"""
    amount, percent = params.get("amount_off"), params.get("percent_off")
    if amount is None and percent is None:
        raise refusals.no_reduction()
    if amount is not None and percent is not None:
        raise refusals.two_reductions()
    if percent is not None:
        if percentage(percent) < percentage("0.01"):
            raise refusals.too_small_a_percentage(str(percent))
        if percentage(percent) > 100:
            raise refusals.too_large_a_percentage(str(percent))
        if params.get("currency_options") is not None:
            raise errors.exclusive_params(["currency_options", "percent_off"])
        return
    if amount is not None and amount < 1:
        raise errors.too_low(1, "amount_off")
    if params.get("currency") is None:
        raise refusals.amount_without_currency()
    if not currencies.known(params.currency):
        raise errors.bad_currency(params.currency, currencies.ACCEPTED)


def check_end(work: Work, moment: int, param: str) -> None:
    """Until when it can be redeemed: some time from now, within five years. refuses: in_the_past,
    too_far_ahead. source: recorded: stripe_world 07"""
    if moment <= work.now:
        raise refusals.in_the_past(moment, param)
    if moment > add_interval(work.now, "year", 1, MOST_YEARS):
        raise refusals.too_far_ahead(param)


def _options(params: Params, own: str | None) -> dict[str, Any]:
    """Its amount in other currencies. refuses: bad_currency, too_low"""
    found = {}
    for currency, option in (params.get("currency_options") or {}).items():
        path = f"currency_options[{currency}]"
        if not currencies.known(currency):
            raise errors.bad_currency(currency, currencies.ACCEPTED, path)
        if option["amount_off"] < 1:
            raise errors.too_low(1, f"{path}[amount_off]")
        if currency.lower() != (own or "").lower():
            found[currency.lower()] = {"amount_off": option["amount_off"]}
    return found


@operation("POST /v1/coupons/{coupon}", COUPON, subject="coupon")
def update(work: Work, coupon: Record, params: Params) -> Record:
    """Its name, its notes, further currencies; how much it takes off never changes. source: spec"""
    if params.get("currency_options"):
        if coupon.amount_off is None:
            raise errors.exclusive_params(["currency_options", "percent_off"])
        known = coupon.private.get("currency_options") or {}
        work.note(coupon, currency_options={**known, **_options(params, coupon.currency)})
    return work.change(coupon, **updates(coupon, params, APART))


@operation("DELETE /v1/coupons/{coupon}", COUPON, subject="coupon")
def delete(work: Work, coupon: Record, params: Params) -> dict[str, Any]:
    """Nobody redeems it any more; discounts that were given go on. source: recorded: stripe_world 07 (the
    event's body); docs: Coupons and promotion codes"""
    work.amend(coupon, valid=False)
    coupons.put_codes_away(work, coupon)
    work.delete(coupon)
    return deleted(coupon)
