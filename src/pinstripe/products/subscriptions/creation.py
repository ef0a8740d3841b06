"""Creation: a subscription begins, its first invoice is made and collected at once.

Owns: the first period, what becomes of the first payment. Does not own: the endpoint (subscriptions.py),
later periods (renewal.py). Money: the first invoice's, through the room invoices.
Source: recorded: stripe_world 12; docs: Subscriptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.clock.calendar import DAY, Period
from pinstripe.kernel.generate import stored
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.invoices import automatic_rates, collection, drafts, finalization
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import parties
from pinstripe.products.subscriptions import (
    first_setup,
    notices,
    refusals,
    renewal,
    service_lines,
    thresholds,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION, ending, of_customer, taxed
from pinstripe.products.usage import usage_record_summary as usage

EXPIRY_SECONDS = 23 * 3600
"""How long an unpaid beginning waits. source: docs: Subscription statuses"""
LONGEST_TRIAL_DAYS = 730
CUSTOMER_SUBSCRIPTIONS, CLOCK_SUBSCRIPTIONS = 500, 3
"""Of a customer, and of one on a test clock, with Stripe's limits. source: spec; docs: Test clocks (2024)"""
SHARED = frozenset(("application_fee_percent", "on_behalf_of", "transfer_data"))
"""What a subscription says of other accounts."""
FIELDS = (
    *"metadata description payment_settings collection_method days_until_due trial_settings".split(),
    *sorted(SHARED),
)


def create(work: Work, params: Params) -> Record:
    """A subscription and its first invoice, paid at once where it can be.

    refuses: missing customer or items, no_method, pending_on_create, price_twice, mismatch
    source: recorded: stripe_world 12
    """
    behavior = _allowed(params)
    refuse_shares(work, params)
    customer = work.find("customer", params.customer, "customer")
    method = _method(work, customer, params.get("default_payment_method"))
    subscription, pending = begin(work, customer, params, waits=lambda: first_setup.needed(work, method))
    lines = [invoice_items.line_of(work, item) for item in pending]
    lines += service_lines.opening_lines(work, subscription)
    reckoning = drafts.terms_of(work, customer, subscription.currency, subscription)
    bill = drafts.bill_for(work, customer, subscription.currency, lines, reckoning).bill
    discounts.check_sum(work, subscription.discounts, bill.subtotal, subscription.currency)
    asked = bill.total
    charged = subscription.collection_method == "charge_automatically"
    if asked > 0 and charged and method is None and behavior != "default_incomplete":
        raise refusals.no_method()
    first_setup.begin(work, subscription, method)
    first_invoice(work, subscription, (lines, pending), behavior, params.get("off_session"))
    return subscription


def refuse_shares(work: Work, told: Mapping[str, Any]) -> None:
    """What is said of other accounts can be done with each invoice. refuses: bad_percent, those of payments

    source: spec (percentages, at most two decimal places)
    """
    data, percent = told.get("transfer_data") or {}, told.get("application_fee_percent")
    named = {"application_fee_percent": percent, "transfer_data[amount_percent]": data.get("amount_percent")}
    for name, value in named.items():
        if value is not None and not 0 <= Fraction(str(value)) <= 100:
            raise refusals.bad_percent(name)
    share = None if data.get("amount_percent") is None else 0
    parties.refuse(
        work,
        {
            parties.FEE: None if percent is None else 0,
            "on_behalf_of": told.get("on_behalf_of"),
            "transfer_data": {**data, "amount": share} if data else None,
        },
        0,
        "application_fee_percent",
    )


def begin(
    work: Work,
    customer: Record,
    params: Params,
    under: str = "items",
    waits: Callable[[], str | None] = lambda: None,
) -> tuple[Record, list[Record]]:
    """A subscription that nobody has been billed for yet, and the invoice items that waited for its first
    invoice. params: under, what the caller names items by; waits, the setup that it would wait for if there
    were nothing to pay

    refuses: what items and trials may not be, two_currencies. source: docs: Subscription invoices
    """
    _refuse_crowd(work, customer)
    chosen = items.priced(work, items.placed(params, under))
    _in_currency(params.get("currency"), chosen)
    trial_end = _trial_end(work, params, [price for price, _ in chosen])
    flexible = _flexible(work, params)
    if not flexible and len({_interval(price) for price, _ in chosen}) > 1:
        raise refusals.mismatch("interval")
    currency = chosen[0][0].currency
    invoice_items.check_currency(work, customer, currency)
    pending = invoice_items.pending(work, customer, currency)
    return _begin(work, customer, params, chosen, trial_end, flexible, pending, waits), pending


def _refuse_crowd(work: Work, customer: Record) -> None:
    """Stripe's customers have so many subscriptions, those of a test clock few; with `--limits stripe` only.

    source: docs: error codes; docs: Test clocks (2024)
    """
    most = CLOCK_SUBSCRIPTIONS if customer.test_clock else CUSTOMER_SUBSCRIPTIONS
    if work.world.limits == "stripe" and len(of_customer(work, customer)) >= most:
        raise refusals.too_many_subscriptions(customer.id, most)


def _in_currency(currency: str | None, chosen: list[tuple[Record, Params]]) -> None:
    """The currency that is asked for is that of the prices. refuses: other_currency, not_implemented (a
    price's amounts in other currencies)
    """
    asked = (currency or "").lower()
    for price, _ in chosen if asked else ():
        if price.currency == asked:
            continue
        if asked in (price.private.get("currency_options") or {}):
            raise errors.not_implemented("POST /v1/subscriptions", "currency")
        raise refusals.other_currency(price.currency, asked)


def _allowed(params: Params) -> str:
    """Gives the payment behavior: what happens if the first payment does not succeed."""
    if not params.get("customer"):
        raise errors.missing_param("customer")
    if not params.get("items") and not params.get("plan"):
        raise errors.missing_param("items")
    if params.get("collection_method") == "send_invoice":
        if params.get("days_until_due") is None:
            raise refusals.needs_days()
        if params.days_until_due < 0:
            raise errors.too_low(0, "days_until_due")
    elif params.get("days_until_due") is not None:
        raise refusals.no_days()
    behavior = str(params.get("payment_behavior") or "allow_incomplete")
    if behavior == "pending_if_incomplete":
        raise refusals.pending_on_create()
    return behavior


def _method(work: Work, customer: Record, chosen: str | None) -> Record | None:
    """Gives the method to charge: the subscription's own, else the customer's."""
    if chosen:
        return methods.owned(work, customer, chosen, "default_payment_method")
    return methods.for_customer(work, customer)


def _interval(price: Record) -> tuple[str, int]:
    return price.recurring["interval"], price.recurring["interval_count"]


def _flexible(work: Work, params: Params) -> bool:
    """How prorations are worked out. source: docs: API changelog 2025-09-30.clover"""
    given = params.get("billing_mode")
    if given is not None:
        return bool(given.type == "flexible")
    return not work.version.before(SIDE_EFFECTS["flexible_billing"].date)


def _trial_end(work: Work, params: Params, chosen: list[Record]) -> int | None:
    """When the free time ends, if there is any; a price's own trial counts only where that is asked for.

    refuses: both_trials, trial_too_long, a past end. source: recorded: stripe_world 12, pay-rails/pay
    """
    days, end = params.get("trial_period_days"), params.get("trial_end")
    if days is not None and end is not None:
        raise refusals.both_trials()
    if params.get("trial_from_plan"):
        if end is not None or days is not None:
            raise refusals.trial_of_plan_too("trial_end" if end is not None else "trial_period_days")
        days = max((price.recurring["trial_period_days"] or 0 for price in chosen), default=0) or None
    if days is not None:
        if days < 1:
            raise errors.too_low(1, "trial_period_days")
        if days > LONGEST_TRIAL_DAYS:
            raise refusals.trial_too_long("trial_period_days")
        return work.now + days * DAY
    if end is None or end == "now":
        return None
    if end <= work.now:
        raise errors.bad_timestamp("trial_end")
    if end > work.now + LONGEST_TRIAL_DAYS * DAY:
        raise refusals.trial_too_long("trial_end")
    return int(end)


def _begin(
    work: Work,
    customer: Record,
    params: Params,
    chosen: list[tuple[Record, Params]],
    trial_end: int | None,
    flexible: bool,
    pending: list[Record],
    waits: Callable[[], str | None],
) -> Record:
    """The records of the subscription and its items, with usage that begins to count."""
    key, now = work.new_id(SUBSCRIPTION), work.now
    anchor = trial_end or now
    made = []
    for number, (price, given) in enumerate(chosen):
        period, where = Period(now, anchor), f"items[{number}]"
        item = items.make(work, key, customer.id, price, given, period, where)
        if trial_end is None:
            work.amend(item, current_period_end=items.cycle(item, anchor, now).end)
        made.append(item)
    currency = made[0].price["currency"]
    reduced = _reduced(work, key, customer, currency, params) | thresholds.said(work, params, made)
    free = _asks_nothing(work, customer, [] if trial_end else made, pending, currency, reduced)
    sent = params.get("collection_method") == "send_invoice"
    outcome = "trialing" if trial_end else "started" if free or sent else "incomplete"
    subscription = work.create(
        SUBSCRIPTION,
        outcome,
        id=key,
        application=parties.application(work),
        **_ends(params, made, now),
        **stored(SUBSCRIPTION, params.pick(*FIELDS, "default_payment_method")),
        billing_cycle_anchor=anchor,
        billing_mode=_mode(params, flexible, now),
        currency=currency,
        customer=customer.id,
        **reduced,
        latest_invoice=work.new_id(INVOICE),
        pending_setup_intent=waits() if free and not sent else None,
        **items.shown(key, [item.body for item in made]),
        start_date=now,
        test_clock=customer.get("test_clock"),
        trial_end=trial_end,
        trial_start=now if trial_end else None,
        private={"prices": [price.id for price, _ in chosen], "live": True},
    )
    for item in made:
        usage.open_item(work, subscription, item.body, now)
    _plan_ahead(work, subscription)
    return subscription


def _ends(params: Params, made: list[Record], now: int) -> dict[str, Any]:
    """Whether it ends with its first period."""
    if not params.get("cancel_at_period_end"):
        return {}
    boundary = min(item.current_period_end for item in made)
    return ending(True, now, boundary, {"comment": None, "feedback": None})


def _reduced(work: Work, key: str, customer: Record, currency: str, params: Params) -> dict[str, Any]:
    """The discounts and the taxes of a subscription that begins. refuses: what coupons, codes and rates
    refuse, two_ways_of_tax, inactive, no_customer_location"""
    target = discounts.Target("subscription", key, customer.id, currency)
    wanted, rates = automatic_rates.wanted(params), params.get("default_tax_rates")
    if wanted:
        automatic_rates.refuse_nowhere(work, customer)
        if rates:
            raise invoice_refusals.two_ways_of_tax("default_tax_rates")
    return {
        "automatic_tax": taxed(bool(wanted)),
        "default_tax_rates": tax_rates.named(work, rates, "default_tax_rates"),
        "discounts": discounts.given(work, params.get("discounts"), target),
    }


def _asks_nothing(
    work: Work,
    customer: Record,
    paid: list[Record],
    pending: list[Record],
    currency: str,
    reduced: dict[str, Any],
) -> bool:
    """Is there nothing to pay at first? params: paid: items that are paid ahead"""
    lines = [line for item in paid for line in service_lines.licensed_lines(work, item)]
    lines += [invoice_items.line_of(work, item) for item in pending]
    terms = drafts.terms_with(work, customer, currency, reduced["discounts"], reduced["default_tax_rates"])
    terms = terms._replace(automatic=reduced["automatic_tax"]["enabled"])
    return drafts.bill_for(work, customer, currency, lines, terms).bill.total <= 0


def _mode(params: Params, flexible: bool, now: int) -> dict[str, Any]:
    """How the subscription shows its billing mode. source: recorded: pay-rails/pay"""
    if not flexible:
        return {"flexible": None, "type": "classic"}
    options = (params.get("billing_mode") or {}).get("flexible") or {}
    how = options.get("proration_discounts", "included")
    return {"flexible": {"proration_discounts": how}, "type": "flexible", "updated_at": now}


def _plan_ahead(work: Work, subscription: Record) -> None:
    """Schedules the renewal, the trial notice, and the expiry of an incomplete subscription."""
    renewal.schedule(work, subscription)
    if subscription.status == "incomplete":
        work.schedule("expire", subscription, work.now + EXPIRY_SECONDS)
    if subscription.trial_end:
        notices.plan_notice(work, subscription)


def first_invoice(
    work: Work,
    subscription: Record,
    first: tuple[list[LineDraft], list[Record]],
    behavior: str,
    off_session: bool | None,
) -> None:
    """The first invoice is final at once, and its payment decides how the subscription begins.

    A caller who wants no unfinished subscription gets an error, and nothing is kept. params: first, its
    lines, and the invoice items among them. source: recorded: stripe_world 12
    """
    now = work.now
    lines, pending = first
    sent = subscription.collection_method == "send_invoice"
    invoice = drafts.draft(
        work,
        id=subscription.latest_invoice,
        customer=work.load(subscription.customer, "customer"),
        currency=subscription.currency,
        reason="subscription_create",
        lines=lines,
        subscription=subscription,
        period=(now, now),
        waits=sent,
        **drafts.collected_as(work, subscription),
    )
    invoice_items.bind(work, invoice, pending)
    if not sent or not invoice.total:
        invoice = finalization.finalize(work, invoice)
    if invoice.status == "open" and behavior != "default_incomplete":
        outcome, _ = collection.collect(work, invoice, off_session=bool(off_session))
        if behavior == "error_if_incomplete" and outcome not in collection.ON_ITS_WAY:
            raise refusals.unpaid(work, invoice, outcome)
