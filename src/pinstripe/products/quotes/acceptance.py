"""Acceptance: a quote becomes a subscription, a schedule of one, or an invoice.

Owns: which of them, and what they are told. Does not own: making them (rooms subscriptions, schedules,
invoices). Money: through the invoice, which waits as a draft. Source: spec; docs: Quotes overview.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY, add_interval
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.invoices import drafts, invoice_items, shares
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.quotes import draft
from pinstripe.products.schedules import course, phases
from pinstripe.products.schedules.subscription_schedule import SUBSCRIPTION_SCHEDULE
from pinstripe.products.subscriptions import management

Body = dict[str, Any]


def become(work: Work, quote: Record) -> Body:
    """What the quote names once it is accepted: its subscription with the first invoice, its schedule, or its
    invoice. source: docs: Quotes overview"""
    customer = work.load(quote.customer, "customer")
    items = quote.private["items"]
    recurring = [one for one in items if work.load(one["price"], "price").recurring is not None]
    once = [one for one in items if one not in recurring]
    if not recurring:
        return {"invoice": _invoice(work, quote, customer, once).id}
    start = quote.subscription_data["effective_date"]
    if quote.private.get("at_period_end"):
        start = draft.period_end(work, customer)
    if start is not None and start > work.now:
        return {"subscription_schedule": _schedule(work, quote, customer, recurring, once, start).id}
    for one in once:
        invoice_items.create(work, _item(customer, one))
    subscription = management.begin(work, _told(work, quote, customer, recurring))
    return {"invoice": subscription.latest_invoice, "subscription": subscription.id}


def _item(customer: Record, one: Body, **more: Any) -> Params:
    """A line that is billed once, in the words of an invoice item."""
    told: Body = {
        "customer": customer.id,
        "pricing": {"price": one["price"]},
        "quantity": one["quantity"],
        "tax_rates": [rate["id"] for rate in one["tax_rates"]],
        "agreed": True,
        **more,
    }
    if one["wanted"]:
        told["discounts"] = one["wanted"]
    found: Params = management.deep(told)
    return found


def _line(one: Body) -> Body:
    """A line that recurs, in the words of a subscription's item."""
    told: Body = {"price": one["price"], "tax_rates": [rate["id"] for rate in one["tax_rates"]]}
    told["agreed"] = True
    if one["wanted"]:
        told["discounts"] = one["wanted"]
    if one["quantity"] is not None:
        told["quantity"] = one["quantity"]
    return told


def _shared(quote: Record) -> Body:
    """What other accounts get of each invoice."""
    told: Body = {}
    for name in ("application_fee_percent", "on_behalf_of"):
        if quote.get(name) is not None:
            told[name] = quote.get(name)
    data = quote.transfer_data
    if data:
        told["transfer_data"] = {"destination": data["destination"]}
        if data["amount_percent"] is not None:
            told["transfer_data"]["amount_percent"] = data["amount_percent"]
    return told


def _told(work: Work, quote: Record, customer: Record, items: list[Body]) -> Body:
    """What a quote says of a subscription that begins now, in the words of its creation."""
    data = quote.subscription_data
    told: Body = {
        "customer": customer.id,
        "items": [_line(one) for one in items],
        "collection_method": quote.collection_method,
        "automatic_tax": _taxes(quote),
        "billing_mode": data["billing_mode"],
        "metadata": data["metadata"] or {},
        "default_tax_rates": quote.default_tax_rates,
        "discounts": quote.private["wanted"],
        **_shared(quote),
    }
    if quote.collection_method == "send_invoice":
        told["days_until_due"] = quote.invoice_settings["days_until_due"]
    for name in ("description", "trial_period_days"):
        if data[name] is not None:
            told[name] = data[name]
    told["invoice_settings"] = _printed(quote)
    return told


def _printed(quote: Record) -> Body:
    """What is printed on the invoices of what a quote becomes."""
    names = ("custom_fields", "description", "footer", "issuer")
    return {name: quote.invoice_settings[name] for name in names if quote.invoice_settings.get(name)}


def _schedule(
    work: Work, quote: Record, customer: Record, items: list[Body], once: list[Body], start: int
) -> Record:
    """The schedule of a subscription that begins later. source: spec (subscription_data.effective_date)"""
    every = work.load(items[0]["price"], "price").recurring
    data = quote.subscription_data
    given: Body = {
        "items": [_line(one) for one in items],
        "add_invoice_items": [_once(one) for one in once],
        "default_tax_rates": quote.default_tax_rates,
        "discounts": quote.private["wanted"],
        "metadata": data["metadata"] or {},
        "description": data["description"],
        "end_date": add_interval(start, every["interval"], every["interval_count"], 1),
        **_shared(quote),
    }
    if data["trial_period_days"]:
        given["trial_end"] = start + data["trial_period_days"] * DAY
        given["end_date"] = max(given["end_date"], given["trial_end"])
    known = SUBSCRIPTION_SCHEDULE.defaults["default_settings"]
    days = quote.invoice_settings["days_until_due"]
    defaults = {
        **known,
        "automatic_tax": {**known["automatic_tax"], **_taxes(quote)},
        "collection_method": quote.collection_method,
        "invoice_settings": {**known["invoice_settings"], **_printed(quote), "days_until_due": days},
    }
    planned = phases.read(work, customer, [management.deep(given)], start, defaults)
    return course.made(
        work,
        customer,
        planned,
        {"default_settings": defaults, "end_behavior": "release"},
        data["billing_mode"],
    )


def _taxes(quote: Record) -> Body:
    """Whether taxes are worked out, and whose they are."""
    taxes = quote.automatic_tax
    return {"enabled": taxes["enabled"], "liability": taxes["liability"]}


def _billed(quote: Record) -> Body:
    """The same in the terms of an invoice."""
    taxes = quote.automatic_tax
    return {"automatic": taxes["enabled"], "liable": automatic_rates.account_of(taxes)}


def _once(one: Body) -> Body:
    """A line that is billed once, in the words of a phase."""
    told: Body = {"price": one["price"], "quantity": one["quantity"], "discounts": one["wanted"]}
    told["agreed"] = True
    return {**told, "tax_rates": [rate["id"] for rate in one["tax_rates"]]}


def _invoice(work: Work, quote: Record, customer: Record, once: list[Body]) -> Record:
    """The invoice of a quote in which nothing recurs: a draft that nobody finalizes by itself.
    source: docs: Quotes overview
    """
    key, settings = work.new_id(INVOICE), quote.invoice_settings
    target = discounts.Target("invoice", key, customer.id, quote.currency)
    given = discounts.given(work, quote.private["wanted"], target)
    rates = [work.load(rate, "tax_rate").body for rate in quote.default_tax_rates]
    terms = drafts.terms_with(work, customer, quote.currency, given, rates)
    fields = _printed(quote)
    if quote.collection_method == "send_invoice":
        due = work.now + settings["days_until_due"] * DAY
        fields |= {"collection_method": "send_invoice", "due_date": due}
    told = {**_shared(quote), "application_fee_amount": quote.application_fee_amount}
    if quote.transfer_data and quote.transfer_data["amount"] is not None:
        told["transfer_data"] = {**told["transfer_data"], "amount": quote.transfer_data["amount"]}
    said = Params({name: management.deep(value) for name, value in told.items() if value is not None})
    if "on_behalf_of" in said:
        fields["on_behalf_of"] = said["on_behalf_of"]
    invoice = drafts.draft(
        work,
        id=key,
        customer=customer,
        currency=quote.currency,
        reason="quote_accept",
        lines=[],
        period=(work.now, work.now),
        waits=False,
        terms=terms._replace(**_billed(quote)),
        facts={**shares.said(work, said), "quote": quote.id},
        auto_advance=False,
        parent={
            "quote_details": {"quote": quote.id},
            "subscription_details": None,
            "type": "quote_details",
        },
        **fields,
    )
    for one in once:
        invoice_items.create(work, _item(customer, one, invoice=invoice.id))
    return invoice
