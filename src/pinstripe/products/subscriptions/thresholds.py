"""Thresholds: usage is billed before its period ends once it comes to so much.

Owns: a subscription's `billing_thresholds` and its items', when they are looked at, what happens where they
are reached. Does not own: what is left to bill afterwards (advances.py), counting (room usage).
Money: none of its own; the invoice's. Source: spec; docs: Set up thresholds.
Times: looked at soon after usage came in, never in a trial nor within a day of the period's end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinstripe.api.params import Params
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import pricing
from pinstripe.products.invoices import drafts
from pinstripe.products.invoices import invoice as invoices
from pinstripe.products.invoices import line_item as line_items
from pinstripe.products.invoices.invoice import INVOICE
from pinstripe.products.invoices.line_item import LineDraft
from pinstripe.products.subscriptions import advances, item_changes, refusals, service_lines, spans
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.spans import Ended
from pinstripe.products.subscriptions.subscription import SUBSCRIPTION, next_boundary
from pinstripe.products.usage import measurement
from pinstripe.products.usage import meter as meters
from pinstripe.products.usage import usage_record_summary as usage

LEAST = 50
"""source: docs: Set up thresholds"""
QUIET_SECONDS = DAY
"""Before a period's end nothing is billed early. source: docs: Set up thresholds"""
NAME = "billing_thresholds"


def said(work: Work, params: Params, every: list[Record]) -> dict[str, Any]:
    """What a request says of a subscription's threshold. params: every, the prices of its items

    refuses: threshold_too_low, threshold_of_flat_fees, reset_with_last_ever. source: spec; docs: Set up
    thresholds
    """
    if NAME not in params:
        return {}
    return {NAME: read(work, params[NAME], every)}


def read(
    work: Work, given: Mapping[str, Any] | None, every: list[Record], where: str = NAME
) -> dict[str, Any] | None:
    """A threshold as answers show it; without an amount, what becomes of the anchor at an item's threshold.

    params: every, the prices that it is for; where, the hash that it is

    refuses: what `said` refuses. source: spec; docs: Set up thresholds
    """
    amount = (given or {}).get("amount_gte")
    if given and given.get("reset_billing_cycle_anchor"):
        for price in every:
            item = {"price": price.body}
            if usage.is_legacy(item) and usage.mode_of(work, item) == "last_ever":
                raise refusals.reset_with_last_ever(price.id, where)
    if not given:
        return None
    reset = bool(given.get("reset_billing_cycle_anchor"))
    if amount is None:
        return {"amount_gte": None, "reset_billing_cycle_anchor": reset}
    if amount < LEAST:
        raise refusals.threshold_too_low(LEAST, where)
    metered = [price for price in every if pricing.is_metered(price.body)]
    flat = 0
    for price in metered:
        flat += pricing.cost(price.body, prices.tiers_of(price))
    if amount <= flat:
        raise refusals.threshold_of_flat_fees(flat, where)
    return {"amount_gte": amount, "reset_billing_cycle_anchor": reset}


def has_any(subscription: Record) -> bool:
    """Is there a threshold, of the whole or of an item?"""
    every = subscription.body["items"]["data"]
    own = subscription.get(NAME) or {}
    return own.get("amount_gte") is not None or any(item.get(NAME) for item in every)


def follow(work: Work, subscription: Record) -> None:
    """A subscription has a threshold: it is looked at now, and whenever something of its meters was used."""
    if not has_any(subscription):
        return
    for item in subscription.body["items"]["data"]:
        key = item["price"]["recurring"].get("meter")
        if key:
            meters.measure(work, work.load(key, "billing.meter"))
    measurement.soon(work, subscription, work.now)


hears(SUBSCRIPTION, "change")(follow)
for _outcome in ("started", "incomplete", "trialing"):
    hears(SUBSCRIPTION, "create", _outcome)(follow)


class Reached(NamedTuple):
    """What is billed because thresholds were reached: periods, lines, and which thresholds it was.

    amount: the subscription's; of_items: those of items, by their ids.
    """

    ended: list[Ended]
    lines: list[LineDraft]
    amount: int | None
    of_items: dict[str, int]

    @property
    def reason(self) -> dict[str, Any]:
        """Why the invoice was made, while its lines have no ids."""
        return {"amount_gte": self.amount, "item_reasons": []}


@job(SUBSCRIPTION, "measure")
def measure(work: Work, subscription: Record) -> None:
    """Usage came in: what was not billed yet is, where a threshold is reached. source: docs: Set up
    thresholds"""
    if subscription.status not in ("active", "past_due") or not has_any(subscription):
        return
    if next_boundary(subscription) - work.now < QUIET_SECONDS:
        return
    found = _reached(work, subscription)
    if found is None:
        return
    if (subscription.get(NAME) or {}).get("reset_billing_cycle_anchor"):
        _begin_anew(work, subscription, found)
    else:
        _bill(work, subscription, found)
    _name_items(work, work.load(subscription.latest_invoice, "invoice"), found)


def _reached(work: Work, subscription: Record) -> Reached | None:
    """The thresholds that are reached by what is not billed yet, if any is."""
    metered = [item for item in items.of(work, subscription) if pricing.is_metered(item.price)]
    parts = [spans.of(work, item, work.now) for item in metered]
    ended = [one for every in parts for one in every]
    lines = [line for one in reversed(ended) for line in service_lines.metered_lines(work, subscription, one)]
    of_items = {}
    for item, every in zip(metered, parts, strict=True):
        least = (item.get(NAME) or {}).get("usage_gte")
        rest: pricing.Quantity = 0
        for one in every:
            rest += _used(work, subscription, item, one) - advances.billed(item, one[1])
        if least is not None and rest >= least:
            of_items[item.id] = int(least)
    amount = (subscription.get(NAME) or {}).get("amount_gte")
    if amount is not None and _worth(work, subscription, lines) < amount:
        amount = None
    if amount is None and not of_items:
        return None
    billed = [line for line in lines if line.amount or line.quantity]
    return Reached(ended, billed, amount, of_items)


def _used(work: Work, subscription: Record, item: Record, ended: Ended) -> pricing.Quantity:
    _, start, stop, first, price = ended
    then = {**item.body, "price": work.load(price, "price").body}
    return usage.quantity(work, subscription, then, start, stop, first)


def _worth(work: Work, subscription: Record, lines: list[LineDraft]) -> int:
    """What lines come to after discounts and before taxes. source: docs: Set up thresholds"""
    customer, currency = work.load(subscription.customer, "customer"), subscription.currency
    terms = drafts.terms_of(work, customer, currency, subscription)
    return drafts.bill_for(work, customer, currency, lines, terms).bill.worth


def _bill(work: Work, subscription: Record, found: Reached) -> None:
    """The period goes on; what was used so far is on an invoice of its own. It does not wait for late usage.
    source: docs: Set up thresholds"""
    for one in found.ended:
        item = work.load(one[0], "subscription_item")
        advances.remember(work, item, one[1], _used(work, subscription, item, one))
    paused = (subscription.pause_collection or {}).get("behavior")
    key = work.new_id(INVOICE)
    work.change(subscription, latest_invoice=key)
    drafts.draft(
        work,
        id=key,
        customer=work.load(subscription.customer, "customer"),
        currency=subscription.currency,
        reason="subscription_threshold",
        lines=found.lines,
        subscription=subscription,
        period=(min(one[1] for one in found.ended), work.now),
        threshold_reason=found.reason,
        **drafts.collected_as(work, subscription),
        facts={"paused": paused} if paused else {},
        auto_advance=paused != "keep_as_draft",
    )


def _begin_anew(work: Work, subscription: Record, found: Reached) -> None:
    """The period ends here, as if its time were over, and another one begins. source: docs: Set up
    thresholds"""
    terms = item_changes.Terms(moment=work.now, restart=True, threshold=found.reason)
    item_changes.apply(work, subscription, [], terms)


def _name_items(work: Work, invoice: Record, found: Reached) -> None:
    """The invoice says which items' thresholds were reached, by which of its lines."""
    if not found.of_items:
        return
    lines = line_items.of(work, invoice)
    reasons = [
        {
            "line_item_ids": [
                line.id
                for line in lines
                if line.at("parent", "subscription_item_details", "subscription_item") == key
            ],
            "usage_gte": least,
        }
        for key, least in found.of_items.items()
    ]
    invoices.explain(work, invoice, {**found.reason, "item_reasons": reasons})
