"""Management: what a schedule or a quote does to the subscription that it governs.

Owns: the door through which later rooms begin, change and end subscriptions, in the words of the API. Does
not own: how that is done (creation.py, subscriptions.py), when (room schedules). Money: through them.
Source: docs: Subscription schedules; docs: Quotes overview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.catalog import pricing
from pinstripe.products.line_terms import automatic_rates
from pinstripe.products.subscriptions import (
    creation,
    item_changes,
    previews,
    refusals,
    renewal,
    resumption,
    subscriptions,
    supplement,
    thresholds,
)
from pinstripe.products.subscriptions import subscription_item as items
from pinstripe.products.subscriptions.previews import Ahead
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION, next_boundary, taxed


def priced(work: Work, given: list[Mapping[str, Any]], under: str) -> list[Record]:
    """The price of each item that is asked for. refuses: what items may not be"""
    placed = [(f"{under}[{number}]", deep(item)) for number, item in enumerate(given)]
    return [price for price, _ in items.priced(work, placed)]


def deep(value: Any) -> Any:
    """Parameters as the decoder gives them: hashes all the way down can be read as attributes."""
    if isinstance(value, Mapping):
        return Params({name: deep(one) for name, one in value.items()})
    return [deep(one) for one in value] if isinstance(value, list) else value


def begin(work: Work, told: Mapping[str, Any]) -> Record:
    """A subscription begins; its first invoice waits for an hour. source: docs: Subscription schedules"""
    return creation.create(work, deep({**told, "waits": True}))


def printed(work: Work, customer: Record, given: Params) -> dict[str, Any]:
    """What is said of invoices, as a subscription keeps it, with the days that there are to pay one.

    refuses: what custom fields, tax ids and issuers refuse
    """
    known = SUBSCRIPTION.defaults["invoice_settings"]
    told = Params({"invoice_settings": given})
    found = supplement.settings_of(work, customer, told, known)["invoice_settings"]
    said = {name: value for name, value in found.items() if name in given}
    return {**said, **given.pick("days_until_due")}


def check_interval(given: Params | None, where: str) -> None:
    """How often what waits is billed, as a subscription that begins later will. refuses: out_of_range"""
    supplement.check_interval(given, where)


def refuse_shares(work: Work, told: Mapping[str, Any]) -> None:
    """What will be said of other accounts can be done with each invoice. refuses: those of payments"""
    creation.refuse_shares(work, told)


def taxes(work: Work, told: Params, where: str) -> dict[str, Any]:
    """Whether taxes are worked out for its invoices, as it will show it. refuses: missing_param,
    resource_missing"""
    liable = automatic_rates.liable(work, told, f"{where}[automatic_tax]")
    return taxed(bool(automatic_rates.wanted(told)), liable)


def threshold(
    work: Work, given: Mapping[str, Any] | None, every: list[Record], where: str
) -> dict[str, Any] | None:
    """The threshold of a subscription for these prices, as it will show it. refuses: what they refuse"""
    return thresholds.read(work, given, every, where)


def alter(work: Work, subscription: Record, told: Mapping[str, Any]) -> Record:
    """New facts and items, as an update would say them."""
    return subscriptions.change(work, subscription, deep(told))


def govern(work: Work, subscription: Record, schedule: str | None, **changes: Any) -> None:
    """The schedule that governs a subscription, or that it is governed by none any more."""
    work.change(subscription, schedule=schedule, **changes)


def follow(work: Work, subscription: Record) -> None:
    """What its periods bring happens after what was planned before, where both fall into one moment."""
    renewal.reschedule(work, subscription)


def renew(work: Work, subscription: Record) -> None:
    """Its periods that end now roll at once."""
    work.unschedule("renew", subscription)
    renewal.renew(work, subscription)


def is_counted(price: Mapping[str, Any]) -> bool:
    """Is it what is used that is billed?"""
    return pricing.is_metered(price)


def cancel(work: Work, subscription: Record, bills: bool, prorates: bool) -> None:
    """It ends at once. params: bills, what was used and what waits, now"""
    if subscription.status not in ENDED:
        subscriptions.cancel(work, subscription, Params({"invoice_now": bills, "prorate": prorates}))


def rest(
    work: Work, subscription: Record, settings: Mapping[str, Any], thought: bool = False
) -> ApiError | None:
    """It pauses as a schedule had planned. params: thought, nothing of it is kept. gives: why it can't be"""
    if SUBSCRIPTION.refuses("pause", subscription):
        return refusals.unexpected(subscription, "pause")
    kinds = {name: one["type"] for name, one in settings["bill_for"].items()}
    told = {name: {"type": "now" if kind == "pause_at" else kind} for name, kind in kinds.items()}
    asked = {"bill_for": told, "invoicing_behavior": settings["invoicing_behavior"]}
    resumption.pause(work, subscription, deep(asked), _terms(thought))
    return None


def wake(
    work: Work, subscription: Record, settings: Mapping[str, Any], thought: bool = False
) -> ApiError | None:
    """It goes on as a schedule had planned. params, gives: as in `rest`"""
    if SUBSCRIPTION.refuses("resume", subscription):
        return refusals.unexpected(subscription, "resume")
    anchor = "unchanged" if settings["billing_cycle_anchor"] == "unchanged" else "now"
    told = {name: settings[name] for name in ("payment_behavior", "proration_behavior")}
    asked = {**told, "billing_cycle_anchor": {"type": anchor}}
    resumption.resume(work, subscription, deep(asked), _terms(thought))
    return None


def _terms(thought: bool) -> item_changes.Terms:
    """How a pause or a resumption is paid: a thought pays nothing."""
    return item_changes.Terms(payment_behavior=previews.UNPAID) if thought else item_changes.Terms()


def waits_for_holder(work: Work, subscription: Record) -> bool:
    """Does the invoice of a resumption wait for a card's holder?"""
    waiting = subscription.private.get("resuming")
    invoice = work.load(waiting[0], "invoice") if waiting else None
    intent = work.peek(invoice.private.get("payment_intent") or "", "payment_intent") if invoice else None
    return intent is not None and intent.status == "requires_action"


def at_boundary(work: Work, subscription: Record) -> bool:
    """Do all its periods end now, before the next ones begin?"""
    return all(item["current_period_end"] == work.now for item in subscription.body["items"]["data"])


def boundary_of(subscription: Record) -> int:
    """When the next of its periods ends."""
    return next_boundary(subscription)


def is_over(subscription: Record) -> bool:
    """Has it ended?"""
    return subscription.status in ENDED


def foresees(function: Callable[[Work, Params], Ahead]) -> Callable[[Work, Params], Ahead]:
    """Bind the function that says what a schedule's next invoice would be about."""
    previews.SCHEDULED.append(function)
    return function


def next_invoice(work: Work, subscription: Record) -> Ahead:
    """What the next invoice of a subscription would be about, as things stand."""
    return previews.next_of(work, subscription, work.load(subscription.customer, "customer"))


def invoice_at_once(work: Work, subscription: Record) -> Ahead:
    """What the invoice is about that a change has just brought."""
    return previews.at_once(work, subscription, work.load(subscription.customer, "customer"))


def first_invoice(work: Work, customer: Record, told: Mapping[str, Any]) -> Ahead:
    """What the first invoice of a subscription would be about that there is not yet."""
    return previews.first_of(work, customer, deep(told))


def plan_end(work: Work, subscription: Record, moment: int | None) -> None:
    """A schedule knows when the subscription ends, or that it does not."""
    subscriptions.change(
        work, subscription, Params({"cancel_at": moment or "", "proration_behavior": "none"})
    )
