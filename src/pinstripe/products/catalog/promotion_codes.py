"""The endpoints of promotion codes.

Owns: create, update, list. Does not own: the record (promotion_code.py). Money: none.
Source: spec; recorded: stripe_world 07.
"""

from __future__ import annotations

import re
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import coupon as coupons
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.coupons import check_end
from pinstripe.products.catalog.promotion_code import PROMOTION_CODE

CODE = re.compile(r"[a-zA-Z0-9\-_]+")


@operation("POST /v1/promotion_codes", PROMOTION_CODE)
def create(work: Work, params: Params) -> Record:
    """A word for a coupon, made up where none is given. refuses: no_coupon, bad_code, code_taken, coupon
    limits. source: recorded: stripe_world 07"""
    key = params.promotion.get("coupon")
    if key is None:
        raise refusals.promotion_of_nothing()
    coupon = coupons.find(work, key, "promotion[coupon]")
    owner = params.get("customer")
    if owner is not None:
        work.find("customer", owner, "customer")
    code = params.get("code") or work.mint.upper(8)
    if CODE.fullmatch(code) is None:
        raise refusals.bad_code(code)
    active = params.get("active", True)
    if active:
        _refuse_twin(work, code, owner, None)
    _limits(work, coupon, params)
    fields = stored(PROMOTION_CODE, params, frozenset(("promotion", "restrictions")))
    fields |= {"code": code, "promotion": {"coupon": coupon.id, "type": "coupon"}}
    fields["restrictions"] = _restrictions(params.get("restrictions") or Params({}))
    made = work.create(PROMOTION_CODE, **fields, private={"word": code.lower()})
    if made.expires_at is not None:
        work.schedule("expire", made, made.expires_at)
    return made


def _refuse_twin(work: Work, code: str, customer: str | None, own: str | None) -> None:
    """Nobody may redeem two active codes of one word. refuses: code_taken. source: recorded: stripe_world 07;
    docs: Coupons and promotion codes (letters' case, customers)"""
    for other in work.each("promotion_code", code=code.lower(), active=True):
        if other.customer == customer and other.id != own:
            raise refusals.code_taken(code)


def _limits(work: Work, coupon: Record, params: Params) -> None:
    """A code does not go further than its coupon. source: spec; wording inferred"""
    end, most = params.get("expires_at"), params.get("max_redemptions")
    if end is not None:
        check_end(work, end, "expires_at")
        if coupon.redeem_by is not None and end > coupon.redeem_by:
            raise refusals.code_outlives_coupon()
    if most is not None:
        if most < 1:
            raise errors.too_low(1, "max_redemptions")
        if coupon.max_redemptions is not None and most > coupon.max_redemptions:
            raise refusals.code_exceeds_coupon()


def _restrictions(given: Params) -> dict[str, Any]:
    """Who may redeem it, and on which sums. refuses: an amount without its currency, and the reverse.
    source: spec"""
    amount, currency = given.get("minimum_amount"), given.get("minimum_amount_currency")
    if amount is not None and amount < 1:
        raise errors.too_low(1, "restrictions[minimum_amount]")
    if amount is not None and currency is None:
        raise errors.missing_param("restrictions[minimum_amount_currency]")
    if amount is None and currency is not None:
        raise errors.missing_param("restrictions[minimum_amount]")
    if currency is not None and not currencies.known(currency):
        path = "restrictions[minimum_amount_currency]"
        raise errors.bad_currency(currency, currencies.ACCEPTED, path)
    shown: dict[str, Any] = {
        "first_time_transaction": bool(given.get("first_time_transaction")),
        "minimum_amount": amount,
        "minimum_amount_currency": currency.lower() if currency else None,
    }
    options = _options(given)
    return {**shown, "currency_options": options} if options else shown


def _options(given: Params) -> dict[str, Any]:
    """The least sum in other currencies. refuses: bad_currency, too_low"""
    found = {}
    for currency, option in (given.get("currency_options") or {}).items():
        path = f"restrictions[currency_options][{currency}]"
        if not currencies.known(currency):
            raise errors.bad_currency(currency, currencies.ACCEPTED, path)
        if option.get("minimum_amount") is not None:
            if option["minimum_amount"] < 1:
                raise errors.too_low(1, f"{path}[minimum_amount]")
            found[currency.lower()] = {"minimum_amount": option["minimum_amount"]}
    return found


@operation("POST /v1/promotion_codes/{promotion_code}", PROMOTION_CODE, subject="promotion_code")
def update(work: Work, code: Record, params: Params) -> Record:
    """Whether it can be redeemed, its notes, further currencies. One that was put away because nothing is
    left of it, or of its coupon, stays so. source: spec; docs: Coupons and promotion codes"""
    if params.get("active") and not code.active:
        coupon = work.peek(code.promotion["coupon"], "coupon")
        spent = code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions
        ended = code.expires_at is not None and code.expires_at <= work.now
        if spent or ended or coupon is None or not coupons.redeemable(work, coupon):
            raise refusals.code_stays_inactive()
        _refuse_twin(work, code.code, code.customer, code.id)
    changes = updates(code, params, frozenset(("restrictions",)))
    options = _options(params.get("restrictions") or Params({}))
    if options:
        known = code.restrictions.get("currency_options") or {}
        changes["restrictions"] = {**code.restrictions, "currency_options": {**known, **options}}
    return work.change(code, **changes)


@operation("GET /v1/promotion_codes", PROMOTION_CODE)
def list_codes(work: Work, params: Params) -> Page:
    """Codes, newest first; a word is found in whatever case it is written. source: spec"""
    referred(work, params, coupon="coupon", customer="customer")
    filters = dict(params.pick("active", "coupon", "customer"))
    if params.get("code"):
        filters["code"] = params.code.lower()
    clock = None if "customer" in filters else ""
    return show_records(work, PROMOTION_CODE, params, "/v1/promotion_codes", filters, clock)
