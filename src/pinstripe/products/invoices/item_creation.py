"""Item creation: an invoice item, or a line, from what a request says of it.

Owns: what it costs, its discounts, what is said of its taxes; making items and changing them.
Does not own: the endpoints (invoice_items.py, line_items.py), which invoice it stands on, totals (drafts.py).
Money: none moves.
Source: spec; recorded: pay-rails/pay 2025-11, stripe_world 13.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored, updates
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import decimal_text, percentage
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog import tax_code as tax_codes
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.customers import customer as customers
from pinstripe.products.invoices import refusals
from pinstripe.products.invoices.invoice_item import INVOICE_ITEM, check_currency
from pinstripe.products.line_terms.discount_shares import Body

WAYS = ("amount", "pricing", "price_data", "unit_amount", "unit_amount_decimal")
"""What an item's price may be said by."""
PRICED = frozenset((*WAYS, "quantity", "quantity_decimal"))
MOST_TAXES = 10
"""source: spec"""


def inside(where: str, name: str) -> str:
    """A parameter's name, where it stands in a hash."""
    return f"{where}[{name}]" if where else name


def made(
    work: Work,
    customer: Record,
    params: Params,
    *,
    currency: str,
    invoice: Record | None = None,
    subscription: str | None = None,
    where: str = "",
) -> Record:
    """A fresh item; whose line it becomes is the caller's matter. params: where, the hash that it is said in

    refuses: what it costs, discounts and taxes refuse; two_currencies, other_currency
    """
    said = taxed(work, params, where)
    known = invoice is not None or subscription or params.get("currency") or customer.currency
    found = priced(work, params, currency, where, bool(known))
    if invoice is not None and found["currency"] != invoice.currency:
        raise refusals.other_currency(found["currency"], invoice.currency)
    check_currency(work, customer, found["currency"])
    now = work.now
    key = work.new_id(INVOICE_ITEM)
    cut = reduced(work, key, customer, found["currency"], params, where=where)
    item = work.create(
        INVOICE_ITEM,
        id=key,
        **{
            **_named(work, found, params),
            **cut["shown"],
            "discountable": found["amount"] >= 0,
            **stored(INVOICE_ITEM, Params(params.pick("description", "discountable", "metadata"))),
        },
        tax_rates=tax_rates.named(work, params.get("tax_rates"), inside(where, "tax_rates")),
        **found,
        customer=customer.id,
        date=now,
        invoice=invoice.id if invoice is not None else None,
        parent=_parent(subscription) if subscription else None,
        period=dict(params.period) if params.get("period") else {"end": now, "start": now},
        test_clock=customer.get("test_clock"),
        private={"pending": invoice is None, "subscription": subscription or None, **cut["kept"], **said},
    )
    customers.bill_in(work, customer, item.currency)
    return item


def _named(work: Work, found: Mapping[str, Any], params: Params) -> dict[str, Any]:
    """An item of a price is called as its product, unless it is said otherwise; an amount has no name.
    source: docs: invoice items
    """
    if not (params.get("pricing") or {}).get("price") and params.get("price_data") is None:
        return {}
    product = work.load(found["pricing"]["price_details"]["product"], "product")
    return {"description": product.name}


def changed(work: Work, item: Record, params: Params, where: str = "") -> Record:
    """New facts about an item; its line is the caller's matter. refuses: as for a fresh one"""
    changes = updates(item, Params(params.pick("description", "discountable", "metadata", "period")))
    if params.keys() & PRICED:
        known = {**item.body, "own": item.pricing["price_details"]["price"]}
        changes |= repriced(work, params, known, where)
    customer = work.load(item.customer, "customer")
    cut = reduced(work, item.id, customer, item.currency, params, item.discounts, where)
    if "tax_rates" in params:
        changes["tax_rates"] = tax_rates.named(work, params.tax_rates, inside(where, "tax_rates"))
    elif params.get("tax_amounts"):
        changes["tax_rates"] = []
    work.note(item, **cut["kept"], **taxed(work, params, where))
    return work.advance(item, "update", "done", **changes, **cut["shown"])


def reduced(
    work: Work,
    key: str,
    customer: Record,
    currency: str,
    params: Params,
    held: Sequence[str] = (),
    where: str = "",
) -> dict[str, dict[str, Any]]:
    """An item's own discounts, as it shows them and as its line keeps them. gives: nothing, where none are
    said. source: spec"""
    if "discounts" not in params:
        return {"shown": {}, "kept": {}}
    target = discounts.Target("invoice_item", key, customer.id, currency, held, bounded=True)
    given = discounts.given(work, params.discounts, target, inside(where, "discounts"))
    discounts.forget(work, [one for one in held if one not in given])
    return {
        "shown": {"discounts": given},
        "kept": {"discounts": discounts.counting(work, given, currency)},
    }


def taxed(work: Work, params: Params, where: str = "") -> dict[str, Any]:
    """What is said of an item's taxes, as private facts. refuses: resource_missing (tax code),
    exclusive_params"""
    said = {name: params[name] or None for name in ("tax_behavior", "tax_code") if name in params}
    if params.get("tax_code"):
        tax_codes.find(params.tax_code, inside(where, "tax_code"))
    if params.get("tax_rates") and params.get("tax_amounts"):
        raise errors.exclusive_params(["tax_rates", "tax_amounts"], where=where)
    if "tax_rates" in params:
        said["tax_amounts"] = None
    if "tax_amounts" in params:
        said["tax_amounts"] = _given_taxes(work, params.tax_amounts, inside(where, "tax_amounts"))
    return said


def _given_taxes(work: Work, given: Sequence[Params] | None, where: str) -> list[Body] | None:
    """Taxes that the caller worked out, each with a rate that is made for it. gives: None for none.

    refuses: long_array, bad_percentage. source: docs: Manual tax amounts; spec
    """
    if len(given or ()) > MOST_TAXES:
        raise errors.long_array(where, MOST_TAXES)
    found: list[Body] = []
    for at, tax in enumerate(given or ()):
        facts = {name: value for name, value in tax.tax_rate_data.items() if name != "percentage"}
        number = tax.tax_rate_data.percentage
        if not 0 <= number <= 100:
            raise refusals.bad_percentage(f"{where}[{at}][tax_rate_data][percentage]")
        share = percentage(number)
        rate = tax_rates.worked_out(work, percentage=share, effective=share, **facts)
        found.append(
            {
                "amount": tax.amount,
                "tax_behavior": "inclusive" if rate.inclusive else "exclusive",
                "tax_rate_details": {"tax_rate": rate.id},
                "taxability_reason": tax.get("taxability_reason") or "not_available",
                "taxable_amount": tax.taxable_amount,
                "type": "tax_rate_details",
            }
        )
    return found or None


def currency_of(work: Work, params: Params, invoice: Record | None, customer: Record) -> str:
    """In which currency an item is: as said, the invoice's, the customer's, the account's."""
    given: str | None = params.get("currency")
    if given is not None and not currencies.known(given):
        raise errors.bad_currency(given, currencies.ACCEPTED)
    known = invoice.currency if invoice is not None else customer.currency
    return (given or known or work.merchant.currency).lower()


def _parent(subscription: str) -> dict[str, Any]:
    """What an item belongs to. source: docs: API changelog 2025-03-31.basil"""
    return {"subscription_details": {"subscription": subscription}, "type": "subscription_details"}


def _quantity(params: Params, before: Decimal | int, where: str) -> Decimal | int:
    """How many units. refuses: exclusive_params, too_low"""
    names = [name for name in ("quantity", "quantity_decimal") if params.get(name) is not None]
    if len(names) > 1:
        raise errors.exclusive_params(names, where=where)
    if names and params.get("amount") is not None:
        raise errors.exclusive_params(["amount", names[0]], where=where)
    if not names:
        return before
    found = params.quantity if names == ["quantity"] else Decimal(params.quantity_decimal)
    if found < 0:
        raise errors.too_low(0, inside(where, names[0]))
    return int(found) if found == int(found) else found


def priced(
    work: Work, params: Params, currency: str, where: str = "", chooses: bool = True
) -> dict[str, Any]:
    """Amount, price and quantity, from whichever of them were given. params: chooses, whether a price counts
    in this currency where it has an amount in it. refuses: what shuts each other out"""
    ways = [name for name in WAYS if params.get(name) is not None]
    if len(ways) > 1:
        raise errors.exclusive_params(ways, where=where)
    quantity = _quantity(params, 1, where)
    key = (params.get("pricing") or {}).get("price")
    if key is not None:
        path = _price_path(work, where)
        # What a schedule or a quote promised may have gone from sale since.
        agreed = params.get("agreed")
        price = work.load(key, "price") if agreed else prices.price_for(work, key, path)
        if price.recurring is not None:
            raise refusals.one_time_only(path)
    elif params.get("price_data") is not None:
        price = _described(work, params.price_data, inside(where, "price_data"))
    elif ways:
        price = _minted(work, params, currency)
    else:
        raise errors.missing_param(inside(where, "amount"))
    return _costs(prices.seen_in(price, currency) if chooses else price, quantity, params, where)


def _price_path(work: Work, where: str) -> str:
    """What a caller names a price by: items and lines have it in a hash since 2025-03-31.basil.
    source: spec; sdk"""
    if where.startswith("lines["):
        return f"{where}[pricing][price]"
    if where:
        return f"{where}[price]"
    return "price" if work.version.before("2025-03-31.basil") else "pricing[price]"


def _costs(
    price: Record, quantity: Decimal | int, params: Params, where: str, unit: str | None = None
) -> dict[str, Any]:
    """What a quantity at a price comes to, as an item shows it; tiers and packages count as they do
    elsewhere, in one line. params: unit, what one costs, where the line says so itself.
    refuses: amount_too_large"""
    shown = unit = unit or price.unit_amount_decimal
    named = next((name for name in ("quantity", "quantity_decimal") if name in params), "amount")
    count = quantity
    if price.billing_scheme == "tiered" or price.get("transform_quantity"):
        count, unit = 1, str(pricing.cost(price.body, prices.tiers_of(price), quantity))
    amount = pricing.amount_of(count, unit, price.currency, inside(where, named))
    return {
        "amount": amount,
        "currency": price.currency,
        "net_amount": amount,
        "pricing": {
            "price_details": {"price": price.id, "product": price.product},
            "type": "price_details",
            "unit_amount_decimal": shown,
        },
        "quantity": int(quantity),
        "quantity_decimal": decimal_text(quantity),
    }


def _described(work: Work, data: Params, where: str) -> Record:
    """A price that is described on the way, with a product that there is or one that is described, too."""
    if data.get("product_data"):
        if data.get("product"):
            raise errors.exclusive_params(["product", "product_data"], where=where)
        described = stored(products.PRODUCT, data.product_data)
        product = products.made(work, described, f"{where}[product_data]").id
        data = Params(
            {name: value for name, value in data.items() if name != "product_data"} | {"product": product}
        )
    return prices.from_data(work, data, where)


def _minted(work: Work, params: Params, currency: str) -> Record:
    """An amount makes a product and a price of its own, which nobody is offered.
    source: recorded: stripe_world 13
    """
    name = params.get("description") or "Invoice item"
    product = products.made(work, {"name": name[:250], "active": False})
    return prices.mint(work, currency, product.id, params.get("amount"), params.get("unit_amount_decimal"))


def repriced(work: Work, params: Params, known: Body, where: str = "") -> dict[str, Any]:
    """An item or a line priced anew: its price stays where only the quantity is said, and its own one-off
    price may be named again, although it is not offered. params: known, its fields, with its `own` price
    """
    key = (params.get("pricing") or {}).get("price")
    says_way = any(params.get(name) is not None for name in WAYS)
    if says_way and (key is None or key != known["own"]):
        return priced(work, params, known["currency"], where)
    if len([name for name in WAYS if params.get(name) is not None]) > 1:
        raise errors.exclusive_params([name for name in WAYS if params.get(name) is not None], where=where)
    quantity = _quantity(params, Decimal(known["quantity_decimal"] or known["quantity"] or 1), where)
    price = prices.seen_in(work.load(known["own"], "price"), known["currency"])
    return _costs(price, quantity, params, where, known["pricing"]["unit_amount_decimal"])
