"""Drafts of quotes: what a request says of one, line by line, as the quote keeps it.

Owns: reading it, what is checked. Does not own: the endpoints (quotes.py), sums (totals.py). Money: none.
Source: spec; docs: Quotes overview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored, updates
from pinstripe.kernel.record import Record, merged
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.customers.customer import check_custom_fields
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.invoices import shares, wishes
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.quotes import refusals, totals
from pinstripe.products.quotes.quote import QUOTE
from pinstripe.products.quotes.totals import Offer
from pinstripe.products.subscriptions import management
from pinstripe.products.subscriptions import refusals as subscription_refusals
from pinstripe.products.subscriptions import subscription as subscriptions

Body = dict[str, Any]
SHARED = frozenset(("application_fee_amount", "application_fee_percent", "on_behalf_of", "transfer_data"))
"""What a quote says of other accounts."""
PERIOD_END = "current_period_end"
LONGEST_TRIAL_DAYS = 730
"""source: docs: Using trial periods"""
PLAIN = (
    *("application_fee_amount", "application_fee_percent", "collection_method", "description", "footer"),
    *("header", "metadata", "on_behalf_of"),
)


def filled(
    work: Work, params: Params, known: Mapping[str, Any], private: Mapping[str, Any]
) -> tuple[Body, Body]:
    """The fields and private facts of a quote after a request. params: known, its body before; private, its
    facts before

    refuses: what customers, prices, coupons and rates refuse, mixed, needs_days. source: spec
    """
    customer = _customer(work, params, known)
    items = private.get("items") or []
    if "line_items" in params:
        items = _items(work, customer, params["line_items"] or [], items)
    currency = work.load(items[0]["price"], "price").currency if items else None
    fields = _plain(work, params, known)
    facts: Body = {"items": items, "wanted": private.get("wanted") or []}
    facts["at_period_end"] = _waits(params, private)
    if facts["at_period_end"]:
        data = fields.get("subscription_data") or known["subscription_data"]
        fields["subscription_data"] = {**data, "effective_date": period_end(work, customer)}
    if "discounts" in params:
        facts["wanted"] = [_named(one) for one in params.discounts or ()]
        target = discounts.Target("customer", None, _id(customer), currency, (), offered=True)
        fields["discounts"] = discounts.given(work, facts["wanted"], target)
    rates = known.get("default_tax_rates") or []
    if "default_tax_rates" in params:
        rates = [one["id"] for one in tax_rates.named(work, params.default_tax_rates, "default_tax_rates")]
        fields["default_tax_rates"] = rates
    taxed = automatic_rates.wanted(params)
    liable = automatic_rates.liable(work, params)
    if taxed is None:
        taxed, liable = known["automatic_tax"]["enabled"], automatic_rates.account_of(known["automatic_tax"])
    if taxed and rates:
        raise invoice_refusals.two_ways_of_tax("default_tax_rates")
    after = {**known, **fields}
    _check(work, after, items)
    if params.keys() & SHARED:
        _refuse_shares(work, after, items)
    offer = Offer(
        items,
        currency,
        after["discounts"],
        [work.load(rate, "tax_rate").body for rate in rates],
        bool(taxed),
        bool(after["subscription_data"]["trial_period_days"]),
        liable,
    )
    shown, lines = totals.reckoned(work, customer, offer)
    return {**fields, "customer": _id(customer), **shown}, {**facts, **lines}


def _waits(params: Params, private: Mapping[str, Any]) -> bool:
    """Does it begin when a period of the customer's ends?"""
    data = params.get("subscription_data") or {}
    before = bool(private.get("at_period_end"))
    return data["effective_date"] == PERIOD_END if "effective_date" in data else before


def period_end(work: Work, customer: Record | None) -> int | None:
    """When the period that the customer has paid for ends; none where there is no subscription, or it has
    ended. source: spec (effective_date); inferred (the first one that ends)"""
    running = subscriptions.of_customer(work, customer) if customer is not None else []
    ends = [subscriptions.next_boundary(one) for one in running if one.status not in subscriptions.ENDED]
    return min((end for end in ends if end > work.now), default=None)


def _id(customer: Record | None) -> str | None:
    return customer.id if customer is not None else None


def _customer(work: Work, params: Params, known: Mapping[str, Any]) -> Record | None:
    """Whom it is made for, if that is known yet. refuses: resource_missing"""
    if params.get("customer"):
        return work.find("customer", params.customer, "customer")
    return work.load(known["customer"], "customer") if known.get("customer") else None


def _plain(work: Work, params: Params, known: Mapping[str, Any]) -> Body:
    """Fields that are kept as they are said."""
    fields: Body = {name: params[name] for name in PLAIN if name in params and name != "metadata"}
    if "metadata" in params:
        fields |= stored(QUOTE, params.pick("metadata"))
    if "invoice_settings" in params:
        check_custom_fields(params.get("invoice_settings") or Params({}), "invoice_settings[custom_fields]")
        fields["invoice_settings"] = merged(known["invoice_settings"], params.invoice_settings or {})
        if (params.invoice_settings or {}).get("issuer"):
            named = wishes.issuer(work, params.invoice_settings.issuer, "invoice_settings")
            fields["invoice_settings"]["issuer"] = named
    if "subscription_data" in params:
        given = {**(params.subscription_data or {})}
        _refuse_times(work, given)
        if given.get("effective_date") == PERIOD_END:
            given["effective_date"] = None
        if given.get("billing_mode"):
            given["billing_mode"] = dict(given["billing_mode"])
        if given.get("metadata") is not None:
            given["metadata"] = {name: value for name, value in given["metadata"].items() if value}
        fields["subscription_data"] = {**known["subscription_data"], **given}
    if "transfer_data" in params:
        data = params.transfer_data
        whole = {"amount": None, "amount_percent": None}
        fields["transfer_data"] = {**whole, **data} if data else None
    return fields


def _refuse_times(work: Work, data: Mapping[str, Any]) -> None:
    """A trial has days, and not too many; a beginning does not lie behind. refuses: too_low, trial_too_long,
    bad_timestamp. source: spec"""
    days, start = data.get("trial_period_days"), data.get("effective_date")
    if days is not None and days < 1:
        raise errors.too_low(1, "subscription_data[trial_period_days]")
    if days is not None and days > LONGEST_TRIAL_DAYS:
        raise subscription_refusals.trial_too_long("subscription_data[trial_period_days]")
    if isinstance(start, int) and start < work.now:
        raise errors.bad_timestamp("subscription_data[effective_date]")


def _refuse_shares(work: Work, after: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> None:
    """What is said of other accounts can be done with what the quote becomes. refuses: those of payments"""
    told = {name: after.get(name) for name in sorted(SHARED) if after.get(name) is not None}
    if any(work.load(one["price"], "price").recurring is not None for one in items):
        management.refuse_shares(work, told)
    else:
        shares.said(work, Params(told))


def _named(one: Mapping[str, Any]) -> Body:
    """A discount by the one name that it was given."""
    return {name: value for name, value in one.items() if value}


def _items(
    work: Work, customer: Record | None, given: Sequence[Params], known: Sequence[Mapping[str, Any]]
) -> list[Body]:
    """The lines that a request names; one with an id is that line, changed. refuses: unknown_line, mixed"""
    before = {one["id"]: one for one in known}
    made: list[Body] = []
    for number, one in enumerate(given):
        where = f"line_items[{number}]"
        old = None
        if one.get("id"):
            old = before.get(one.id)
            if old is None:
                raise refusals.unknown_line(one.id, f"{where}[id]")
        made.append(_item(work, customer, one, old, where))
    found = [work.load(one["price"], "price") for one in made]
    if len({price.currency for price in found}) > 1:
        raise refusals.mixed("currency", "line_items")
    rhythms = {(one.recurring["interval"], one.recurring["interval_count"]) for one in found if one.recurring}
    if len(rhythms) > 1:
        raise refusals.mixed("recurring interval", "line_items")
    return made


def _item(
    work: Work, customer: Record | None, given: Params, old: Mapping[str, Any] | None, where: str
) -> Body:
    """One line. refuses: missing price, what prices, coupons and rates refuse"""
    price = _price(work, given, old, where)
    metered = price.recurring is not None and pricing.is_metered(price.body)
    quantity = given.get("quantity", old["quantity"] if old else None)
    if metered and given.get("quantity") is not None:
        raise subscription_refusals.quantity_of_metered(f"{where}[quantity]")
    if quantity is not None and quantity < 0:
        raise errors.too_low(0, f"{where}[quantity]")
    count = None if metered else 1 if quantity is None else quantity
    prices.bounded(price, count or 0, f"{where}[quantity]")
    wanted = old["wanted"] if old else []
    given_discounts = old["discounts"] if old else []
    if "discounts" in given:
        wanted = [_named(one) for one in given.discounts or ()]
        target = discounts.Target(
            "customer", None, _id(customer), price.currency, (), bounded=True, offered=True
        )
        given_discounts = discounts.given(work, wanted, target, f"{where}[discounts]")
    rates = old["tax_rates"] if old else []
    if "tax_rates" in given:
        rates = tax_rates.named(work, given.tax_rates, f"{where}[tax_rates]")
    return {
        "id": old["id"] if old else work.mint.long("li", work.now, work.account),
        "price": price.id,
        "quantity": count,
        "discounts": given_discounts,
        "wanted": wanted,
        "tax_rates": rates,
    }


def _price(work: Work, given: Params, old: Mapping[str, Any] | None, where: str) -> Record:
    """The price of a line. refuses: exclusive_params, missing_param"""
    if given.get("price") and given.get("price_data"):
        raise errors.exclusive_params([f"{where}[price]", f"{where}[price_data]"])
    if given.get("price_data"):
        return prices.from_data(work, given.price_data, f"{where}[price_data]")
    if given.get("price"):
        return prices.price_for(work, given.price, f"{where}[price]")
    if old is None:
        raise errors.missing_param(f"{where}[price]")
    return work.load(old["price"], "price")


def _check(work: Work, after: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> None:
    """What does not go together. refuses: needs_days, nothing_recurs, something_recurs"""
    sent = after["collection_method"] == "send_invoice"
    if sent and after["invoice_settings"].get("days_until_due") is None:
        raise refusals.needs_days()
    if not items:
        return
    recurs = any(work.load(one["price"], "price").recurring is not None for one in items)
    data = after.get("transfer_data") or {}
    amounts = {
        "application_fee_amount": after.get("application_fee_amount"),
        "transfer_data[amount]": data.get("amount"),
    }
    parts = {
        "application_fee_percent": after.get("application_fee_percent"),
        "transfer_data[amount_percent]": data.get("amount_percent"),
    }
    for name, value in (amounts if recurs else parts).items():
        if value is not None:
            raise (refusals.something_recurs if recurs else refusals.nothing_recurs)(name)


def copied(quote: Record) -> tuple[Body, Body]:
    """What a quote that is made from another takes over: all but its state. source: spec (from_quote)"""
    left = ("id", "object", "created", "livemode", "number", "status", "status_transitions", "from_quote")
    gone = (*left, "invoice", "subscription", "subscription_schedule", "expires_at", "test_clock")
    fields = {name: value for name, value in quote.body.items() if name not in gone}
    facts = ("items", "wanted", "base", "revision", "at_period_end")
    return fields, {name: quote.private.get(name) for name in facts}


def changes_of(quote: Record, params: Params) -> Body:
    """Notes on a quote that is no draft any more."""
    return updates(quote, Params(params.pick("metadata")))
