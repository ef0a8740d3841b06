"""Item changes: what a subscription is for changes within a period. Items come, go, and are priced anew.

Owns: reading such a change, what it does to items, periods and usage, which prorations and which invoice
follow.
Does not own: the endpoints (subscriptions.py, subscription_items.py), amounts (prorations.py), collecting.
Money: through invoice items and invoices.
Source: docs: Prorations; docs: Billing mode; recorded: stripe_world 14, pay-rails/pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinstripe.api.params import Params
from pinstripe.clock.calendar import Period, add_interval
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.resource import Body
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import (
    demand,
    departure,
    planned_end,
    prorations,
    refusals,
    renewal,
    service_lines,
    spans,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.prorations import State
from pinstripe.products.usage import usage_record_summary as usage


class Wish(NamedTuple):
    """What is asked of one item; item None: a new one. price None: as it is."""

    item: Record | None
    price: Record | None
    given: Params
    gone: bool = False
    where: str = ""
    """Where it stands in the request."""


class Terms(NamedTuple):
    """How a change is billed."""

    behavior: str = "create_prorations"
    moment: int = 0
    restart: bool = False
    """The whole subscription's periods begin now."""
    payment_behavior: str = "allow_incomplete"
    off_session: bool = False
    paid_since: int | None = None
    """When it was asked, where it waited until it was paid: nothing of it is billed any more."""
    threshold: Mapping[str, Any] | None = None
    """The thresholds that it was carried out for, as its invoice names them."""


def terms_of(work: Work, subscription: Record, params: Params) -> Terms:
    """How the caller wants a change to be billed. refuses: not_implemented, outside_period"""
    payment = params.get("payment_behavior") or "allow_incomplete"
    moment = params.get("proration_date")
    if moment is not None:
        every = subscription.body["items"]["data"]
        if any(not i["current_period_start"] <= moment <= i["current_period_end"] for i in every):
            raise refusals.outside_period()
    return Terms(
        params.get("proration_behavior") or "create_prorations",
        work.now if moment is None else moment,
        (params.get("billing_cycle_anchor") or {}).get("type") == "now",
        payment,
        bool(params.get("off_session")),
    )


def wishes_of(work: Work, subscription: Record, given: items.Placed) -> list[Wish]:
    """What is asked of each item; at the top, of the only one. refuses: no_such_item, price_twice,
    quantity_of_metered, mismatch, usage_left, several_items"""
    known = {item.id: item for item in items.of(work, subscription)}
    wishes: list[Wish] = []
    for where, one in given:
        item = None
        if not where:
            if len(known) != 1:
                raise refusals.several_items(next(iter(one)))
            (item,) = known.values()
        if one.get("id"):
            item = known.get(one.id)
            if item is None:
                raise refusals.no_such_item(one.id, f"{where}[id]")
            if any(earlier.item is item for earlier in wishes):
                raise refusals.item_twice(one.id, f"{where}[id]")
        wishes.append(wish(work, item, one, where, subscription.currency))
    check(subscription, known, wishes)
    return wishes


def prices_after(work: Work, subscription: Record, wishes: list[Wish]) -> list[Record]:
    """The prices that the subscription is for once it is changed."""
    asked = {one.item.id: one for one in wishes if one.item is not None}
    kept = [item for item in items.of(work, subscription) if item.id not in asked]
    stay = [one.item for one in wishes if one.item is not None and not one.gone and one.price is None]
    found = [items.rate(work, item) for item in (*kept, *stay)]
    return [*found, *(one.price for one in wishes if one.price is not None)]


PRICED = ("price", "plan", "price_data", "current_trial")
"""What a new price of an item is said by."""


def wish(work: Work, item: Record | None, given: Params, where: str, currency: str | None = None) -> Wish:
    """What is asked of one item. params: currency, the subscription's. refuses: what a price may not be,
    quantity_of_metered, usage_left
    """
    if item is not None and given.get("deleted"):
        if usage.has_usage(work, item.body) and not given.get("clear_usage"):
            raise refusals.usage_left(item.id)
        return Wish(item, None, given, True)
    price = None
    if item is None or any(given.get(name) is not None for name in PRICED):
        price = prices.seen_in(items.price_of(work, given, where), currency)
    now = price if price is not None else items.rate(work, item) if item is not None else None
    assert now is not None
    items.check_quantity(given, now, where, item.get("quantity", 1) if item is not None else 1)
    return Wish(item, price, given, where=where)


def check(subscription: Record, known: dict[str, Record], wishes: list[Wish]) -> None:
    """What the subscription would be for afterwards. refuses: price_twice, other_currency, mismatch,
    too_many_items"""
    after = {
        key: (
            item.price["id"],
            {**item.price, "currency": item.private.get("currency") or item.price["currency"]},
        )
        for key, item in known.items()
    }
    for number, one in enumerate(wishes):
        key = one.item.id if one.item is not None else f"new {number}"
        if one.gone:
            after.pop(key, None)
        elif one.price is not None:
            after[key] = (one.price.id, one.price.body)
    seen = [price for price, _ in after.values()]
    for price in seen:
        if seen.count(price) > 1:
            raise refusals.price_twice(price)
    if len(after) > items.MOST_ITEMS:
        raise refusals.too_many_items()
    bodies = [body for _, body in after.values()]
    if any(body["currency"] != subscription.currency for body in bodies):
        (other,) = {body["currency"] for body in bodies} - {subscription.currency}
        raise refusals.other_currency(other, subscription.currency)
    items.check_rhythms(bodies, prorations.flexible(subscription))


UNBILLED = ("trialing", "incomplete", "paused")
"""States in which a change costs nothing yet."""


def apply(
    work: Work,
    subscription: Record,
    wishes: list[Wish],
    terms: Terms,
    *,
    bills_usage: bool = True,
    since: Body | None = None,
    **changes: Any,
) -> None:
    """Carries a change out: items, prorations, and an immediate invoice where one is due; one event tells.

    An interval that changes begins anew, with an invoice; in classic mode the whole subscription does.
    since: what was before its caller amended it. source: docs: Prorations; recorded: pay-rails/pay
    """
    renewal.bill_what_waits(work, subscription)
    before = subscription.body if since is None else since
    restart = terms.restart or _restarts(subscription, wishes)
    rebased = [one for one in wishes if _rebased(one)]
    anew = {one.item.id for one in rebased if one.item is not None}
    free = subscription.status in UNBILLED
    cuts = restart and bills_usage and not free
    ended, used = service_lines.running_usage(work, subscription) if cuts else ([], [])
    paid = terms.paid_since is not None
    begins = terms.paid_since or work.now
    prorates = terms.behavior != "none" and not free and not paid
    if prorates and not restart:
        departure.bill(work, subscription, _going(wishes))
    made, kept = (_begin_anew if restart else _within)(work, subscription, wishes, begins)
    if "cancel_at" in changes:
        at = None if changes["cancel_at_period_end"] else changes["cancel_at"]
        planned_end.move_ends(work, subscription, kept, at, prorates)
    if not free:
        prorations.bill(work, subscription, made, terms.moment if prorates else None)
        billed = [change.item for change in made if prorates or paid or change.item in anew]
        prorations.remember(work, subscription, [] if restart else made, billed)
    if restart:
        changes |= {"billing_cycle_anchor": begins, "billing_cycle_anchor_config": None}
    _show(work, subscription, kept, changes)
    if free or paid or not (restart or rebased or terms.behavior == "always_invoice"):
        for key, began, stop, *_ in ended:
            item = work.load(key, "subscription_item")
            usage.roll(work, subscription, item.body, began, stop, subscription.latest_invoice)
        work.change(subscription, was=before)
        return
    fresh = [change.item for change in made if change.before is None and not restart]
    used += _own_lines(work, subscription, rebased, restart, prorates)
    used += service_lines.nothing_used(work, subscription, fresh)
    invoice(work, subscription, used, terms._replace(restart=restart), ended, before)


def _show(work: Work, subscription: Record, kept: list[str], changes: dict[str, Any]) -> None:
    """The subscription shows what was changed of it, and is called when its next period ends."""
    bodies = [work.load(key, "subscription_item").body for key in kept]
    if bodies and changes.get("cancel_at_period_end", subscription.cancel_at_period_end):
        changes["cancel_at"] = min(body["current_period_end"] for body in bodies)
    work.note(subscription, prices=[body["price"]["id"] for body in bodies])
    work.amend(subscription, **changes, **items.shown(subscription.id, bodies))
    renewal.reschedule(work, subscription)


def _own_lines(
    work: Work, subscription: Record, rebased: list[Wish], restart: bool, prorates: bool
) -> list[LineDraft]:
    """A period that begins anew stands on the invoice with lines of its own where it is not a proration."""
    if restart and not (prorates and prorations.flexible(subscription)):
        return service_lines.opening_lines(work, subscription)
    changed = [one.item for one in rebased if one.item is not None and not restart and not prorates]
    return [line for item in changed for line in service_lines.licensed_lines(work, item, work.now)]


def _restarts(subscription: Record, wishes: list[Wish]) -> bool:
    """Says whether all periods of the subscription restart. In classic mode another interval does that, and
    so does a paid price where all were free. source: docs: Prorations; docs: Set billing cycles
    """
    if prorations.flexible(subscription):
        return False
    every = subscription.body["items"]["data"]
    free = bool(every) and not any(_costs(item["price"]) for item in every)
    paid = any(one.price is not None and _costs(one.price.body) for one in wishes)
    return any(_rebased(one) for one in wishes) or (free and paid)


def _costs(price: dict[str, Any]) -> bool:
    return price["unit_amount"] != 0 or price["billing_scheme"] == "tiered"


def _rebased(one: Wish) -> bool:
    """Says whether the item gets another interval."""
    if one.item is None or one.price is None:
        return False
    old, new = one.item.price["recurring"], one.price.recurring
    return (old["interval"], old["interval_count"]) != (new["interval"], new["interval_count"])


def _going(wishes: list[Wish]) -> list[Record]:
    """Items that go, are not metered any more, or begin another rhythm."""
    return [
        one.item
        for one in wishes
        if one.item is not None
        and (one.gone or _rebased(one) or (one.price is not None and not pricing.is_metered(one.price.body)))
    ]


def _within(
    work: Work, subscription: Record, wishes: list[Wish], at: int
) -> tuple[list[prorations.Change], list[str]]:
    """Items change inside their periods; only an item with another interval gets a period of its own.

    params: at, from when on. gives: the changes, and the ids of the items there are afterwards
    """
    made = []
    kept = [item.id for item in items.of(work, subscription)]
    for one in wishes:
        now = prorations.state(work, subscription, one.item) if one.item is not None else None
        before = prorations.paid(work, subscription, one.item) if one.item is not None else None
        item = _carry_out(work, subscription, one, kept, at)
        after = prorations.state(work, subscription, item) if item is not None else None
        key = item.id if item is not None else one.item.id if one.item is not None else ""
        if now is None or after is None or now != after:
            made.append(prorations.Change(key, before, after))
    return made, kept


def _carry_out(work: Work, subscription: Record, one: Wish, kept: list[str], at: int) -> Record | None:
    """One item made, changed or taken away. params: at, where another rhythm begins. gives: the item as it is
    then"""
    if one.gone:
        assert one.item is not None
        _take_away(work, one.item)
        kept.remove(one.item.id)
        return None
    if one.item is None:
        assert one.price is not None
        period = items.joining(work, subscription, one.price)
        owner = subscription.customer
        anchor = subscription.billing_cycle_anchor
        item = items.make(work, subscription.id, owner, one.price, one.given, period, one.where, anchor)
        items.count_by(work, item, anchor, subscription.billing_cycle_anchor_config)
        usage.open_item(work, subscription, item.body, work.now)
        kept.append(item.id)
        return item
    item = one.item
    if one.given.get("clear_usage"):
        usage.clear(work, item.body)
    owner, currency = subscription.customer, subscription.currency
    changes = items.reduced(work, item.id, owner, currency, one.given, one.where, item.discounts)
    if "metadata" in one.given:
        changes["metadata"] = merged_metadata(item.metadata, one.given.metadata)
    if one.given.get("quantity") is not None:
        changes["quantity"] = one.given.quantity
    if one.price is not None:
        changes |= items.priced_as(work.load(one.price.id, "price"), item.get("quantity", 1))
        if "quantity" in changes and one.given.get("quantity") is not None:
            changes["quantity"] = one.given.quantity
        span = Period(item.current_period_start, item.current_period_end)
        anchor = subscription.billing_cycle_anchor
        changes["current_trial"] = items.on_trial(work, one.given, one.price, anchor, span)
        if _rebased(one):
            every = one.price.recurring
            end = add_interval(at, every["interval"], every["interval_count"], 1)
            end = items.until(items.fixed_end(subscription), end)
            changes |= {"current_period_start": at, "current_period_end": end}
            work.note(item, anchor=at)
    was = item.body
    work.amend(item, **changes)
    usage.switch_item(work, subscription, item.body, was)
    spans.switch(work, subscription, item, was)
    return item


def _take_away(work: Work, item: Record) -> None:
    usage.end_item(work, item.body, work.now)
    work.delete(item)


def _begin_anew(
    work: Work, subscription: Record, wishes: list[Wish], at: int
) -> tuple[list[prorations.Change], list[str]]:
    """Every period ends here: what was paid is given back, and all begin at once. In flexible billing the new
    period is charged as the time that remains. source: recorded: stripe_world 14"""
    old = {item.id: prorations.paid(work, subscription, item) for item in items.of(work, subscription)}
    kept = list(old)
    for one in wishes:
        _carry_out(work, subscription, one, kept, at)
    for key in kept:
        item = work.load(key, "subscription_item")
        every = item.price["recurring"]
        end = add_interval(at, every["interval"], every["interval_count"], 1)
        end = items.until(items.fixed_end(subscription), end)
        work.note(item, anchor=None, billed=None)
        work.amend(item, current_period_start=at, current_period_end=end)
    if not prorations.flexible(subscription):
        return [prorations.Change(key, state, None) for key, state in old.items() if state], kept
    fresh = {
        key: State(items.rate(work, item), item.get("quantity", 0), _whole(item))
        for key, item in ((key, work.load(key, "subscription_item")) for key in kept)
    }
    return [prorations.Change(key, old.get(key), fresh.get(key)) for key in {**old, **fresh}], kept


def _whole(item: Record) -> Period:
    return Period(item.current_period_start, item.current_period_end)


def invoice(
    work: Work,
    subscription: Record,
    lines: list[LineDraft],
    terms: Terms,
    ended: Sequence[spans.Ended],
    before: Body,
) -> None:
    """Makes an invoice of the pending lines and collects it in the same call. source: recorded: pay-rails/pay

    A payment that fails, or waits for its holder, leaves the change in place and the subscription in arrears,
    unless the caller wants all or nothing. Where classic billing resets its periods with an invoice at once,
    what waited before goes on waiting. params: before, the subscription before the change, of which one event
    tells. source: sdk (payment_behavior); docs: Billing mode
    """
    why: dict[str, Any] = {} if terms.threshold is None else {"threshold_reason": terms.threshold}
    reason = "subscription_threshold" if why else "subscription_update"
    resets = terms.restart and terms.behavior == "always_invoice"
    alone = resets and not prorations.flexible(subscription)
    made = demand.drafted(work, subscription, lines, reason, before, alone=alone, **why)
    if made is None:
        return
    for key, began, stop, *_ in ended:
        usage.roll(work, subscription, work.load(key, "subscription_item").body, began, stop, made.id)
    if subscription.collection_method == "send_invoice":
        return
    demand.ask(work, made, terms.payment_behavior, terms.off_session)
    if made.status == "open" and subscription.status == "active":
        work.advance(subscription, "fail", "awaited")
