"""The endpoints of invoice items.

Owns: create, update, delete, list. Does not own: the record (invoice_item.py), totals (drafts.py).
Money: none of its own. Source: spec; recorded: pay-rails/pay 2025-11, stripe_world 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinstripe import currencies
from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog import tax_code as tax_codes
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.customers import customer as customers
from pinstripe.products.invoices import drafts, refusals
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.invoice_item import INVOICE_ITEM, bind, check_currency, line_of

MOST_LINES = 250
"""source: docs: invoices (limit)"""


NOT_YET = "customer_account invoicing_rules quantity_decimal"


@operation("POST /v1/invoiceitems", INVOICE_ITEM, missing=NOT_YET)
def create(work: Work, params: Params) -> Record:
    """Something to bill once: on a draft that is named, else on the customer's next invoice.

    refuses: missing customer, not_editable, other_invoice, one_time_only, too_many
    source: recorded: pay-rails/pay 2025-11 (an amount makes a price of its own), stripe_world 13
    """
    invoice = _draft(work, params.get("invoice"))
    key = params.get("customer") or (invoice.customer if invoice is not None else None)
    if not key:
        raise errors.missing_param("customer")
    customer = work.find("customer", key, "customer")
    if invoice is not None and invoice.customer != customer.id:
        raise refusals.other_invoice(invoice.id)
    subscription = params.get("subscription")
    if subscription and work.find("subscription", subscription, "subscription").customer != customer.id:
        raise refusals.other_subscription(subscription)
    said = _taxed(params)
    priced = _priced(work, params, _currency(work, params, invoice, customer))
    check_currency(work, customer, priced["currency"])
    now = work.now
    key = work.new_id(INVOICE_ITEM)
    reduced = _discounts(work, key, customer, priced["currency"], params)
    item = work.create(
        INVOICE_ITEM,
        id=key,
        **{
            **reduced["shown"],
            "discountable": priced["amount"] >= 0,
            **stored(INVOICE_ITEM, Params(params.pick("description", "discountable", "metadata"))),
        },
        tax_rates=tax_rates.named(work, params.get("tax_rates"), "tax_rates"),
        **priced,
        customer=customer.id,
        date=now,
        invoice=invoice.id if invoice is not None else None,
        parent=_parent(subscription) if subscription else None,
        period=dict(params.period) if params.get("period") else {"end": now, "start": now},
        test_clock=customer.get("test_clock"),
        private={"pending": invoice is None, "subscription": subscription or None, **reduced["kept"], **said},
    )
    customers.bill_in(work, customer, item.currency)
    if invoice is not None:
        drafts.set_lines(
            work,
            invoice,
            [*line_items.of(work, invoice), *line_items.make(work, invoice.id, [line_of(work, item)])],
        )
        bind(work, invoice, [item])
    return item


def _discounts(
    work: Work,
    key: str,
    customer: Record,
    currency: str,
    params: Params,
    held: Sequence[str] = (),
) -> dict[str, dict[str, Any]]:
    """An item's own discounts, as it shows them and as its line keeps them. gives: nothing, where none are
    said. source: spec"""
    if "discounts" not in params:
        return {"shown": {}, "kept": {}}
    target = discounts.Target("invoice_item", key, customer.id, currency, held, bounded=True)
    given = discounts.given(work, params.discounts, target)
    discounts.forget(work, [one for one in held if one not in given])
    return {
        "shown": {"discounts": given},
        "kept": {"discounts": discounts.counting(work, given, currency)},
    }


def _taxed(params: Params) -> dict[str, Any]:
    """What is said of an item's taxes, where they are worked out. refuses: resource_missing (tax code)"""
    said = {name: params[name] or None for name in ("tax_behavior", "tax_code") if name in params}
    if params.get("tax_code"):
        tax_codes.find(params.tax_code, "tax_code")
    return said


def _draft(work: Work, key: str | None) -> Record | None:
    """The draft that is named. refuses: not_editable, too_many"""
    if not key:
        return None
    invoice = work.find("invoice", key, "invoice")
    if invoice.status != "draft":
        raise refusals.not_editable()
    if len(invoice.private.get("lines") or ()) >= MOST_LINES:
        raise refusals.too_many()
    return invoice


def _currency(work: Work, params: Params, invoice: Record | None, customer: Record) -> str:
    given: str | None = params.get("currency")
    if given is not None and not currencies.known(given):
        raise errors.bad_currency(given, currencies.ACCEPTED)
    known = invoice.currency if invoice is not None else customer.currency
    return (given or known or work.merchant.currency).lower()


def _parent(subscription: str) -> dict[str, Any]:
    """What an item belongs to. source: docs: API changelog 2025-03-31.basil"""
    return {"subscription_details": {"subscription": subscription}, "type": "subscription_details"}


def _priced(work: Work, params: Params, currency: str) -> dict[str, Any]:
    """Amount, price and quantity, from whichever of them were given. refuses: what shuts each other out"""
    key = (params.get("pricing") or {}).get("price")
    ways = [
        name
        for name in ("amount", "pricing", "price_data", "unit_amount_decimal")
        if params.get(name) is not None
    ]
    if len(ways) > 1:
        raise errors.exclusive_params(ways)
    if "amount" in params and params.get("quantity") is not None:
        raise errors.exclusive_params(["amount", "quantity"])
    quantity = params.get("quantity", 1)
    if quantity < 0:
        raise errors.too_low(0, "quantity")
    if key is not None:
        price = prices.price_for(work, key, "price")
        if price.recurring is not None:
            raise refusals.one_time_only("price")
    elif params.get("price_data") is not None:
        price = prices.from_data(work, params.price_data, "price_data")
    elif ways:
        price = _minted(work, params, currency)
    else:
        raise errors.missing_param("amount")
    unit = price.unit_amount_decimal
    amount = pricing.amount_of(
        quantity, unit, price.currency, "quantity" if "quantity" in params else "amount"
    )
    return {
        "amount": amount,
        "currency": price.currency,
        "net_amount": amount,
        "pricing": {
            "price_details": {"price": price.id, "product": price.product},
            "type": "price_details",
            "unit_amount_decimal": unit,
        },
        "quantity": quantity,
        "quantity_decimal": str(quantity),
    }


def _minted(work: Work, params: Params, currency: str) -> Record:
    """An amount makes a product and a price of its own, which nobody is offered.
    source: recorded: stripe_world 13
    """
    name = params.get("description") or "Invoice item"
    product = products.made(work, {"name": name[:250], "active": False})
    return prices.mint(work, currency, product.id, params.get("amount"), params.get("unit_amount_decimal"))


@operation("POST /v1/invoiceitems/{invoiceitem}", INVOICE_ITEM, subject="invoiceitem", missing=NOT_YET)
def update(work: Work, item: Record, params: Params) -> Record:
    """New facts about an item that no final invoice has. refuses: not_editable, deleted item

    source: recorded: stripe_world 13
    """
    invoice = _of_draft(work, item)
    changes = updates(item, Params(params.pick("description", "discountable", "metadata", "period")))
    if params.keys() & {"amount", "pricing", "price_data", "unit_amount_decimal", "quantity"}:
        asked = dict(params)
        if not asked.keys() & {"amount", "pricing", "price_data", "unit_amount_decimal"}:
            asked["pricing"] = Params({"price": item.pricing["price_details"]["price"]})
        changes |= _again(work, Params(asked), item)
    customer = work.load(item.customer, "customer")
    reduced = _discounts(work, item.id, customer, item.currency, params, item.discounts)
    if "tax_rates" in params:
        changes["tax_rates"] = tax_rates.named(work, params.tax_rates, "tax_rates")
    work.note(item, **reduced["kept"], **_taxed(params))
    work.advance(item, "update", "done", **changes, **reduced["shown"])
    if invoice is not None:
        line = work.load(item.private["line"], "line_item")
        line_items.rewrite(work, line, line_of(work, item))
        drafts.set_lines(work, invoice, line_items.of(work, invoice))
    return item


def _again(work: Work, params: Params, item: Record) -> dict[str, Any]:
    """The item priced anew; its own one-off price may be named again, although it is not offered."""
    key = (params.get("pricing") or {}).get("price")
    if key is None or key != item.pricing["price_details"]["price"]:
        return _priced(work, params, item.currency)
    quantity = params.get("quantity", item.quantity)
    if quantity < 0:
        raise errors.too_low(0, "quantity")
    unit = item.pricing["unit_amount_decimal"]
    amount = pricing.amount_of(quantity, unit, item.currency, "quantity")
    return {"amount": amount, "net_amount": amount, "quantity": quantity, "quantity_decimal": str(quantity)}


def _of_draft(work: Work, item: Record) -> Record | None:
    """The draft that an item stands on, none while it waits. refuses: not_editable, deleted_with_draft"""
    if item.invoice is None:
        return None
    invoice = work.peek(item.invoice, "invoice")
    if invoice is None:
        raise refusals.deleted_with_draft()
    if invoice.status != "draft":
        raise refusals.not_editable()
    return invoice


@operation("DELETE /v1/invoiceitems/{invoiceitem}", INVOICE_ITEM, subject="invoiceitem")
def delete(work: Work, item: Record, params: Params) -> dict[str, Any]:
    """It is not billed after all. source: recorded: stripe_world 13"""
    if item.invoice is not None:
        invoice = work.peek(item.invoice, "invoice")
        if invoice is None or invoice.status != "draft":
            raise refusals.attached_for_good()
        line = work.load(item.private["line"], "line_item")
        rest = [one for one in line_items.of(work, invoice) if one.id != line.id]
        work.delete(line)
        drafts.set_lines(work, invoice, rest)
    work.delete(item)
    return deleted(item)


@operation("GET /v1/invoiceitems", INVOICE_ITEM, missing="customer_account")
def list_items(work: Work, params: Params) -> Page:
    """Items, newest first; pending ones wait for an invoice. source: spec"""
    referred(work, params, customer="customer", invoice="invoice")
    filters = params.pick("customer", "invoice", "pending")
    clock = None if filters.keys() & {"customer", "invoice"} else ""
    return show_records(work, INVOICE_ITEM, params, "/v1/invoiceitems", filters, clock)
