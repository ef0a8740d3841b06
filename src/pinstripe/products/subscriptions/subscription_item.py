"""The subscription item record: one price each, with a quantity or with what is used.

Owns: the record, which is the truth, and its copy in the subscription's body. Does not own: the endpoints
(subscription_items.py), when periods move (renewal.py), usage (room usage). Money: none.
Source: spec; recorded: stripe_world 12. Private fact: anchor, where its periods have one of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.api.versions import SIDE_EFFECTS
from pinstripe.api.versions.shared import plan_of
from pinstripe.clock.calendar import Period, counted_from, period_containing
from pinstripe.kernel.hearing import hears
from pinstripe.kernel.record import ABSENT, Record, merged_metadata, replaced
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import discount as discounts
from pinstripe.products.catalog import price as prices
from pinstripe.products.catalog import tax_rate as tax_rates
from pinstripe.products.catalog import trial_offer as offers
from pinstripe.products.catalog.discount import DISCOUNT
from pinstripe.products.catalog.price import PRICE
from pinstripe.products.catalog.pricing import is_metered
from pinstripe.products.subscriptions import refusals

SUBSCRIPTION_ITEM = Resource(
    "subscription_item",
    prefix="si",
    ids="short",
    path="/v1/subscription_items",
    noun="subscription item",
    param="subscription_item",
    index=("subscription", "price"),
    defaults={"discounts": [], "metadata": {}, "tax_rates": []},
    absent="billed_until",
)


MOST_ITEMS = 20


"""source: docs: subscriptions"""


def shown(subscription: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """What a subscription's body says of its items; with a single one, its plan and quantity too.

    source: recorded: stripe_world 12, pay-rails/pay
    """
    only = items[0] if len(items) == 1 else None
    return {
        "items": {
            "object": "list",
            "data": items,
            "has_more": False,
            "total_count": len(items),
            "url": f"/v1/subscription_items?subscription={subscription}",
        },
        "plan": only["plan"] if only else None,
        "quantity": only.get("quantity") if only else None,
    }


def of(work: Work, subscription: Record) -> list[Record]:
    """A subscription's items, in the order in which it shows them."""
    return [work.load(one["id"], "subscription_item") for one in subscription.body["items"]["data"]]


def embedded(work: Work, subscription: Record) -> dict[str, Any]:
    """The items as they are now, for the subscription's body."""
    return shown(subscription.id, [item.body for item in of(work, subscription)])


@hears(PRICE, "change")
def repriced(work: Work, price: Record) -> None:
    """Items and subscriptions show their price as it is now. source: inferred"""
    for item in work.each("subscription_item", price=price.id):
        work.amend(item, price=price.body, plan=plan_of(price.body))
        subscription = work.load(item.subscription, "subscription")
        work.amend(subscription, **embedded(work, subscription))


Placed = list[tuple[str, Params]]
"""Items that are asked for, each with the place where it stands in the request; "" is the top."""


def placed(params: Params, under: str = "items") -> Placed:
    """What is asked of items. Older callers name one plan, or its quantity, at the top.

    params: under, what the list is called by whoever sent it. refuses: exclusive_params.
    source: recorded: pay-rails/pay 2020; both at once: inferred
    """
    top = params.pick("plan", "quantity")
    given = params.get("items") or []
    if top and given:
        raise errors.exclusive_params([next(iter(top)), "items"])
    if top:
        return [("", Params(top))]
    return [(f"{under}[{number}]", item) for number, item in enumerate(given)]


def priced(work: Work, given: Placed, currency: str | None = None) -> list[tuple[Record, Params]]:
    """The price of each item that is asked for, in the currency where it is offered in that, too.

    refuses: resource_missing, one_time_price, price_twice, quantity_of_metered, other_currency
    """
    if len(given) > MOST_ITEMS:
        raise refusals.too_many_items()
    found: list[tuple[Record, Params]] = []
    for where, item in given:
        price = prices.seen_in(price_of(work, item, where), currency)
        if any(price.id == other.id for other, _ in found):
            raise refusals.price_twice(price.id)
        check_quantity(item, price, where)
        if found and found[0][0].currency != price.currency:
            raise refusals.other_currency(price.currency, found[0][0].currency)
        found.append((price, item))
    return found


def price_of(work: Work, item: Params, where: str) -> Record:
    """The recurring price of one item, named, as a plan too, or described on the way. params: where, "" at
    the top

    refuses: missing, resource_missing, inactive, one_time_price, exclusive_params
    """
    param = _inside(where, "price")
    if item.get("current_trial") is not None:
        return _on_offer(work, item, where)
    plan = item.get("plan")
    if plan is not None:
        for other in ("price", "price_data"):
            if item.get(other) not in (None, plan):
                raise errors.exclusive_params([_inside(where, "plan"), _inside(where, other)])
        older = work.version.before(SIDE_EFFECTS["plan_at_its_place"].date)
        return prices.plan_for(work, plan, "plan" if older else _inside(where, "plan"))
    if item.get("price_data") is not None:
        if item.get("price") is not None:
            raise errors.exclusive_params([param, _inside(where, "price_data")])
        price = prices.from_data(work, item.price_data, _inside(where, "price_data"))
    elif item.get("price") is None:
        raise errors.missing_param(param)
    elif item.get("agreed"):  # a schedule or a quote promised it, and it may have gone from sale since
        price = work.load(item.price, "price")
    else:
        price = prices.price_for(work, item.price, param)
    if price.recurring is None:
        raise refusals.one_time_price(param)
    return price


def _on_offer(work: Work, item: Params, where: str) -> Record:
    """The price of a trial, which may be named along with its offer. refuses: inactive_offer, not_of_offer"""
    offer = offers.find(
        work, item.current_trial.trial_offer, _inside(_inside(where, "current_trial"), "trial_offer")
    )
    if item.get("price") not in (None, offer.price):
        raise refusals.not_of_offer(_inside(where, "price"))
    return work.load(offer.price, "price")


def on_trial(work: Work, given: Params, price: Record, anchor: int, period: Period) -> dict[str, Any] | None:
    """What an item shows of the trial that it is on: so many of its periods. source: sdk"""
    if given.get("current_trial") is None:
        return None
    key = given.current_trial.trial_offer
    offer = work.load(key, "product_catalog.trial_offer")
    end = period.end
    for _ in range(offer.duration["relative"]["iterations"] - 1):
        end = period_of(anchor, price.recurring, end).end
    return {"end_date": end, "start_date": period.start, "trial_offer": key}


def after_trial(work: Work, item: Record, boundary: int) -> Record | None:
    """The price that an item goes on with, where its trial is over at a boundary. source: sdk"""
    trial = item.get("current_trial")
    if not trial or trial["end_date"] > boundary:
        return None
    return offers.following(work, trial["trial_offer"])


def check_quantity(item: Params, price: Record, where: str, known: int = 1) -> None:
    """Usage decides the quantity of a metered price; others have one of nought or more, which does not cost
    more than a line can say. params: known, how many there are where nobody says.

    refuses: quantity_of_metered, too_low, amount_too_large
    """
    check_threshold(item, price, where)
    quantity = item.get("quantity")
    param = _inside(where, "quantity")
    if is_metered(price.body):
        if quantity is not None:
            raise refusals.quantity_of_metered(param)
        return
    quantity = known if quantity is None else quantity
    if quantity < 0:
        raise errors.too_low(0, param)
    prices.bounded(price, quantity, param)


def check_threshold(item: Params, price: Record, where: str) -> None:
    """An item's usage is billed once it comes to so much. refuses: too_low, threshold_of_quantity"""
    given = item.get("billing_thresholds")
    if not given:
        return
    param = _inside(where, "billing_thresholds")
    if not is_metered(price.body):
        raise refusals.threshold_of_quantity(param)
    if given["usage_gte"] < 1:
        raise errors.too_low(1, f"{param}[usage_gte]")


def _inside(where: str, name: str) -> str:
    return f"{where}[{name}]" if where else name


def priced_as(price: Record, quantity: int) -> dict[str, Any]:
    """The fields of an item that follow from its price; a metered one shows no quantity."""
    return {
        "price": price.body,
        "plan": plan_of(price.body),
        "quantity": ABSENT if is_metered(price.body) else quantity,
    }


def make(
    work: Work,
    subscription: str,
    customer: str,
    price: Record,
    given: Params,
    period: Period,
    where: str,
    anchor: int,
) -> Record:
    """An item of a subscription that begins now. params: where it stands in the request; anchor, the
    subscription's"""
    key = work.new_id(SUBSCRIPTION_ITEM)
    return work.create(
        SUBSCRIPTION_ITEM,
        id=key,
        **reduced(work, key, customer, price.currency, given, where),
        subscription=subscription,
        metadata=merged_metadata(None, given.get("metadata") or {}),
        current_period_start=period.start,
        current_period_end=period.end,
        current_trial=on_trial(work, given, price, anchor, period),
        **replaced({}, priced_as(work.load(price.id, "price"), given.get("quantity", 1))),
        private={"currency": price.currency},
    )


def count_by(work: Work, item: Record, anchor: int, config: Mapping[str, Any] | None) -> None:
    """The item's periods end on the day of the month that was asked for, though the anchor's month has not
    that many days. params: config, the subscription's `billing_cycle_anchor_config`.
    source: docs: Set billing cycles"""
    if config is not None:
        every = item.price["recurring"]
        start = counted_from(anchor, every["interval"], every["interval_count"], config["day_of_month"])
        if start is not None:
            work.note(item, counted={"anchor": anchor, "start": start})


def rate(work: Work, item: Record, price_id: str | None = None) -> Record:
    """What the item costs: its price, in the currency of its subscription. params: price_id, where it had or
    will have another price. source: spec (currency_options)"""
    price = work.load(price_id or item.price["id"], "price")
    return prices.seen_in(price, item.private.get("currency"))


def reduced(
    work: Work, key: str, customer: str, currency: str, given: Params, where: str, held: Sequence[str] = ()
) -> dict[str, Any]:
    """An item's own discounts and tax rates, where they are said; those that are replaced count no more.

    source: spec; docs: Coupons and promotion codes
    """
    changes: dict[str, Any] = {}
    if "discounts" in given:
        target = discounts.Target("subscription_item", key, customer, currency, held, bounded=True)
        found = discounts.given(work, given.discounts, target, _inside(where, "discounts"))
        discounts.forget(work, [one for one in held if one not in found])
        changes["discounts"] = found
    if "tax_rates" in given:
        changes["tax_rates"] = tax_rates.named(work, given.tax_rates, _inside(where, "tax_rates"))
    if "billing_thresholds" in given:
        known = given.billing_thresholds
        changes["billing_thresholds"] = {"usage_gte": known["usage_gte"]} if known else None
    return changes


@hears(DISCOUNT, "end", "other")
def let_go(work: Work, discount: Record) -> None:
    """A discount of a subscription, or of an item of one, is over. source: spec"""
    item = work.peek(discount.subscription_item or "", "subscription_item")
    key = item.subscription if item is not None else discount.subscription
    subscription = work.peek(key or "", "subscription")
    if subscription is None:
        return
    if item is None:
        rest = [one for one in subscription.discounts if one != discount.id]
        work.change(subscription, discounts=rest)
    elif discount.id in item.discounts:
        work.amend(item, discounts=[one for one in item.discounts if one != discount.id])
        work.change(subscription, **embedded(work, subscription))


def cycle(item: Record, anchor: int, moment: int) -> Period:
    """The billing period of an item that holds a moment: counted from its own anchor, where its interval was
    changed in the middle of things, else from the subscription's, on the day of the month that it means.
    source: docs: Set billing cycles"""
    own: int | None = item.private.get("anchor")
    meant = item.private.get("counted")
    if own is None and meant is not None and meant["anchor"] == anchor:
        own = meant["start"]
    return period_of(anchor if own is None else own, item.price["recurring"], moment)


def until(cancel_at: int | None, end: int) -> int:
    """Where a period ends: as it would, or with its subscription. source: docs: Cancel subscriptions"""
    return end if cancel_at is None else min(cancel_at, end)


def fixed_end(subscription: Record) -> int | None:
    """The date that cuts a period of the subscription short, if one is planned."""
    at: int | None = subscription.cancel_at
    return None if subscription.cancel_at_period_end else at


def period_of(anchor: int, recurring: Mapping[str, Any], moment: int) -> Period:
    """The period of such a rhythm that holds a moment."""
    return period_containing(anchor, recurring["interval"], recurring["interval_count"], moment)


def found(work: Work, key: str) -> Record:
    """The item of the path. refuses: no_such_item. source: recorded: stripe_world 12"""
    item = work.peek(key, "subscription_item")
    if item is None:
        raise refusals.no_such_item(key)
    return item


def joining(work: Work, subscription: Record, price: Record) -> Period:
    """A new item's first period: up to where the others of its interval end.
    source: recorded: stripe_world 12
    """
    if subscription.status == "trialing":
        return Period(work.now, until(fixed_end(subscription), subscription.trial_end))
    ends = [item["current_period_end"] for item in subscription.body["items"]["data"]]
    if ends and min(ends) <= work.now:  # a phase of a schedule begins: the renewal of this moment bills it
        return Period(work.now, work.now)
    every, config = price.recurring, subscription.billing_cycle_anchor_config
    anchor = subscription.billing_cycle_anchor
    if config is not None:
        rhythm = every["interval"], every["interval_count"]
        anchor = counted_from(anchor, *rhythm, config["day_of_month"]) or anchor
    found = period_of(anchor, every, work.now)
    return Period(work.now, until(fixed_end(subscription), found.end))


MONTHS, DAYS = {"month": 1, "year": 12}, {"day": 1, "week": 7}


def check_rhythms(bodies: Sequence[Mapping[str, Any]], flexible: bool) -> None:
    """Items of classic billing have one interval; those of flexible billing have multiples of the shortest,
    which among months and years may be one day. refuses: mismatch, misaligned
    source: docs: Mixed interval subscriptions
    """
    every = [body["recurring"] for body in bodies]
    rhythms = sorted({(one["interval"], one["interval_count"]) for one in every})
    if len(rhythms) > 1 and not flexible:
        raise refusals.mismatch("interval")
    days = [DAYS[name] * count for name, count in rhythms if name in DAYS]
    months = [MONTHS[name] * count for name, count in rhythms if name in MONTHS]
    shortest = min(days or months, default=1)
    if any(length % shortest for length in days or months) or (days and months and shortest > 1):
        raise refusals.misaligned()
