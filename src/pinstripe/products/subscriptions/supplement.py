"""Supplement: what a subscription says of its invoices beside its items, and what it adds to the next one.

Owns: invoice settings, the default source, things billed once with the next invoice, and how often what waits
is billed. Does not own: invoices and their items (room invoices). Money: through invoice items.
Source: spec; docs: Subscription invoices; recorded: pay-rails/pay (add_invoice_items).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.clock.calendar import add_interval
from pinstripe.kernel.generate import stored
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.customers import default_source
from pinstripe.products.customers.customer import check_custom_fields
from pinstripe.products.invoices import item_creation, method_options, wishes
from pinstripe.products.subscriptions import demand, refusals
from pinstripe.products.subscriptions.subscription import ENDED, SUBSCRIPTION

MOST_ADDED = 20
"""source: spec"""


def settings_of(work: Work, customer: Record, params: Params, before: dict[str, Any]) -> dict[str, Any]:
    """How its invoices are issued and what is printed on them, and the source that they are charged to.

    params: before, the invoice settings as they are. refuses: resource_missing, what custom fields refuse
    """
    found: dict[str, Any] = {}
    given = params.get("invoice_settings")
    if given is not None:
        check_custom_fields(given, "invoice_settings[custom_fields]")
        said = {name: value or None for name, value in given.items() if name in PRINTED}
        if "custom_fields" in given:
            said["custom_fields"] = [dict(one) for one in given.custom_fields or ()] or None
        if "account_tax_ids" in given:
            said["account_tax_ids"] = wishes.own_tax_ids(work, given.account_tax_ids, "invoice_settings")
        if given.get("issuer"):
            said["issuer"] = wishes.issuer(work, given.issuer, "invoice_settings")
        found["invoice_settings"] = {**before, **said}
    method_options.refuse(params.get("payment_settings"), work.now)
    if "default_source" in params:
        key = params.default_source
        named = default_source.owned(work, customer, key, 400, "default_source").id if key else None
        found["default_source"] = named
    return found


PRINTED = ("description", "footer")


def fields_of(given: dict[str, Any]) -> dict[str, Any]:
    """Parameters that a new subscription keeps as they are; payment settings that leave out whether a method
    is kept don't keep it. source: recorded: bikeindex"""
    fields = stored(SUBSCRIPTION, given)
    settings = fields.get("payment_settings")
    if settings and settings["save_default_payment_method"] is None:
        fields["payment_settings"] = {**settings, "save_default_payment_method": "off"}
    return fields


def add(
    work: Work,
    subscription: str,
    customer: Record,
    params: Params,
    currency: str,
    periods: list[tuple[int, int]],
) -> None:
    """Things to bill once with the next invoice. params: periods, of the subscription's items

    refuses: too many, a period that ends before it begins, and what invoice items refuse. source: spec
    """
    given = params.get("add_invoice_items") or []
    if len(given) > MOST_ADDED:
        raise errors.long_array("add_invoice_items", MOST_ADDED)
    for number, one in enumerate(given):
        where = f"add_invoice_items[{number}]"
        asked = one.pick("price_data", "quantity", "discounts", "tax_rates", "metadata", "discountable")
        if one.get("price") is not None:
            asked["pricing"] = Params({"price": one.price})
        asked["period"] = _period(work, one.get("period") or Params({}), periods, where)
        item_creation.made(
            work, customer, Params(asked), currency=currency, subscription=subscription, where=where
        )


def _period(work: Work, said: Params, periods: list[tuple[int, int]], where: str) -> dict[str, int]:
    """The time that it is for: where nobody says, the time that all items have in common."""
    begins, ends = said.get("start") or {}, said.get("end") or {}
    start = max((start for start, _ in periods), default=work.now)
    end = min((end for _, end in periods), default=work.now)
    if begins.get("type") == "now":
        start = work.now
    for name, hash_ in (("start", begins), ("end", ends)):
        if hash_.get("type") == "timestamp":
            if hash_.get("timestamp") is None:
                raise errors.missing_param(f"{where}[period][{name}][timestamp]")
            start, end = (hash_["timestamp"], end) if name == "start" else (start, hash_["timestamp"])
    if end < start:
        raise refusals.ends_before(f"{where}[period][end]")
    return {"start": start, "end": end}


def check_interval(given: Params | None, where: str = "pending_invoice_item_interval") -> None:
    """Once a year at least. params: where it stands. refuses: out_of_range. source: spec"""
    most = {"day": 365, "week": 52, "month": 12, "year": 1}
    count = given.get("interval_count", 1) if given else 1
    if given and not 1 <= count <= most[given.interval]:
        raise refusals.out_of_range(f"{where}[interval_count]", 1, most[given.interval])


def interval_of(given: Params | None, now: int) -> dict[str, Any]:
    """How often what waits is billed, and when next. source: spec"""
    if not given:
        return {"next_pending_invoice_item_invoice": None, "pending_invoice_item_interval": None}
    every = {"interval": given["interval"], "interval_count": given.get("interval_count", 1)}
    due = add_interval(now, every["interval"], every["interval_count"], 1)
    return {"next_pending_invoice_item_invoice": due, "pending_invoice_item_interval": every}


def plan(work: Work, subscription: Record) -> None:
    """Be called when what waits is billed next."""
    work.unschedule("sweep", subscription)
    due = subscription.next_pending_invoice_item_invoice
    if due is not None:
        work.schedule("sweep", subscription, due)


REASON = "automatic_pending_invoice_item_invoice"
"""Why there is an invoice between periods of what waits. source: spec"""


@job(SUBSCRIPTION, "sweep")
def sweep(work: Work, subscription: Record) -> None:
    """What waits for an invoice is billed between periods, where that is wanted: a draft, as renewals make
    one. source: docs: Subscription invoices"""
    if subscription.status in (*ENDED, "incomplete", "paused"):
        return
    every = subscription.pending_invoice_item_interval
    before = subscription.body
    work.amend(subscription, **interval_of(Params(every), work.now))
    plan(work, subscription)
    demand.drafted(work, subscription, [], REASON, before, waits=True)


def imagine(work: Work, customer: Record, given: list[Params], currency: str) -> None:
    """Invoice items that a preview adds or changes, in a work that nobody keeps. refuses: resource_missing,
    and what invoice items refuse. source: docs: create a preview invoice (invoice_items)"""
    for number, one in enumerate(given):
        where = f"invoice_items[{number}]"
        asked = {name: value for name, value in one.items() if name not in OWN_WORDS}
        if one.get("price") is not None:
            asked["pricing"] = Params({"price": one.price})
        if one.get("unit_amount") is not None:
            asked["unit_amount_decimal"] = str(one.unit_amount)
        if one.get("invoiceitem"):
            item = work.find("invoiceitem", one.invoiceitem, f"{where}[invoiceitem]")
            item_creation.changed(work, item, Params(asked), where)
        else:
            said = (one.get("currency") or currency).lower()
            item_creation.made(work, customer, Params(asked), currency=said, where=where)


OWN_WORDS = ("price", "unit_amount", "invoiceitem", "currency")
"""What a preview names otherwise than an invoice item does. source: spec"""
