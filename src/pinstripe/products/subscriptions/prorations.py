"""Prorations: time that was paid for and is not used is given back, time that is left is charged.

Owns: the two invoice items of a changed subscription item, what an item gives back. Does not own: how much
(room catalog), which words (descriptions.py), when they are billed (item_changes.py, renewal.py).
Money: each item rounded on its own, ties towards less.
Source: docs: Prorations; recorded: stripe_world 14, pay-rails/pay.
Private fact of an item: billed, price and quantity last billed, where it was changed since without a bill.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pinstripe.clock.calendar import Period
from pinstripe.kernel.record import ABSENT, Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.catalog import product as products
from pinstripe.products.catalog.pricing import Configuration
from pinstripe.products.invoices import invoice_item as invoice_items
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.subscriptions import descriptions, reductions
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.reductions import Reduction


class State(NamedTuple):
    """A subscription item as it is charged: at which price, how often, for which period."""

    price: Record
    quantity: int
    period: Period
    until: int | None = None
    """Where it ends before its period does."""

    def to(self, until: int) -> State:
        """The same up to a moment."""
        return self._replace(until=until if until < self.period.end else None)

    @property
    def end(self) -> int:
        """Up to when it is charged."""
        return self.period.end if self.until is None else self.until

    @property
    def configuration(self) -> Configuration:
        """As the calculator takes it."""
        return Configuration(self.price.body, prices.tiers_of(self.price), self.quantity)


class Change(NamedTuple):
    """One item before and after."""

    item: str
    before: State | None
    after: State | None


def flexible(subscription: Record) -> bool:
    """Is it billed the newer way, in which credits follow what was billed? source: docs: Billing mode"""
    return bool(subscription.billing_mode["type"] == "flexible")


def itemized(subscription: Record) -> bool:
    """Do its prorations show what discounts take off beside the amount before them? source: spec"""
    shown = subscription.billing_mode["flexible"] or {}
    return bool(shown.get("proration_discounts") == "itemized")


def state(work: Work, subscription: Record, item: Record) -> State:
    """The item as it is; its period is the whole cycle, of which one that came later has only a part."""
    price = items.rate(work, item)
    cycle = items.cycle(item, subscription.billing_cycle_anchor, item.current_period_start)
    return State(price, item.get("quantity", 0), cycle).to(item.current_period_end)


def paid(work: Work, subscription: Record, item: Record) -> State | None:
    """What gives back: the item as it is, in flexible billing as it was last billed; None, nothing was.

    source: docs: Billing mode
    """
    current = state(work, subscription, item)
    billed = item.private.get("billed")
    if not billed:
        return current
    if not billed[0]:
        return None
    return current._replace(price=items.rate(work, item, billed[0]), quantity=billed[1])


def bill(work: Work, subscription: Record, made: list[Change], moment: int | None) -> None:
    """The parts of periods that changes give back and charge. params: moment, from which they count, though
    never outside of what is changed; None, where nothing is prorated"""
    for change in made if moment is not None else ():
        known = change.before or change.after
        if known is not None:
            start, end = known.period.start, known.end
            at = min(max(moment or 0, start), end)
            prorate(work, subscription, change.item, change.before, change.after, at)
            _bill_ahead(work, subscription, change.item, change.before, change.after)


def bill_no_further(work: Work, subscription: Record, item: Record, end: int) -> None:
    """What was billed ahead for the time after a planned end is given back. source: spec (cancel_at)"""
    if (item.get("billed_until") or 0) > end:
        _bill_ahead(work, subscription, item.id, paid(work, subscription, item), None, end)


def _bill_ahead(
    work: Work,
    subscription: Record,
    key: str,
    before: State | None,
    after: State | None,
    since: int | None = None,
) -> None:
    """What was billed ahead is given back, and charged anew where the item goes on in its rhythm; else it is
    billed ahead no longer. params: since, up to when it stays as it is, if that is not its running period's
    end. source: spec (billed_until); inferred"""
    item = work.load(key, "subscription_item")
    until = item.get("billed_until") or 0
    if before is None or until <= before.end:
        return
    old = before.price.recurring["interval"], before.price.recurring["interval_count"]
    goes_on = after is not None and old == (
        after.price.recurring["interval"],
        after.price.recurring["interval_count"],
    )
    goes_on = goes_on and after is not None and after.period == before.period
    own = item.private.get("anchor")
    anchor = subscription.billing_cycle_anchor if own is None or own > before.period.start else own
    start = before.end if since is None else since
    while start < until:
        whole = items.period_of(anchor, before.price.recurring, start)
        end = min(whole.end, until)
        fresh = after._replace(period=whole).to(end) if goes_on and after is not None else None
        prorate(work, subscription, key, before._replace(period=whole).to(end), fresh, start)
        start = end
    if not goes_on and not item.deleted:
        work.amend(item, billed_until=ABSENT if since is None else since)


def remember(work: Work, subscription: Record, made: list[Change], billed: list[str]) -> None:
    """After an unbilled change, later credits still use the last billed price and quantity. params: billed,
    the items whose change is. source: docs: Billing mode"""
    for change in made if flexible(subscription) else ():
        item = work.peek(change.item, "subscription_item")
        if item is None:
            continue
        before = change.before
        if change.item in billed:
            work.note(item, billed=None)
        elif not item.private.get("billed"):
            work.note(item, billed=[before.price.id, before.quantity] if before else [None, 0])


def give_back(work: Work, subscription: Record, since: int | None = None, whole: bool = False) -> None:
    """The time that was paid for and will not be used, for a subscription that ends or rests. params: since,
    from when it is not, if that is not now; whole, from the beginning of each item's period
    source: recorded: stripe_world 14; sdk (whole)
    """
    for item in items.of(work, subscription):
        was = paid(work, subscription, item)
        if was is not None:
            moment = work.now if since is None else since
            at = item.current_period_start if whole else min(max(moment, was.period.start), was.end)
            prorate(work, subscription, item.id, was, None, at)
            _bill_ahead(work, subscription, item.id, was, None)
    work.amend(subscription, **items.embedded(work, subscription))


def prorate(
    work: Work, subscription: Record, item: str, before: State | None, after: State | None, moment: int
) -> list[Record]:
    """The credit and the debit of one item's change, waiting for an invoice. gives: what was made

    The debit is made first: what waits is billed newest first, so that the credit leads. Where discounts are
    itemized, the amounts and the words are those before them.
    source: recorded: pay-rails/pay (order of lines), stripe_world 14; docs: API changelog 2025-09-30.clover
    """
    made, gross = [], itemized(subscription)
    if after is not None and not pricing.is_metered(after.price.body):
        cut = reductions.now(
            work, subscription, item, _all(work, subscription, item, after), not flexible(subscription)
        )
        inside = reductions.NOTHING if gross else cut
        amount = pricing.proration(
            None, after.configuration, after.period, moment, after.until, inside.amount
        ).debit
        words = descriptions.remaining_time(_name(work, after), after.quantity, moment, inside.percent_off)
        shown = cut.shown(pricing.left_of(after.period, moment, after.until))
        made.append(_item(work, subscription, item, after, amount, words, moment, None, shown))
    if before is not None and not pricing.is_metered(before.price.body):
        credited = _credited(work, subscription, item)
        cut = _given(work, subscription, item, before, credited)
        inside = reductions.NOTHING if gross else cut
        amount = pricing.proration(
            before.configuration, None, before.period, moment, before.until, inside.amount
        ).credit
        words = descriptions.unused_time(_name(work, before), before.quantity, moment, inside.percent_off)
        shown = cut.shown(-pricing.left_of(before.period, moment, before.until))
        made.append(_item(work, subscription, item, before, amount, words, moment, credited, shown))
    return made


def _given(
    work: Work, subscription: Record, item: str, before: State, credited: tuple[str, list[str]] | None
) -> Reduction:
    """What discounts had taken off what is given back; in classic billing, what they would take today.
    source: docs: Billing mode
    """
    if flexible(subscription) and credited is not None:
        return reductions.billed(work, before, credited)
    return reductions.now(
        work, subscription, item, _all(work, subscription, item, before), not flexible(subscription)
    )


def _all(work: Work, subscription: Record, item: str, one: State) -> dict[str, State]:
    """Every item of the subscription as it is, but for one that is as it says."""
    keys = [known["id"] for known in subscription.body["items"]["data"]]
    found = {}
    for key in dict.fromkeys((*keys, item)):
        record = work.load(key, "subscription_item")
        if key == item:
            found[key] = one
        elif not record.deleted and not pricing.is_metered(record.price):
            found[key] = state(work, subscription, record)
    return found


def _name(work: Work, state: State) -> str:
    return str(products.product_of(work, state.price).name)


def _credited(work: Work, subscription: Record, item: str) -> tuple[str, list[str]] | None:
    """Which lines had billed the time that is given back. source: recorded: pay-rails/pay, stripe_world 14"""
    key = subscription.latest_invoice
    invoice = work.peek(key, "invoice") if key else None
    if invoice is None:
        return None
    lines = [
        line.id
        for line in line_items.of(work, invoice)
        if line.at("parent", "subscription_item_details", "subscription_item") == item and line.amount > 0
    ]
    return (invoice.id, lines) if lines else None


def _item(
    work: Work,
    subscription: Record,
    item: str,
    state: State,
    amount: int,
    description: str,
    moment: int,
    credited: tuple[str, list[str]] | None,
    reduced: list[dict[str, Any]],
) -> Record:
    """The invoice item of one side. source: recorded: stripe_world 14 (body)"""
    return invoice_items.prorated(
        work,
        subscription,
        item,
        price=state.price,
        quantity=state.quantity,
        amount=amount,
        description=description,
        period=(moment, state.end),
        credited=credited,
        reduced=reduced,
        itemized=itemized(subscription),
        tax_rates=work.load(item, "subscription_item").tax_rates or [],
    )
