"""Phases: what a request says of them, as a schedule keeps it; what one means for a subscription.

Owns: reading phases, their times, what they take from the schedule's defaults. Does not own: when they begin
(course.py). Money: none. Source: spec; docs: Subscription schedules; recorded: airbytehq (shape).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import coupon as coupons
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import promotion_code as codes
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.schedules import refusals
from pinstripe.products.subscriptions import management
from pinstripe.products.subscriptions import refusals as subscription_refusals

Body = dict[str, Any]
MOST = 10
"""source: docs: Subscription schedules"""
PHASE_START = {
    "end": {"type": "min_item_period_end"},
    "start": {"type": "max_item_period_start"},
}
"""What a one-off item pays for, where nobody says. source: spec"""
PLAIN = ("billing_cycle_anchor", "collection_method", "description", "application_fee_percent")


def read(
    work: Work, customer: Record, given: Sequence[Params], start: int, defaults: Mapping[str, Any]
) -> list[Body]:
    """The phases that a request describes, each from the end of the one before.

    refuses: too_many_phases, backwards, exclusive_params, gap, and what prices, coupons, methods refuse
    """
    if len(given) > MOST:
        raise refusals.too_many_phases()
    made: list[Body] = []
    for number, one in enumerate(given):
        where = f"phases[{number}]"
        said = one.get("start_date")
        if number and said is not None and said not in ("now", start):
            raise refusals.gap(f"{where}[start_date]")
        phase = _phase(work, customer, one, start, where)
        if made and phase["currency"] != made[0]["currency"]:
            raise refusals.other_currency(made[0]["currency"], phase["currency"], where)
        _collected(phase, defaults, where)
        check_threshold(work, phase, defaults, where)
        made.append(phase)
        start = phase["end_date"]
    return made


def _phase(work: Work, customer: Record, given: Params, start: int, where: str) -> Body:
    """One phase as answers show it."""
    if not given.get("items"):
        raise errors.missing_param(f"{where}[items]")
    chosen = management.priced(work, given["items"], f"{where}[items]")
    currency = given.get("currency") or chosen[0].currency
    if currency != chosen[0].currency:
        raise refusals.other_currency(chosen[0].currency, currency, f"{where}[currency]")
    end = _end(work, given, start, chosen[0], where)
    method = given.get("default_payment_method")
    if method:
        methods.owned(work, customer, method, f"{where}[default_payment_method]")
    shared = given.pick("application_fee_percent", "on_behalf_of", "transfer_data")
    if any(shared.values()):
        management.refuse_shares(work, shared)
    return {
        "add_invoice_items": [
            _one_off(work, one, f"{where}[add_invoice_items][{number}]")
            for number, one in enumerate(given.get("add_invoice_items") or ())
        ],
        "automatic_tax": management.taxes(work, given, where),
        "billing_thresholds": management.threshold(
            work, given.get("billing_thresholds") or None, chosen, f"{where}[billing_thresholds]"
        ),
        "currency": currency,
        "default_payment_method": method,
        "default_tax_rates": tax_rates.named(
            work, given.get("default_tax_rates"), f"{where}[default_tax_rates]"
        ),
        "discounts": _discounts(work, customer, given.get("discounts"), f"{where}[discounts]"),
        "end_date": end,
        "invoice_settings": _invoice_settings(work, customer, given.get("invoice_settings")),
        "items": [
            _item(work, customer, one, price, f"{where}[items][{number}]")
            for number, (one, price) in enumerate(zip(given["items"], chosen, strict=True))
        ],
        "metadata": {name: value or "" for name, value in (given.get("metadata") or {}).items()},
        "on_behalf_of": given.get("on_behalf_of"),
        "proration_behavior": given.get("proration_behavior") or "create_prorations",
        "start_date": start,
        "transfer_data": _shared(given.get("transfer_data")),
        "trial_end": _trial(work, given, start, end, where),
        **{name: given.get(name) for name in PLAIN},
    }


def _end(work: Work, given: Params, start: int, price: Record, where: str) -> int:
    """When a phase ends: at a date, after a length, after so many periods of its first price; after one
    where nobody says. refuses: exclusive_params, backwards. source: spec; the last inferred"""
    ways = [name for name in ("duration", "end_date", "iterations") if given.get(name) is not None]
    if len(ways) > 1:
        raise errors.exclusive_params([f"{where}[{name}]" for name in ways])
    end = given.get("end_date")
    if end == "now":
        end = work.now
    if end is not None:
        if end <= start:
            raise refusals.backwards(f"{where}[end_date]")
        return int(end)
    every = price.recurring
    count = given.get("iterations", 1)
    interval, times = every["interval"], every["interval_count"]
    if given.get("duration"):
        interval, times = given.duration.interval, given.duration.get("interval_count", 1)
        if times < 1:
            raise errors.too_low(1, f"{where}[duration][interval_count]")
    if count < 1:
        raise errors.too_low(1, f"{where}[iterations]")
    return add_interval(start, interval, times, count)


def _trial(work: Work, given: Params, start: int, end: int, where: str) -> int | None:
    """When a phase's free time ends. refuses: exclusive_params, trial_beyond. source: spec"""
    said = given.get("trial_end")
    if given.get("trial") and said is not None:
        raise errors.exclusive_params([f"{where}[trial]", f"{where}[trial_end]"])
    if given.get("trial"):
        return end
    if said == "now":
        return work.now
    if said is not None and not start < said <= end:
        raise refusals.trial_beyond(f"{where}[trial_end]")
    return None if said is None else int(said)


def _item(work: Work, customer: Record, given: Params, price: Record, where: str) -> Body:
    """One item of a phase."""
    threshold = given.get("billing_thresholds")
    body = {
        "billing_thresholds": {"usage_gte": threshold.usage_gte} if threshold else None,
        "discounts": _discounts(work, customer, given.get("discounts"), f"{where}[discounts]"),
        "metadata": merged_metadata(None, given.get("metadata")),
        "plan": price.id,
        "price": price.id,
        "tax_rates": tax_rates.named(work, given.get("tax_rates"), f"{where}[tax_rates]"),
    }
    if price.recurring["usage_type"] != "metered":
        body["quantity"] = given.get("quantity", 1)
    return body


def _one_off(work: Work, given: Params, where: str) -> Body:
    """Something that is billed once, when the phase begins. refuses: exclusive_params, one_time_only"""
    named = [name for name in ("price", "price_data") if given.get(name) is not None]
    if len(named) > 1:
        raise errors.exclusive_params([f"{where}[{name}]" for name in named])
    if not named:
        raise errors.missing_param(f"{where}[price]")
    if named == ["price"] and given.get("agreed"):
        price = work.load(given.price, "price")
    elif named == ["price"]:
        price = prices.price_for(work, given.price, f"{where}[price]")
    else:
        price = prices.from_data(work, given.price_data, f"{where}[price_data]")
    if price.recurring is not None:
        raise invoice_refusals.one_time_only(f"{where}[price]")
    quantity = given.get("quantity", 1)
    if quantity < 0:
        raise errors.too_low(0, f"{where}[quantity]")
    return {
        "discountable": given.get("discountable"),
        "discounts": [
            {name: one.get(name) for name in ("coupon", "discount", "promotion_code")}
            for one in given.get("discounts") or ()
        ],
        "metadata": merged_metadata(None, given.get("metadata")),
        "period": {
            side: {k: v for k, v in span.items() if v is not None}
            for side, span in (given.get("period") or PHASE_START).items()
        },
        "price": price.id,
        "quantity": quantity,
        "tax_rates": tax_rates.named(work, given.get("tax_rates"), f"{where}[tax_rates]"),
    }


def _discounts(work: Work, customer: Record, given: Sequence[Params] | None, where: str) -> list[Body]:
    """Coupons and codes that will be given when the phase begins. refuses: what coupons and codes refuse"""
    made = []
    for number, one in enumerate(given or ()):
        names = [name for name in ("coupon", "discount", "promotion_code") if one.get(name)]
        if len(names) > 1:
            raise errors.exclusive_params([f"{where}[{number}][{name}]" for name in names])
        if not names:
            raise errors.missing_param(f"{where}[{number}][coupon]")
        key, param = one[names[0]], f"{where}[{number}][{names[0]}]"
        if names == ["coupon"]:
            coupons.find(work, key, param)
        elif names == ["promotion_code"]:
            codes.find(work, key, customer.id, param)
        else:
            work.find("discount", key, param)
        made.append({"coupon": None, "discount": None, "promotion_code": None, names[0]: key})
    return made


def _invoice_settings(work: Work, customer: Record, given: Params | None) -> Body | None:
    """How a phase's invoices are sent, and what is printed on them. refuses: what custom fields and ids do"""
    if given is None:
        return None
    blank = {"account_tax_ids": None, "days_until_due": None, "issuer": None}
    return {**blank, **management.printed(work, customer, given)}


def _shared(given: Params | None) -> Body | None:
    """What other accounts get of it."""
    if given is None:
        return None
    return {"amount_percent": given.get("amount_percent"), "destination": given.destination}


def collection(phase: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[str, int | None]:
    """How a phase's invoices are collected, and how many days there are to pay one that is sent."""
    method = phase["collection_method"] or defaults["collection_method"]
    days = (phase["invoice_settings"] or {}).get("days_until_due")
    if days is None:
        days = defaults["invoice_settings"]["days_until_due"]
    return method, days if method == "send_invoice" else None


def _collected(phase: Body, defaults: Mapping[str, Any], where: str) -> None:
    """Who is sent invoices has days to pay them. refuses: needs_days"""
    method, days = collection(phase, defaults)
    if method == "send_invoice" and days is None:
        raise subscription_refusals.needs_days(f"{where}[invoice_settings][days_until_due]")


def check_threshold(work: Work, phase: Body, defaults: Mapping[str, Any], where: str) -> None:
    """The schedule's threshold can hold in a phase that has none of its own. refuses: what they refuse"""
    if phase["billing_thresholds"] is None and defaults["billing_thresholds"]:
        chosen = [work.load(item["price"], "price") for item in phase["items"]]
        management.threshold(work, defaults["billing_thresholds"], chosen, f"{where}[billing_thresholds]")


def settings(phase: Mapping[str, Any], defaults: Mapping[str, Any]) -> Body:
    """What a phase says of the whole subscription, in the words of its update; what neither it nor the
    schedule says stays as it is. source: docs: Subscription schedules (precedence)"""
    method, days = collection(phase, defaults)
    told: Body = {"collection_method": method, "metadata": dict(phase["metadata"] or {})}
    if days is not None:
        told["days_until_due"] = days
    for name in (
        "default_payment_method",
        "description",
        "application_fee_percent",
        "on_behalf_of",
        "transfer_data",
    ):
        value = phase[name] if phase[name] is not None else defaults[name]
        if value is not None:
            told[name] = value
    sent = {**defaults["invoice_settings"], **_said(phase["invoice_settings"] or {})}
    sent = {name: value for name, value in sent.items() if name != "days_until_due" and value is not None}
    told["invoice_settings"] = sent
    own, usual = phase["automatic_tax"] or {}, defaults["automatic_tax"]
    taxes = own if own.get("enabled") else usual
    told["automatic_tax"] = {"enabled": taxes["enabled"], "liability": taxes["liability"]}
    if not taxes["enabled"]:
        told["default_tax_rates"] = [rate["id"] for rate in phase["default_tax_rates"]]
    told["billing_thresholds"] = phase["billing_thresholds"] or defaults["billing_thresholds"] or None
    told["metadata"] = {name: value or None for name, value in told["metadata"].items()}
    return told


def _said(settings: Mapping[str, Any]) -> Body:
    """What a phase says itself of its invoices."""
    return {name: value for name, value in settings.items() if value is not None}


def item_told(item: Mapping[str, Any]) -> Body:
    """An item of a phase, in the words of a subscription's creation."""
    told = {"price": item["price"], "metadata": item["metadata"], "agreed": True}
    told["tax_rates"] = [rate["id"] for rate in item["tax_rates"]]
    told["discounts"] = [named(one) for one in item["discounts"]]
    told["billing_thresholds"] = item["billing_thresholds"]
    if "quantity" in item:
        told["quantity"] = item["quantity"]
    return told


def agreed(given: Sequence[Params], planned: Sequence[Mapping[str, Any]]) -> list[Params]:
    """Phases that are sent once more may name what the schedule has, though it is not sold any more."""
    known = {one["price"] for phase in planned for one in (*phase["items"], *phase["add_invoice_items"])}

    def marked(one: Params) -> Params:
        return Params({**one, "agreed": True}) if one.get("price") in known else one

    return [
        Params(
            {
                **phase,
                **{
                    name: [marked(one) for one in phase[name]]
                    for name in ("items", "add_invoice_items")
                    if phase.get(name)
                },
            }
        )
        for phase in given
    ]


def possible(work: Work, customer: Record, phase: Mapping[str, Any]) -> Body:
    """A phase as it can begin: without coupons that cannot be redeemed any more, rates that do not count and
    a method that is gone. source: inferred"""
    method = work.peek(phase["default_payment_method"] or "", "payment_method")
    gone = method is None or method.customer != customer.id
    return {
        **phase,
        "default_payment_method": None if gone else phase["default_payment_method"],
        "default_tax_rates": _counting(work, phase["default_tax_rates"]),
        "discounts": [one for one in phase["discounts"] if _redeemable(work, customer, one)],
        "items": [
            {
                **item,
                "discounts": [one for one in item["discounts"] if _redeemable(work, customer, one)],
                "tax_rates": _counting(work, item["tax_rates"]),
            }
            for item in phase["items"]
        ],
        "add_invoice_items": [
            {
                **item,
                "discounts": [one for one in item["discounts"] if _redeemable(work, customer, one)],
                "tax_rates": _counting(work, item["tax_rates"]),
            }
            for item in phase["add_invoice_items"]
        ],
    }


def _counting(work: Work, rates: Sequence[Body]) -> list[Body]:
    """Rates that are still used."""
    return [rate for rate in rates if work.load(rate["id"], "tax_rate").active]


def _redeemable(work: Work, customer: Record, one: Mapping[str, Any]) -> bool:
    """Can a coupon, or a code, still be given?"""
    try:
        if one["coupon"]:
            coupons.find(work, one["coupon"], "coupon")
        elif one["promotion_code"]:
            codes.find(work, one["promotion_code"], customer.id, "promotion_code")
    except errors.ApiError:
        return False
    return True


def named(discount: Mapping[str, Any]) -> Body:
    """A discount by the one name that it has."""
    return {name: value for name, value in discount.items() if value is not None}
