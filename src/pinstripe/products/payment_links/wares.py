"""What a link sells: its line items, and what may be bought beside them.

Owns: reading line items and optional items, what they may not be together. Does not own: what they cost
(payment_link.py). Money: none. Source: spec; docs: Payment Links (from memory).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog.pricing import is_metered
from pinstripe.products.payment_links import refusals
from pinstripe.products.payment_links.payment_link import option_in

Body = dict[str, Any]
MOST, MOST_OPTIONAL = 20, 10
LARGEST, USUAL = 999_999, 99
"""The most that a quantity may be adjusted to, and what it is if nobody says. source: spec"""


def read(work: Work, given: Sequence[Params], currency: str | None) -> tuple[list[Body], str]:
    """The line items of a new link, and their currency. refuses: empty_param, long_array, and what one
    refuses. source: spec
    """
    if not given:
        raise errors.missing_param("line_items")
    if len(given) > MOST:
        raise errors.long_array("line_items", MOST)
    found = [(price_of(work, one, f"line_items[{number}]"), one) for number, one in enumerate(given)]
    currency = currency or found[0][0].currency
    lines = []
    for number, (price, one) in enumerate(found):
        path = f"line_items[{number}]"
        if option_in(price, currency) is None:
            same = all(other.currency != currency for other, _ in found)
            raise (
                refusals.not_in_currency(price.id, currency, path) if same else refusals.other_currency(path)
            )
        check_quantity(price, one.quantity, path)
        lines.append(
            {
                "id": work.mint.long("li", work.now, work.account),
                "price": price.id,
                "quantity": one.quantity,
                "adjustable_quantity": adjustable(one.get("adjustable_quantity"), path),
            }
        )
    check(work, lines)
    return lines, currency


def price_of(work: Work, given: Params, path: str) -> Record:
    """The price of a line, named or described on the way. refuses: exclusive_params, missing_param, no_such,
    inactive_price, usage_unknown
    """
    if given.get("price") and given.get("price_data"):
        raise errors.exclusive_params([f"{path}[price]", f"{path}[price_data]"])
    if given.get("price_data"):
        data = given.price_data
        if data.get("product_data"):
            if data.get("product"):
                raise errors.exclusive_params(
                    [f"{path}[price_data][product]", f"{path}[price_data][product_data]"]
                )
            described = stored(products.PRODUCT, data.product_data)
            product = products.made(work, described, f"{path}[price_data][product_data]")
            data = Params({**data, "product": product.id})
        price = prices.from_data(work, data, f"{path}[price_data]")
    elif given.get("price"):
        price = prices.price_for(work, given.price, f"{path}[price]", on_page=True)
    else:
        raise errors.missing_param(f"{path}[price]")
    if is_metered(price.body):
        raise refusals.usage_unknown(f"{path}[price]")
    return price


def check_quantity(price: Record, quantity: int, path: str) -> None:
    """One or more, which do not cost more than a line can say. refuses: too_low, too_high,
    amount_too_large"""
    if quantity < 1:
        raise errors.too_low(1, f"{path}[quantity]")
    if quantity > LARGEST:
        raise refusals.too_high(LARGEST, f"{path}[quantity]")
    prices.bounded(price, quantity, f"{path}[quantity]")


def adjustable(given: Params | None, path: str) -> Body | None:
    """Between which bounds a payer may change a quantity. refuses: too_low, too_high, least_above_most"""
    if given is None:
        return None
    least, most = given.get("minimum"), given.get("maximum")
    for name, value in (("minimum", least), ("maximum", most)):
        if value is not None and value < 0:
            raise errors.too_low(0, f"{path}[adjustable_quantity][{name}]")
        if value is not None and value > LARGEST:
            raise refusals.too_high(LARGEST, f"{path}[adjustable_quantity][{name}]")
    if not given.enabled:
        return {"enabled": False, "maximum": None, "minimum": None}
    least, most = least or 0, USUAL if most is None else most
    if least > most:
        raise refusals.least_above_most(f"{path}[adjustable_quantity][minimum]")
    return {"enabled": True, "maximum": most, "minimum": least}


def check(work: Work, lines: Sequence[Body]) -> None:
    """Lines that can be bought together. refuses: other_rhythm, chosen_amount_alone"""
    sold = [work.load(line["price"], "price") for line in lines]
    rhythms = {(p.recurring["interval"], p.recurring["interval_count"]) for p in sold if p.recurring}
    if len(rhythms) > 1:
        raise refusals.other_rhythm()
    if any(price.custom_unit_amount for price in sold) and (len(sold) > 1 or lines[0]["quantity"] != 1):
        raise refusals.chosen_amount_alone()


def chosen_amount(work: Work, lines: Sequence[Body]) -> bool:
    """Does the payer choose how much?"""
    return any(work.load(line["price"], "price").custom_unit_amount for line in lines)


def changed(work: Work, lines: Sequence[Body], given: Sequence[Params]) -> list[Body]:
    """Line items with other quantities; those that are not named stay. refuses: no_such, too_low.
    source: spec (by id alone); that others stay inferred
    """
    found = {line["id"]: dict(line) for line in lines}
    for number, one in enumerate(given):
        path = f"line_items[{number}]"
        line = found.get(one.id)
        if line is None:
            raise errors.no_such("line item", one.id, f"{path}[id]", 400)
        if one.get("quantity") is not None:
            check_quantity(work.load(line["price"], "price"), one.quantity, path)
            line["quantity"] = one.quantity
        if "adjustable_quantity" in one:
            line["adjustable_quantity"] = adjustable(one.adjustable_quantity, path)
    return list(found.values())


def optional(work: Work, given: Sequence[Params] | None, currency: str) -> list[Body] | None:
    """What may be bought beside. refuses: long_array, no_such, inactive_price, not_in_currency. source:
    spec
    """
    if not given:
        return None
    if len(given) > MOST_OPTIONAL:
        raise errors.long_array("optional_items", MOST_OPTIONAL)
    found = []
    for number, one in enumerate(given):
        path = f"optional_items[{number}]"
        price = price_of(work, one, path)
        if option_in(price, currency) is None:
            raise refusals.not_in_currency(price.id, currency, f"{path}[price]")
        check_quantity(price, one.quantity, path)
        found.append(
            {
                "adjustable_quantity": adjustable(one.get("adjustable_quantity"), path),
                "price": price.id,
                "quantity": one.quantity,
            }
        )
    return found
