"""Creation: a subscription begins, its first invoice is made and collected at once.

Owns: the first period, what becomes of the first payment. Does not own: the endpoint (subscriptions.py),
later periods (renewal.py). Money: the first invoice's, through the room invoices.
Source: recorded: stripe_world 12; docs: Subscriptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.customers import default_source
from pinstripe.products.invoices import collection, drafts, finalization
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import refusals as invoice_refusals
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.line_terms.bill import Bill
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.payments import parties
from pinstripe.products.subscriptions import (
    alignment,
    first_setup,
    notices,
    planned_end,
    prepayments,
    refusals,
    renewal,
    service_lines,
    supplement,
    thresholds,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.alignment import Start
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION, of_customer, taxed
from pinstripe.products.usage import usage_record_summary as usage

EXPIRY_SECONDS = 23 * 3600
"""How long an unpaid beginning waits. source: docs: Subscription statuses"""
LONGEST_TRIAL_DAYS = 730
CUSTOMER_SUBSCRIPTIONS, CLOCK_SUBSCRIPTIONS = 500, 3
"""Of a customer, and of one on a test clock, with Stripe's limits. source: spec; docs: Test clocks (2024)"""
ENOUGH: dict[str, tuple[collection.Collected, ...]] = {
    "error_if_incomplete": collection.ON_ITS_WAY,
    "error_if_declined": (*collection.ON_ITS_WAY, collection.Collected.CHALLENGED),
}
"""What the first attempt must come to, or there is no subscription; the second is a page's own word, whose
payer can be asked. source: recorded: stripe_world 12; docs: Checkout"""
SHARED = frozenset(("application_fee_percent", "on_behalf_of", "transfer_data"))
"""What a subscription says of other accounts."""
LATER = "later"
"""How a first invoice is collected that waits an hour as a draft, as every later one does: one of a schedule,
or of a quote. source: docs: Subscription schedules; docs: Quotes overview"""
FIELDS = (
    "managed_payments",
    *"schedule metadata description payment_settings collection_method days_until_due trial_settings".split(),
    *sorted(SHARED),
)


def create(work: Work, params: Params) -> Record:
    """A subscription and its first invoice, paid at once where it can be.

    refuses: missing customer or items, no_method, pending_on_create, price_twice, mismatch
    source: recorded: stripe_world 12
    """
    behavior = _allowed(params)
    supplement.check_interval(params.get("pending_invoice_item_interval"))
    refuse_shares(work, params)
    customer = work.find("customer", params.customer, "customer")
    method = _method(work, customer, params)
    later = behavior == LATER
    begun = begin(work, customer, params, waits=lambda: None if later else first_setup.needed(work, method))
    subscription, pending, lines, bill = begun
    discounts.check_sum(work, subscription.discounts, bill.subtotal, subscription.currency)
    asked = bill.total
    charged = subscription.collection_method == "charge_automatically"
    if asked > 0 and charged and method is None and behavior not in ("default_incomplete", LATER):
        raise refusals.no_method()
    first_setup.begin(work, subscription, method)
    first_invoice(work, subscription, (lines, pending), behavior, params.get("off_session"))
    return subscription


def pay_with(work: Work, subscription: Record, method: Record) -> None:
    """A subscription that waits for its first payment is paid with another method, now and later. source:
    docs: Checkout"""
    work.change(subscription, default_payment_method=method.id)


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


class Begun(NamedTuple):
    """A subscription that begins, the invoice items that waited for its first invoice, its lines, and what
    they ask for."""

    subscription: Record
    pending: list[Record]
    lines: list[LineDraft]
    bill: Bill


def begin(
    work: Work,
    customer: Record,
    params: Params,
    under: str = "items",
    waits: Callable[[], str | None] = lambda: None,
) -> Begun:
    """A subscription that nobody has been billed for yet, and what its first invoice will be about.

    params: under, what the caller names items by; waits, the setup that it would wait for if there were
    nothing to pay

    refuses: what items and trials may not be, two_currencies. source: docs: Subscription invoices
    """
    _refuse_crowd(work, customer)
    asked = (params.get("currency") or "").lower() or None
    chosen = items.priced(work, items.placed(params, under), asked)
    _in_currency(asked, chosen)
    trial_end = _trial_end(work, params, [price for price, _ in chosen])
    flexible = _flexible(work, params)
    items.check_rhythms([price.body for price, _ in chosen], flexible)
    currency = chosen[0][0].currency
    invoice_items.check_currency(work, customer, currency)
    start = alignment.start_of(work, params, [price for price, _ in chosen], trial_end, flexible)
    return _begin(work, customer, params, chosen, start, waits)


def _refuse_crowd(work: Work, customer: Record) -> None:
    """Stripe's customers have so many subscriptions, those of a test clock few; with `--limits stripe` only.

    source: docs: error codes; docs: Test clocks (2024)
    """
    most = CLOCK_SUBSCRIPTIONS if customer.test_clock else CUSTOMER_SUBSCRIPTIONS
    if work.world.limits == "stripe" and len(of_customer(work, customer)) >= most:
        raise refusals.too_many_subscriptions(customer.id, most)


def _in_currency(asked: str | None, chosen: list[tuple[Record, Params]]) -> None:
    """The currency that is asked for is one of the prices'. refuses: other_currency"""
    for price, _ in chosen if asked else ():
        if price.currency != asked:
            raise refusals.other_currency(price.currency, str(asked))


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
    behavior = LATER if params.get("waits") else str(params.get("payment_behavior") or "allow_incomplete")
    if behavior == "pending_if_incomplete":
        raise refusals.pending_on_create()
    return behavior


def _method(work: Work, customer: Record, params: Params) -> Record | None:
    """Gives the method to charge: the subscription's own, else its source, else the customer's."""
    if params.get("default_payment_method"):
        return methods.owned(work, customer, params.default_payment_method, "default_payment_method")
    if params.get("default_source"):
        return default_source.owned(work, customer, params.default_source, 400, "default_source")
    return collection.of_customer(work, customer)


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
    start: Start,
    waits: Callable[[], str | None],
) -> Begun:
    """The records of the subscription and its items, with usage that begins to count, and its lines."""
    key, now, currency = work.new_id(SUBSCRIPTION), work.now, chosen[0][0].currency
    ends, made = _items(work, key, customer, params, chosen, start)
    spans = [(item.current_period_start, item.current_period_end) for item in made]
    supplement.add(work, key, customer, params, currency, spans)
    pending = invoice_items.pending(work, customer, currency, key)
    every = [price for price, _ in chosen]
    reduced = _reduced(work, key, customer, currency, params) | thresholds.said(work, params, every)
    waiting = [invoice_items.line_of(work, item) for item in pending]
    lines = [*waiting, *alignment.first_lines(work, made, start)]
    free = (bill := _first_bill(work, customer, lines, currency, reduced)).total <= 0
    sent = params.get("collection_method") == "send_invoice"
    begins = "started" if free or sent or params.get("waits") else "incomplete"
    outcome = "trialing" if start.trial_end else begins
    subscription = work.create(
        SUBSCRIPTION,
        outcome,
        id=key,
        application=parties.application(work),
        **ends,
        **supplement.fields_of(params.pick(*FIELDS, "default_payment_method")),
        **supplement.settings_of(work, customer, params, SUBSCRIPTION.defaults["invoice_settings"]),
        **supplement.interval_of(params.get("pending_invoice_item_interval"), now),
        billing_cycle_anchor=start.anchor,
        billing_cycle_anchor_config=start.config,
        billing_mode=_mode(params, start.flexible, now),
        currency=currency,
        customer=customer.id,
        **reduced,
        latest_invoice=work.new_id(INVOICE),
        pending_setup_intent=waits() if free and not sent else None,
        **items.shown(key, [item.body for item in made]),
        start_date=start.since,
        test_clock=customer.get("test_clock"),
        trial_end=start.trial_end,
        trial_start=now if start.trial_end else None,
        private={"prices": [price.id for price in every], "live": True, **start.private},
    )
    for item in made:
        usage.open_item(work, subscription, item.body, now)
    _plan_ahead(work, subscription)
    return Begun(subscription, pending, service_lines.noted(lines, subscription), bill)


def _items(
    work: Work,
    key: str,
    customer: Record,
    params: Params,
    chosen: list[tuple[Record, Params]],
    start: Start,
) -> tuple[dict[str, Any], list[Record]]:
    """The items, and what the subscription says of its end, which may cut their first periods short."""
    periods = [alignment.first_period(price.body, start, None) for price, _ in chosen]
    ahead, untils = prepayments.begin(work, params, chosen, periods, start)
    ends = planned_end.at_first(work, params, [period.end for period in periods], list(untils.values()))
    made = []
    for number, ((price, given), period) in enumerate(zip(chosen, periods, strict=True)):
        span = period._replace(end=items.until(ends.get("cancel_at"), period.end))
        where = f"items[{number}]"
        made.append(items.make(work, key, customer.id, price, given, span, where, start.anchor))
        items.count_by(work, made[-1], start.anchor, start.config)
        if str(number) in untils:
            work.amend(made[-1], billed_until=untils[str(number)])
    return {**ends, "billing_schedules": ahead}, made


def _reduced(work: Work, key: str, customer: Record, currency: str, params: Params) -> dict[str, Any]:
    """The discounts and the taxes of a subscription that begins. refuses: what coupons, codes and rates
    refuse, two_ways_of_tax, inactive, no_customer_location"""
    target = discounts.Target("subscription", key, customer.id, currency)
    wanted, rates = automatic_rates.wanted(params), params.get("default_tax_rates")
    liable = automatic_rates.liable(work, params)
    if wanted:
        automatic_rates.refuse_nowhere(work, customer, liable)
        if rates:
            raise invoice_refusals.two_ways_of_tax("default_tax_rates")
    return {
        "automatic_tax": taxed(bool(wanted), liable),
        "default_tax_rates": tax_rates.named(work, rates, "default_tax_rates"),
        "discounts": discounts.given(work, params.get("discounts"), target),
    }


def _first_bill(
    work: Work, customer: Record, lines: list[LineDraft], currency: str, reduced: dict[str, Any]
) -> Bill:
    """What there is to pay at first."""
    terms = drafts.terms_with(work, customer, currency, reduced["discounts"], reduced["default_tax_rates"])
    taxes = reduced["automatic_tax"]
    terms = terms._replace(automatic=taxes["enabled"], liable=automatic_rates.account_of(taxes))
    return drafts.bill_for(work, customer, currency, lines, terms).bill


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
    supplement.plan(work, subscription)
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
    waits = subscription.collection_method == "send_invoice" or behavior == LATER
    invoice = drafts.draft(
        work,
        id=subscription.latest_invoice,
        customer=work.load(subscription.customer, "customer"),
        currency=subscription.currency,
        reason="subscription_create",
        lines=lines,
        subscription=subscription,
        period=(now, now),
        waits=waits,
        **drafts.collected_as(work, subscription),
    )
    invoice_items.bind(work, invoice, pending)
    if not waits or not invoice.total:
        invoice = finalization.finalize(work, invoice)
    if invoice.status == "open" and behavior not in ("default_incomplete", LATER):
        outcome, _ = collection.collect(work, invoice, off_session=bool(off_session))
        if outcome not in ENOUGH.get(behavior, (outcome,)):
            raise refusals.unpaid(work, invoice, outcome)
