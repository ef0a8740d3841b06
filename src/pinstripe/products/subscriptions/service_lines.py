"""Service lines: what a subscription's periods put on invoices, line by line.

Owns: the lines of items with a quantity, of metered ones, of trials; what the next invoice would say.
Does not own: prices of a quantity (room catalog), counting (room usage), when they are billed (renewal.py).
Money: lines' amounts in minor units, from pricing.
Source: docs: Subscription invoices; recorded: Gitpod 2022, pay-rails/pay.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pinstripe.clock.calendar import Period
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import advances, descriptions, spans
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.spans import Ended
from pinstripe.products.subscriptions.subscription import next_boundary
from pinstripe.products.usage import usage_record_summary as usage


def priced_lines(
    work: Work,
    item: Record,
    quantity: pricing.Quantity,
    start: int,
    end_: int,
    price_id: str | None = None,
    moment: int | None = None,
    before: pricing.Quantity = 0,
) -> list[LineDraft]:
    """What a quantity of an item costs in a period, line by line. params: price_id, where the item had
    another price then; moment, when it is billed, if that is later; before, what of it is billed.
    source: docs: Model usage-based pricing
    """
    price = items.rate(work, item, price_id)
    product = products.product_of(work, price)
    metadata = _notes(work, item)
    reduced = discounts.counting(work, item.discounts, price.currency, moment)
    return [
        LineDraft(
            amount=line.amount,
            currency=price.currency,
            description=descriptions.charge(line, product.body, price.body),
            period=(start, end_),
            quantity=line.quantity,
            price=price,
            subscription=item.subscription,
            subscription_item=item.id,
            unit_amount_decimal=line.unit_amount_decimal,
            quantity_decimal=line.quantity_decimal,
            metadata=metadata,
            discounts=reduced,
            tax_rates=item.tax_rates,
        )
        for line in pricing.rest(price.body, prices.tiers_of(price), quantity, before)
    ]


def _notes(work: Work, item: Record) -> dict[str, str] | None:
    """A subscription's lines carry its notes. source: spec (line_item: metadata)"""
    subscription = work.peek(item.subscription, "subscription")
    return dict(subscription.metadata) if subscription is not None else None


def noted(lines: Iterable[LineDraft], subscription: Record) -> list[LineDraft]:
    """Lines that were made before their subscription, with its metadata; those of invoice items have their
    own. source: spec (line_item: metadata)"""
    return [
        line if line.invoice_item else line._replace(metadata=dict(subscription.metadata)) for line in lines
    ]


def licensed_lines(work: Work, item: Record, anchor: int, free: bool = False) -> list[LineDraft]:
    """An item with a quantity pays ahead for the period that begins; a metered one does not. A period that
    begins late, or ends early, is paid in part. params: anchor, the subscription's; free, not even that

    source: docs: Set billing cycles; docs: Cancel subscriptions (cancel_at in a later period)
    """
    if pricing.is_metered(item.price):
        return []
    period = Period(unbilled_from(item, item.current_period_start), item.current_period_end)
    if period.start >= period.end:
        return []
    return period_lines(work, item, period, items.cycle(item, anchor, period.start), free=free)


def unbilled_from(item: Record, start: int) -> int:
    """From when a period is still to be billed: some of it may have been, ahead. source: spec
    (billed_until)"""
    return max(start, item.get("billed_until") or 0)


def period_lines(
    work: Work, item: Record, period: Period, whole: Period, moment: int | None = None, free: bool = False
) -> list[LineDraft]:
    """What an item with a quantity pays for a period, or for a part of a whole one. params: moment, when it
    is billed, if that is later; free, a part costs nothing"""
    if period == whole:
        return priced_lines(work, item, item.quantity, period.start, period.end, moment=moment)
    share = Fraction(0) if free else Fraction(period.seconds, whole.seconds)
    price = items.rate(work, item)
    name = products.product_of(work, price).name
    if period.end == whole.end:
        words = descriptions.remaining_time(name, item.quantity, period.start)
    else:
        words = descriptions.time_on(name, item.quantity, period.start, period.end)
    return [part_line(work, item, period, share, words, moment)]


def part_line(
    work: Work, item: Record, period: Period, share: Fraction, words: str, moment: int | None = None
) -> LineDraft:
    """A line of an item for a share of its period, or for several. source: docs: Prorations"""
    price = items.rate(work, item)
    configuration = pricing.Configuration(price.body, prices.tiers_of(price), item.quantity)
    return LineDraft(
        amount=pricing.part_of(configuration, share),
        currency=price.currency,
        description=words,
        period=period,
        quantity=item.quantity,
        price=price,
        subscription=item.subscription,
        subscription_item=item.id,
        proration=True,
        metadata=_notes(work, item),
        discounts=discounts.counting(work, item.discounts, price.currency, moment),
        tax_rates=item.tax_rates,
    )


def metered_lines(
    work: Work, subscription: Record, ended: Ended, last: bool = False, moment: int | None = None
) -> list[LineDraft]:
    """A metered item pays afterwards for what it used. params: last, no other period bills its last second;
    moment, when it is billed, if that is later

    source: recorded: Gitpod 2022
    """
    key, start, stop, first, price_id = ended
    item = work.load(key, "subscription_item")
    then = {**item.body, "price": work.load(price_id, "price").body}
    last = (last or subscription.ended_at == stop) and not spans.is_former(item, ended)
    used = usage.quantity(work, subscription, then, start, stop, first, last)
    return priced_lines(work, item, used, start, stop, price_id, moment, advances.billed(item, start))


def trial_line(work: Work, item: Record, flexible: bool) -> LineDraft:
    """The free time, shown as a line that costs nothing. params: flexible, the subscription's billing mode.
    source: recorded: stripe_world 12"""
    price = items.rate(work, item)
    product = products.product_of(work, price)
    quantity = item.get("quantity", 0)
    return LineDraft(
        amount=0,
        currency=price.currency,
        description=descriptions.trial(quantity, product.body, price.body, flexible),
        period=(item.current_period_start, item.current_period_end),
        quantity=quantity,
        price=price,
        subscription=item.subscription,
        subscription_item=item.id,
        unit_amount_decimal="0",
        metadata=_notes(work, item),
        discounts=discounts.counting(work, item.discounts, price.currency),
        tax_rates=item.tax_rates,
    )


def opening_lines(work: Work, subscription: Record) -> list[LineDraft]:
    """The lines of a period that begins, newest item first: free time, or what is paid ahead.

    In classic billing a metered item is named, too, with nothing used yet.
    source: recorded: stripe_world 12; docs: Billing mode (zero lines)
    """
    found = items.of(work, subscription)
    classic = subscription.billing_mode["type"] == "classic"
    if subscription.status == "trialing":
        return [trial_line(work, item, not classic) for item in reversed(found)]
    anchor = subscription.billing_cycle_anchor
    return [line for item in reversed(found) for line in opening_of(work, item, anchor, classic)]


def nothing_used(work: Work, subscription: Record, fresh: Iterable[str]) -> list[LineDraft]:
    """Metered items that came to a subscription of classic billing are named where it is billed at once.
    params: fresh, the new items. source: docs: Billing mode (zero lines)"""
    if subscription.billing_mode["type"] != "classic":
        return []
    found = [work.load(key, "subscription_item") for key in fresh]
    metered = [item for item in found if pricing.is_metered(item.price)]
    return [
        line for item in metered for line in opening_of(work, item, subscription.billing_cycle_anchor, True)
    ]


def opening_of(work: Work, item: Record, anchor: int, classic: bool, free: bool = False) -> list[LineDraft]:
    """The lines of one item whose period begins. params: anchor, classic, the subscription's; free, a part of
    a period costs nothing"""
    if classic and pricing.is_metered(item.price):
        return priced_lines(work, item, 0, item.current_period_start, item.current_period_end)[:1]
    return licensed_lines(work, item, anchor, free)


def goes_on(subscription: Record) -> bool:
    """Will anything be billed? Not where it ends with its period and nothing is metered."""
    every = subscription.body["items"]["data"]
    if subscription.status in ("incomplete", "paused"):
        return False
    return any(pricing.is_metered(item["price"]) for item in every) or (
        bool(every) and not ends_by(subscription, next_boundary(subscription))
    )


def ends_by(subscription: Record, moment: int) -> bool:
    """Will it have ended by then, as far as anybody knows?"""
    return subscription.cancel_at is not None and subscription.cancel_at <= moment


def lines_ahead(work: Work, subscription: Record) -> tuple[list[LineDraft], tuple[int, int]]:
    """What the next invoice would say if nothing more happened: usage so far, the period after this one.

    source: docs: Upcoming invoice
    """
    boundary = next_boundary(subscription)
    due = [item for item in items.of(work, subscription) if item.current_period_end == boundary]
    lines: list[LineDraft] = []
    for item in reversed(due):
        after = items.after_trial(work, item, boundary)
        if after is not None and not ends_by(subscription, boundary):
            lines += _after_trial(work, item, after, boundary)
        elif not pricing.is_metered(item.price):
            if not ends_by(subscription, boundary):
                period, whole = next_period(subscription, item, boundary)
                period = period._replace(start=unbilled_from(item, period.start))
                if period.start < period.end:
                    lines += period_lines(work, item, period, whole, boundary, unprorated(subscription))
        elif subscription.status != "trialing":
            for one in reversed(spans.of(work, item)):
                lines += metered_lines(work, subscription, one, moment=boundary)
    return lines, (due[0].current_period_start, boundary)


def _after_trial(work: Work, item: Record, price: Record, boundary: int) -> list[LineDraft]:
    """The first period at the price that follows an item's trial."""
    if pricing.is_metered(price.body):
        return []
    end = items.period_of(boundary, price.recurring, boundary).end
    quantity = item.get("quantity", 1)
    return priced_lines(work, item, quantity, boundary, end, price.id, moment=boundary)


def next_period(subscription: Record, item: Record, boundary: int) -> tuple[Period, Period]:
    """An item's period from a boundary on, and the whole one that it belongs to: it begins late after a trial
    that does not end with a period, and ends early with its subscription.
    source: docs: Set billing cycles; docs: Cancel subscriptions
    """
    anchor: int = subscription.billing_cycle_anchor
    if subscription.status == "trialing" and anchors_anew(subscription):
        anchor = boundary
    whole = items.cycle(item, anchor, boundary)
    return Period(boundary, items.until(items.fixed_end(subscription), whole.end)), whole


def anchors_anew(subscription: Record) -> bool:
    """Do its periods count from the end of its trial, whatever they were anchored at?
    source: spec (trial_settings)
    """
    return subscription.trial_settings["end_behavior"].get("billing_cycle_anchor") == "now"


def unprorated(subscription: Record) -> bool:
    """Is a part of a period after the trial free, because its creator wanted no prorations?"""
    return subscription.status == "trialing" and bool(subscription.private.get("unprorated"))


def running_usage(work: Work, subscription: Record) -> tuple[list[Ended], list[LineDraft]]:
    """What metered items used up to now, for an invoice that cuts their periods short.
    source: docs: Prorations
    """
    found = [item for item in items.of(work, subscription) if pricing.is_metered(item.price)]
    ended = [one for item in found for one in spans.of(work, item, work.now)]
    return ended, [line for one in reversed(ended) for line in metered_lines(work, subscription, one)]
