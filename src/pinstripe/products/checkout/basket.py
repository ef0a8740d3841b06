"""The basket: what is in a session, line by line, before anything is counted.

Owns: reading line items and optional items, their prices, quantities and bounds. Does not own: what they come
to (amounts.py), prices (room catalog). Money: amounts that a payer chooses, in minor units.
Source: spec; docs: Checkout (adjustable quantities, optional items, pay what you want).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.catalog.pricing import is_metered
from pinstripe.products.checkout import refusals
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.subscriptions import refusals as subscription_refusals

Line = dict[str, Any]
MOST_LINES, MOST_OF_A_SORT, MOST_OPTIONAL = 100, 20, 10
"""In payment mode; of prices that recur and of others in subscription mode; optional ones. source: spec"""
DEFAULT_MAXIMUM, LARGEST = 99, 999_999
"""source: spec (adjustable_quantity)"""


def read(
    work: Work,
    given: Sequence[Params] | None,
    mode: str,
    currency: str | None,
    where: str = "line_items",
    *,
    linked: bool = False,
) -> list[Line]:
    """What is put into the basket. params: currency, that of the session, where it is said; linked, a link
    sells it, and its prices are the link's own

    refuses: missing_param, recurring_in_payment, nothing_recurs, other_rhythms, other_currency,
    needs_quantity, long_array
    """
    if not given:
        raise errors.missing_param(where)
    found = [line(work, one, f"{where}[{number}]", linked=linked) for number, one in enumerate(given)]
    check(work, found, mode, currency, where)
    return found


def check(
    work: Work, lines: Sequence[Line], mode: str, currency: str | None, where: str = "line_items"
) -> None:
    """Do these lines go together? refuses: as `read`"""
    known = [work.load(one["price"], "price") for one in lines]
    recurring = [price for price in known if price.recurring is not None]
    if mode == "payment" and recurring:
        raise refusals.recurring_in_payment(mode)
    if mode == "subscription" and not recurring:
        raise refusals.nothing_recurs()
    if len({(one.recurring["interval"], one.recurring["interval_count"]) for one in recurring}) > 1:
        raise refusals.other_rhythms()
    for sort in (recurring, [price for price in known if price.recurring is None]):
        if mode == "subscription" and len(sort) > MOST_OF_A_SORT:
            raise errors.long_array(where, MOST_OF_A_SORT)
    if len(lines) > MOST_LINES:
        raise errors.long_array(where, MOST_LINES)
    asked = currency or known[0].currency
    for number, price in enumerate(known):
        if asked not in currencies_of(price):
            raise subscription_refusals.other_currency(price.currency, asked, f"{where}[{number}][price]")
        if price.custom_unit_amount is not None and (mode != "payment" or len(known) > 1):
            raise refusals.chosen_amount_alone(f"{where}[{number}][price]")


def refuse_rates(lines: Sequence[Line], rates: Sequence[Mapping[str, Any]]) -> None:
    """Taxes that are worked out are not chosen as well. refuses: two_ways_of_tax"""
    for number, one in enumerate(lines):
        for name, known in (("tax_rates", "tax_rates"), ("dynamic_tax_rates", "by_place")):
            if one[known]:
                raise invoice_refusals.two_ways_of_tax(f"line_items[{number}][{name}]")
    if rates:
        raise invoice_refusals.two_ways_of_tax("subscription_data[default_tax_rates]")


def refuse_reduced(lines: Sequence[Line], params: Params) -> None:
    """Nothing is taken off an amount that the buyer chooses, now or by a code later. refuses:
    chosen_amount_alone. source: docs: Checkout (pay what you want)"""
    if all(one["amount"] is None for one in lines):
        return
    recovery = (params.get("after_expiration") or {}).get("recovery") or {}
    if recovery.get("allow_promotion_codes"):
        raise refusals.chosen_amount_alone("after_expiration[recovery][allow_promotion_codes]")
    for name in ("discounts", "allow_promotion_codes"):
        if params.get(name):
            raise refusals.chosen_amount_alone(name)


def currencies_of(price: Record) -> list[str]:
    """In which currencies a price can be paid."""
    return [price.currency, *(price.private.get("currency_options") or {})]


def line(work: Work, given: Params, where: str, *, linked: bool = False) -> Line:
    """One line, with an id of its own. refuses: quantity_of_metered, needs_quantity, too_low,
    amount_too_large, chosen_amount_alone, bad_bounds"""
    price = work.load(given.price, "price") if linked else price_of(work, given, where)
    quantity = given.get("quantity")
    if is_metered(price.body):
        if quantity is not None:
            raise refusals.quantity_of_metered(where)
    elif quantity is None:
        raise refusals.needs_quantity(where)
    if quantity is not None and quantity < 1:
        raise errors.too_low(1, f"{where}[quantity]")
    prices.bounded(price, quantity or 0, f"{where}[quantity]")
    custom = price.custom_unit_amount
    if custom is not None and quantity != 1:
        raise refusals.chosen_amount_alone(where)
    return {
        "id": f"li_{work.mint.letters(24)}",
        "price": price.id,
        "quantity": quantity,
        "adjustable": bounds(given.get("adjustable_quantity"), quantity, where),
        "amount": None if custom is None else (custom.get("preset") or custom.get("minimum") or 0),
        "metadata": merged_metadata(None, given.get("metadata") or {}),
        "tax_rates": tax_rates.named(work, given.get("tax_rates"), f"{where}[tax_rates]"),
        "by_place": tax_rates.named(work, given.get("dynamic_tax_rates"), f"{where}[dynamic_tax_rates]"),
    }


def price_of(work: Work, given: Params, where: str) -> Record:
    """The price of one line, named or described on the way. refuses: no_price, exclusive_params,
    resource_missing, inactive_price"""
    data = given.get("price_data")
    if data is None:
        if given.get("price") is None:
            raise refusals.no_price()
        return prices.price_for(work, given.price, f"{where}[price]", on_page=True)
    path = f"{where}[price_data]"
    if given.get("price") is not None:
        raise errors.exclusive_params([f"{where}[price]", path])
    if data.get("product_data") is not None:
        if data.get("product") is not None:
            raise errors.exclusive_params([f"{path}[product]", f"{path}[product_data]"])
        about = data.product_data
        named = about.pick(
            "description", "images", "metadata", "name", "tax_code", "tax_details", "unit_label"
        )
        described = {**named, "active": True, "metadata": merged_metadata(None, about.get("metadata"))}
        product = products.made(work, described, f"{path}[product_data]")
        data = Params({**data, "product": product.id})
    return prices.from_data(work, data, path)


def bounds(given: Mapping[str, Any] | None, quantity: int | None, where: str) -> dict[str, Any] | None:
    """Between which quantities a buyer may choose. refuses: bad_bounds. source: spec (defaults, the most)"""
    if given is None or not given["enabled"]:
        return None
    least, most = given.get("minimum", 0), given.get("maximum", DEFAULT_MAXIMUM)
    if not 0 <= least <= most <= LARGEST or quantity is None or not least <= quantity <= most:
        raise refusals.bad_bounds(where)
    return {"enabled": True, "maximum": most, "minimum": least}


def optional(work: Work, given: Sequence[Params] | None, mode: str, currency: str) -> list[dict[str, Any]]:
    """What a buyer may put into the basket. refuses: long_array, other_currency, recurring_in_payment,
    too_low, amount_too_large"""
    if len(given or ()) > MOST_OPTIONAL:
        raise errors.long_array("optional_items", MOST_OPTIONAL)
    found = []
    for number, one in enumerate(given or ()):
        where = f"optional_items[{number}]"
        price = prices.price_for(work, one.price, f"{where}[price]", on_page=True)
        if price.recurring is not None and mode == "payment":
            raise refusals.recurring_in_payment(mode)
        if currency not in currencies_of(price):
            raise subscription_refusals.other_currency(price.currency, currency, f"{where}[price]")
        if one.quantity < 1:
            raise errors.too_low(1, f"{where}[quantity]")
        prices.bounded(price, one.quantity, f"{where}[quantity]")
        found.append(
            {
                "adjustable_quantity": bounds(one.get("adjustable_quantity"), one.quantity, where),
                "price": price.id,
                "quantity": one.quantity,
            }
        )
    return found


def changed(work: Work, known: Sequence[Line], given: Sequence[Params]) -> list[Line]:
    """The whole basket said anew: a line with its id stays or changes, one without is new, one that is left
    out goes. refuses: unknown_line. source: spec (update)
    """
    lines = {one["id"]: one for one in known}
    found = []
    for number, one in enumerate(given):
        where = f"line_items[{number}]"
        if one.get("id") is None:
            found.append(line(work, one, where))
            continue
        old = lines.get(one.id)
        if old is None:
            raise refusals.unknown_line(one.id, f"{where}[id]")
        found.append(revised(work, old, one, where))
    return found


def revised(work: Work, old: Line, given: Params, where: str) -> Line:
    """A line with what is said of it now."""
    kept = {"price": old["price"], "quantity": old["quantity"]}
    said = {name: value for name, value in given.items() if value is not None}
    if "price_data" in said:
        kept.pop("price")
    fresh = line(work, Params({**kept, **said}), where)
    found = {**old, "price": fresh["price"], "quantity": fresh["quantity"], "amount": fresh["amount"]}
    if "adjustable_quantity" in said:
        found["adjustable"] = fresh["adjustable"]
    if "metadata" in given:
        found["metadata"] = merged_metadata(old["metadata"], given.metadata)
    if "tax_rates" in given:
        found["tax_rates"] = fresh["tax_rates"]
    return found
